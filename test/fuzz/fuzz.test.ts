import { beforeAll, describe, expect, it } from 'vitest';
import { complaintAbout, loadParsers } from './complaint.js';
import { corpus } from './corpus.js';
import { found } from './found.js';
import { inputFor } from './mutate.js';

beforeAll(loadParsers);

describe('what bent SQL does', () => {
  it.each(corpus.map((statement) => [statement.slice(0, 60), statement]))('not even bent: %s', (_, statement) => {
    expect(complaintAbout(statement)).toBeUndefined();
  });

  it.each(found.map((text) => [JSON.stringify(text).slice(0, 100), text]))('found before: %s', (_, text) => {
    expect(complaintAbout(text)).toBeUndefined();
  });

  it('neither crashes nor passes in silence', () => {
    for (let number = 0; number < 4000; number++) {
      const text = inputFor(1, number);
      expect(complaintAbout(text), `input ${number}: ${JSON.stringify(text)}`).toBeUndefined();
    }
  });
});
