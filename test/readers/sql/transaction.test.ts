import { beforeAll, describe, expect, it } from 'vitest';
import type { FileRunner, RunnerId, TransactionModel } from '../../../src/core/runner.js';
import { loadSqlParser, readSql } from '../../../src/readers/sql/index.js';

beforeAll(() => loadSqlParser());

const alter = 'ALTER TABLE a ADD COLUMN x int;\n';
const index = 'CREATE INDEX CONCURRENTLY i ON a (x);\n';

function transactionOf(text: string, runner?: FileRunner): string {
  const { transaction, transactionParts, inBatch, transactionSource } = readSql(
    { path: 'm.sql', text },
    runner === undefined ? {} : { runner },
  );
  const parts = transactionParts?.map((part) => `${part.from} ${part.transaction}`).join(', ');
  const words = [transaction, parts && `(${parts})`, inBatch === true && 'in batch', transactionSource];
  return words.filter(Boolean).join(' ');
}

function runner(id: RunnerId, transaction: TransactionModel, rest: Partial<FileRunner> = {}): FileRunner {
  return { id, transaction, withoutTransaction: 'statement', certain: true, ...rest };
}

describe('what a file shares a transaction with', () => {
  it('follows the model of the runner', () => {
    const model = (transaction: TransactionModel, text: string) => transactionOf(text, runner('prisma', transaction));
    expect(model('file', index)).toBe('file stated');
    expect(model('statement', alter + alter)).toBe('none stated');
    expect(model('message', index)).toBe('none stated');
    expect(model('message', index + index)).toBe('file stated');
    expect(model('message', `BEGIN; ${alter} COMMIT;`)).toBe('none stated');
    expect(model('file-unless-all-alone', index + index)).toBe('none stated');
    expect(model('file-unless-all-alone', index + alter)).toBe('file stated');
    expect(model('file-unless-any-alone', index + alter)).toBe('none stated');
    expect(model('batch', alter)).toBe('file in batch stated');
    expect(model('around-alone', alter + index + alter)).toBe('file (0 file, 1 none, 2 file) stated');
    expect(model('around-alone', index)).toBe('none stated');
    expect(model('around-alone', alter)).toBe('file stated');
  });

  it('is only assumed where the runner is not beyond doubt', () => {
    expect(transactionOf(alter, runner('golang-migrate', 'file', { certain: false }))).toBe('file assumed');
    expect(transactionOf(index)).toBe('none assumed');
  });

  it('heeds the marks of the runner and no others', () => {
    const text = `-- +goose Up\n-- +goose NO TRANSACTION\n${index}`;
    expect(transactionOf(text, runner('goose', 'file'))).toBe('none stated');
    expect(transactionOf(text, runner('atlas', 'file'))).toBe('file stated');
    expect(transactionOf(`-- lockstep:transaction none\n${index}`, runner('atlas', 'file'))).toBe('none stated');
  });

  it('is what a file beside the migration says', () => {
    const flyway = runner('flyway', 'file-unless-all-alone', { stated: 'none' });
    expect(transactionOf(alter, flyway)).toBe('none stated');
  });

  it('is one message where a runner without a transaction still sends one', () => {
    const sqlx = runner('sqlx', 'file', { withoutTransaction: 'message' });
    expect(transactionOf(`-- no-transaction\n${index}`, sqlx)).toBe('none stated');
    expect(transactionOf(`-- no-transaction\n${index}${index}`, sqlx)).toBe('file stated');
  });

  it('changes at each changeset of Liquibase and each part of dbmate', () => {
    const changesets = `--liquibase formatted sql\n--changeset a:1\n${alter}--changeset a:2 runInTransaction:false\n${index}`;
    expect(transactionOf(changesets)).toBe('file (0 file, 1 none) stated');
    const down = '-- migrate:down\nDROP TABLE a;\n';
    const pair = `-- migrate:up\n${alter}${down}-- migrate:up transaction:false\n${index}${down}`;
    expect(transactionOf(pair)).toBe('file (0 file, 2 none) stated');
    expect(transactionOf(`-- migrate:up\n${alter}-- migrate:down transaction:false\n${index}`)).toBe('file stated');
  });
});
