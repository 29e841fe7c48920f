import { describe, expect, it } from 'vitest';
import { recognize, runners } from '../../src/runners/index.js';
import { examples, folderOf } from './folders.js';

const strengths = ['certain', 'likely', 'possible'];

describe('recognize', () => {
  for (const [name, folder] of Object.entries(examples)) {
    it(`knows ${name}`, () => {
      expect(recognize(folder).runner.id).toBe(name.replace(/ \(.*/, ''));
    });
  }

  it('lets no other runner be as sure of an example as its own', () => {
    const rivals = Object.entries(examples).flatMap(([name, folder]) => {
      const own = name.replace(/ \(.*/, '');
      const ownRank = strengths.indexOf(runners[own as keyof typeof runners].detect(folder)?.strength ?? '');
      return Object.values(runners)
        .filter(({ id }) => id !== own)
        .flatMap((runner) => {
          const rank = strengths.indexOf(runner.detect(folder)?.strength ?? '');
          return rank >= 0 && (ownRank < 0 || rank <= ownRank) ? [`${runner.id} takes ${name}`] : [];
        });
    });
    expect(rivals).toEqual([]);
  });

  it('gives a reason', () => {
    expect(recognize(examples.dbmate).sign).toEqual({ strength: 'certain', reason: 'files say -- migrate:up' });
    expect(recognize(examples.plain).sign).toBeUndefined();
  });

  it('takes nothing for granted when two runners are equally sure', () => {
    const both = folderOf('migrations', { '1_a.sql': '-- migrate:up\n', '2_b.sql': '-- +goose Up\n' });
    expect(recognize(both)).toMatchObject({ runner: { id: 'plain' }, sign: undefined });
  });

  it('believes marks more than checksums that Atlas keeps of them', () => {
    const folder = folderOf('migrations', { '1_a.sql': '-- +goose Up\n', 'atlas.sum': '' });
    expect(recognize(folder).runner.id).toBe('goose');
  });

  it('leaves names alone that several runners use', () => {
    const pairs = { '1_a.up.sql': '', '1_a.down.sql': '' };
    expect(recognize(folderOf('migrations', pairs, { 'go.mod': 'require github.com/uptrace/bun' })).runner.id).toBe(
      'plain',
    );
    expect(recognize(folderOf('m', { 'V1__a.sql': '' }, { 'Cargo.toml': 'refinery = "0.8"' })).runner.id).toBe('plain');
  });
});
