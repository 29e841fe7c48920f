import { expect, test } from 'vitest';
import { lineIndexOf } from '../../src/core/source.js';
import { codeFrame } from '../../src/report/frame.js';
import { placeOf } from '../../src/report/places.js';

const same = (text: string): string => text;

function frameOf(text: string, part: string, width = 60): string[] {
  const start = text.indexOf(part);
  const place = placeOf(lineIndexOf(text), { start, end: start + part.length });
  return codeFrame(text, place, width, { dim: same, mark: same });
}

test.each(['\n', '\r\n', '\r'])('one line is marked below, whatever ends lines: %j', (end) => {
  const text = ['SELECT 1;', '  DROP TABLE t; -- gone', 'SELECT 2;'].join(end);
  expect(frameOf(text, 'DROP TABLE t')).toEqual(['❯ 2 │   DROP TABLE t; -- gone', '    │   ^^^^^^^^^^^^']);
});

test('marks stay below what they mark when tabs are widened', () => {
  expect(frameOf('\tDROP\tTABLE t;', 'DROP\tTABLE t')).toEqual(['❯ 1 │   DROP  TABLE t;', '    │   ^^^^^^^^^^^^^']);
});

test('several lines are marked at the side, numbers aligned', () => {
  const text = `${'\n'.repeat(8)}CREATE TABLE t (\n  id int\n);`;
  expect(frameOf(text, 'CREATE TABLE t (\n  id int\n)')).toEqual([
    '❯  9 │ CREATE TABLE t (',
    '❯ 10 │   id int',
    '❯ 11 │ );',
  ]);
});

test('a long statement is cut in the middle', () => {
  const lines = Array.from({ length: 40 }, (_, at) => `  c${at} int`);
  const frame = frameOf(lines.join('\n'), lines.join('\n'));
  expect(frame).toHaveLength(8);
  expect(frame[5]).toContain('c5 int');
  expect(frame[6]).toContain('...');
  expect(frame[7]).toContain('40 │   c39 int');
});

test('a place far to the right is moved into view', () => {
  const frame = frameOf(`${'x'.repeat(500)} DROP TABLE t; ${'y'.repeat(500)}`, 'DROP TABLE t');
  expect(frame[0]).toMatch(/^❯ 1 │ …x+ DROP TABLE t; y+…$/);
  const [code = '', marks = ''] = frame;
  expect(code.length).toBeLessThanOrEqual(60);
  expect(code.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1)).toBe('DROP TABLE t');
});
