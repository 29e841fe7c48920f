import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readFile } from './read.js';

const text = readFileSync('fixtures/readers/django/0007_many_forms.py', 'utf8');

describe('the reader of Django migrations', () => {
  it('never throws on a file that was cut off or garbled, and keeps its places inside the file', () => {
    const garbled = fc
      .tuple(
        fc.nat(text.length),
        fc.nat(80),
        fc.constantFrom('', '(', '"', "'''", '\n  ', 'f"{', 'if x:', '\0', '*', '}'),
      )
      .map(([at, length, replacement]) => text.slice(0, at) + replacement + text.slice(at + length));
    fc.assert(
      fc.property(garbled, (source) => {
        const { problems, operations } = readFile(source);
        for (const { span } of [...problems, ...operations]) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          expect(span.end).toBeLessThanOrEqual(source.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('does not lose itself in conditions', () => {
    const conditions = Array.from({ length: 60 }, (_, at) => `    if a${at}:\n        operations.append(f${at}())\n`);
    const head = 'from django.db import migrations\nclass Migration(migrations.Migration):\n    operations = []\n';
    const { operations } = readFile(head + conditions.join(''));
    expect(operations.length).toBeGreaterThan(0);
    expect(operations.every(({ kind }) => kind === 'Opaque')).toBe(true);
  });
});
