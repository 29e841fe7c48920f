import { describe, expect, it } from 'vitest';
import { runners } from '../../src/runners/index.js';
import { examples, folderOf } from './folders.js';

const package_ = (name: string, version: string) => ({ 'package.json': `{"dependencies":{"${name}":"${version}"}}` });

describe('what shares a transaction', () => {
  it('Prisma sends statements one by one from 7.4 on', () => {
    const model = (above: Record<string, string>) => runners.prisma.behaviour(folderOf('m', {}, above)).transaction;
    expect(model(package_('prisma', '^7.3.0'))).toBe('message');
    expect(model(package_('prisma', '7.4.0'))).toBe('statement');
    expect(model(package_('@prisma/client', '^8.0.0'))).toBe('statement');
    expect(model({})).toBe('message');
    // What is installed counts more than what is asked for.
    expect(model({ ...package_('prisma', '^7.0.0'), 'node_modules/prisma/package.json': '{"version":"7.5.1"}' })).toBe(
      'statement',
    );
  });

  it('Supabase takes statements out of the transaction from 2.109 on', () => {
    const model = (above: Record<string, string>) => runners.supabase.behaviour(folderOf('m', {}, above)).transaction;
    expect(model(package_('supabase', '^2.100.0'))).toBe('file');
    expect(model({})).toBe('around-alone');
  });

  it('Flyway as it is configured', () => {
    const behaviour = (text: string) => runners.flyway.behaviour(folderOf('m', {}, { 'flyway.conf': text }));
    expect(behaviour('')).toMatchObject({ transaction: 'file-unless-all-alone', late: 'error' });
    expect(behaviour('flyway.mixed=true')).toMatchObject({ transaction: 'file-unless-any-alone' });
    expect(behaviour('flyway.group=true\nflyway.outOfOrder=true')).toMatchObject({
      transaction: 'batch',
      late: 'runs-late',
    });
    expect(behaviour('# flyway.group=true')).toMatchObject({ transaction: 'file-unless-all-alone' });
  });

  it('Drizzle and node-pg-migrate run all pending files in one', () => {
    expect(runners.drizzle.behaviour(examples.drizzle)).toMatchObject({ transaction: 'batch', late: 'never-runs' });
    expect(runners.drizzle.behaviour(examples['drizzle (1.0)'])).toMatchObject({
      transaction: 'batch',
      late: 'runs-late',
    });
    expect(runners['node-pg-migrate'].behaviour(examples['node-pg-migrate']).transaction).toBe('batch');
  });

  it('files beside a migration say it for Flyway and Diesel', () => {
    const flyway = folderOf('m', {
      'V1__a.sql': '',
      'V1__a.sql.conf': 'executeInTransaction=false\n',
      'V2__b.sql': '',
    });
    expect(runners.flyway.statedTransaction?.('V1__a.sql', flyway)).toBe('none');
    expect(runners.flyway.statedTransaction?.('V2__b.sql', flyway)).toBeUndefined();
    const diesel = folderOf('m', { 'a/up.sql': '', 'a/metadata.toml': 'run_in_transaction = false', 'b/up.sql': '' });
    expect(runners.diesel.statedTransaction?.('a/up.sql', diesel)).toBe('none');
    expect(runners.diesel.statedTransaction?.('b/up.sql', diesel)).toBeUndefined();
  });
});

it('every runner but the unknown one names its sources', () => {
  const unsourced = Object.values(runners).filter(({ sources }) => sources.length === 0);
  expect(unsourced.map(({ id }) => id)).toEqual(['plain']);
});
