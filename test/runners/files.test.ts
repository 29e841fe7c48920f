import { describe, expect, it } from 'vitest';
import type { RunnerId } from '../../src/core/runner.js';
import { runners } from '../../src/runners/index.js';
import { examples, folderOf } from './folders.js';

const filesOf = (id: RunnerId, paths: readonly string[], folder = folderOf('migrations', {})): string[] =>
  paths.map((path) => {
    const file = runners[id].fileOf(path, folder);
    return file === undefined ? `${path}: -` : `${path}: ${file.id} ${file.version ?? '*'} ${file.part}`;
  });

function order(id: RunnerId, paths: readonly string[], folder = folderOf('migrations', {})): readonly string[] {
  const files = paths.flatMap((path) => runners[id].fileOf(path, folder) ?? []);
  return files.sort((a, b) => runners[id].compare(a, b, folder)).map(({ path }) => path);
}

describe('the files of a runner', () => {
  it('Flyway: versioned, undo, baseline, repeatable', () => {
    const paths = [
      'V1_2__a.sql',
      'V1.2.0__b.sql',
      'U1.2__a.sql',
      'B1__base.sql',
      'R__views.sql',
      'notes.sql',
      'V1_a.sql',
    ];
    expect(filesOf('flyway', paths)).toEqual([
      'V1_2__a.sql: V1_2__a 1.2 up',
      'V1.2.0__b.sql: V1.2.0__b 1.2 up',
      'U1.2__a.sql: V1.2__a 1.2 down',
      'B1__base.sql: B1__base 1 baseline',
      'R__views.sql: R__views * repeatable',
      'notes.sql: -',
      'V1_a.sql: -',
    ]);
  });

  it('golang-migrate and SQLx: pairs of files', () => {
    expect(filesOf('golang-migrate', ['0012_a.up.sql', '0012_a.down.sql', '12_a.sql', 'x/1_a.up.sql'])).toEqual([
      '0012_a.up.sql: 0012_a 12 up',
      '0012_a.down.sql: 0012_a 12 down',
      '12_a.sql: -',
      'x/1_a.up.sql: -',
    ]);
    expect(filesOf('sqlx', ['1_a.sql', '2_b.up.sql', '2_b.down.sql'])).toEqual([
      '1_a.sql: 1_a 1 up',
      '2_b.up.sql: 2_b 2 up',
      '2_b.down.sql: 2_b 2 down',
    ]);
  });

  it('Diesel and Prisma: directories', () => {
    expect(filesOf('diesel', ['2024-01-02-030405_a/up.sql', '2024-01-02-030405_a/down.sql', 'x.sql'])).toEqual([
      '2024-01-02-030405_a/up.sql: 2024-01-02-030405_a 20240102030405 up',
      '2024-01-02-030405_a/down.sql: 2024-01-02-030405_a 20240102030405 down',
      'x.sql: -',
    ]);
    expect(filesOf('prisma', ['20240101_a/migration.sql', '20240101_a/notes.sql'])).toEqual([
      '20240101_a/migration.sql: 20240101_a 20240101_a up',
      '20240101_a/notes.sql: -',
    ]);
  });

  it('goose: no version 0, no directories', () => {
    expect(filesOf('goose', ['00001_a.sql', '0_b.sql', 'a.sql', 'x/1_a.sql'])).toEqual([
      '00001_a.sql: 00001_a 1 up',
      '0_b.sql: -',
      'a.sql: -',
      'x/1_a.sql: -',
    ]);
  });

  it('Drizzle: what the journal does not name has no version', () => {
    expect(filesOf('drizzle', ['0000_adj_hero.sql', '0001_lost.sql'], examples.drizzle)).toEqual([
      '0000_adj_hero.sql: 0000_adj_hero 1 up',
      '0001_lost.sql: 0001_lost * up',
    ]);
  });

  it('Sqitch: deploy forwards, revert backwards, verify to look', () => {
    expect(filesOf('sqitch', ['users.sql'], folderOf('app/deploy', {}))).toEqual(['users.sql: users users up']);
    expect(filesOf('sqitch', ['users.sql'], folderOf('app/revert', {}))).toEqual(['users.sql: users users down']);
    expect(filesOf('sqitch', ['users.sql'], folderOf('app/verify', {}))).toEqual(['users.sql: users users verify']);
  });
});

describe('the order of a runner', () => {
  it('numbers as numbers, or as text', () => {
    const paths = ['10_b.sql', '9_a.sql'];
    expect(order('goose', paths)).toEqual(['9_a.sql', '10_b.sql']);
    expect(order('sqlx', paths)).toEqual(['9_a.sql', '10_b.sql']);
    expect(order('dbmate', paths)).toEqual(['10_b.sql', '9_a.sql']);
    expect(order('supabase', paths)).toEqual(['10_b.sql', '9_a.sql']);
    expect(order('atlas', paths)).toEqual(['10_b.sql', '9_a.sql']);
  });

  it('Flyway: repeatable ones last', () => {
    const paths = ['R__a.sql', 'V10__c.sql', 'V9__b.sql'];
    expect(order('flyway', paths)).toEqual(['V9__b.sql', 'V10__c.sql', 'R__a.sql']);
  });

  it('node-pg-migrate: 17 digits are a time', () => {
    const paths = ['20231115000000000_b.sql', '1700000000000_a.sql', '1700100000000_c.sql'];
    expect(order('node-pg-migrate', paths)).toEqual([
      '1700000000000_a.sql',
      '20231115000000000_b.sql',
      '1700100000000_c.sql',
    ]);
  });

  it('Drizzle: as the journal lists them', () => {
    const journal = { entries: ['b', 'a'].map((tag, idx) => ({ idx, when: idx, tag })) };
    const folder = folderOf('drizzle', {
      'meta/_journal.json': JSON.stringify(journal),
      'a.sql': '',
      'b.sql': '',
      '0.sql': '',
    });
    expect(order('drizzle', ['0.sql', 'a.sql', 'b.sql'], folder)).toEqual(['b.sql', 'a.sql', '0.sql']);
  });

  it('Sqitch: as planned, reworked changes under the name of the tag', () => {
    const plan = [
      '%project=app',
      '',
      'users 2024-01-01T00:00:00Z A <a@b>',
      '+flips [users] 2024',
      '@v1 2024',
      'users [users@v1] 2024',
    ];
    const folder = folderOf('deploy', {}, { 'sqitch.plan': plan.join('\n') });
    expect(order('sqitch', ['users.sql', 'flips.sql', 'users@v1.sql', 'lost.sql'], folder)).toEqual([
      'users@v1.sql',
      'flips.sql',
      'users.sql',
      'lost.sql',
    ]);
  });
});
