import { expect, test } from 'vitest';
import { junit } from '../../src/report/junit.js';
import { clean, plain, sample } from './sample.js';
import { parseXml } from './xml.js';

test('an error is a failure with its texts, whatever signs they hold', () => {
  const document = parseXml(junit(sample, plain));
  const [suite] = document.children;
  expect(document.attributes).toMatchObject({ tests: '2', failures: '1' });
  expect(suite?.attributes).toMatchObject({ name: 'db/0002 index.sql', tests: '2', failures: '1' });
  const failing = suite?.children[1];
  expect(failing?.attributes).toMatchObject({ classname: 'require-concurrent-index', name: 'db/0002 index.sql:2:1' });
  expect(failing?.children[0]?.name).toBe('failure');
  expect(failing?.children[0]?.attributes.message).toBe(sample.findings[1]?.message);
});

test('a warning passes, as it does not fail the run, and characters XML cannot hold are replaced', () => {
  const passing = parseXml(junit(sample, plain)).children[0]?.children[0];
  expect(passing?.children[0]?.name).toBe('system-out');
  expect(passing?.children[0]?.text).toContain('\uFFFD[31m');
});

test('a clean run holds one passing case', () => {
  const document = parseXml(junit(clean, plain));
  expect(document.attributes).toMatchObject({ tests: '1', failures: '0' });
  expect(document.children[0]?.children[0]).toMatchObject({ name: 'testcase', children: [] });
});
