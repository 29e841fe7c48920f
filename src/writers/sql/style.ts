import type { TransactionMode } from '../../core/migration.js';
import { partMark, sqlMarks } from '../../core/sql-marks.js';

/** How a runner wants its SQL files marked. */
export interface SqlStyle {
  /** The lines a file of that mode begins with. */
  head(transaction: TransactionMode): readonly string[];
  /** Lines around a statement with semicolons inside, for runners that split files at semicolons themselves. */
  readonly aroundBlock?: readonly [string, string];
  /** Whether a line of comment is a mark of the runner, which `head` writes anew. */
  isMark(line: string): boolean;
  /** The line that begins the part which undoes the file. */
  readonly downMark?: RegExp;
}

/** The style of the runner whose marks a text bears, else that of a runner which has none. */
export function styleOf(text: string): SqlStyle {
  return styles.find(({ sign }) => sign.test(text))?.style ?? plain;
}

/** Runners without marks run a file as they find it; the mark tells the linter, and the sentence a person. */
const plain: SqlStyle = {
  head: (transaction) =>
    transaction === 'none' ? ['-- lockstep:transaction none', '-- Run this file outside a transaction.'] : [],
  isMark: (line) => /^--\s*lockstep:transaction\b/i.test(line),
};

const styles: readonly { readonly sign: RegExp; readonly style: SqlStyle }[] = [
  {
    sign: partMark(sqlMarks.goose.up),
    style: {
      head: (transaction) => [...(transaction === 'none' ? ['-- +goose NO TRANSACTION'] : []), '-- +goose Up'],
      aroundBlock: ['-- +goose StatementBegin', '-- +goose StatementEnd'],
      isMark: (line) => /^--\s*\+goose\b/i.test(line),
      downMark: partMark(sqlMarks.goose.down),
    },
  },
  {
    sign: partMark(sqlMarks.sqlMigrate.up),
    style: {
      head: (transaction) => [`-- +migrate Up${transaction === 'none' ? ' notransaction' : ''}`],
      aroundBlock: ['-- +migrate StatementBegin', '-- +migrate StatementEnd'],
      isMark: (line) => /^--\s*\+migrate\b/i.test(line),
      downMark: partMark(sqlMarks.sqlMigrate.down),
    },
  },
  {
    sign: partMark(sqlMarks.dbmate.up),
    style: {
      head: (transaction) => [`-- migrate:up${transaction === 'none' ? ' transaction:false' : ''}`],
      isMark: (line) => /^--\s*migrate:(?:up|down)\b/i.test(line),
      downMark: partMark(sqlMarks.dbmate.down),
    },
  },
  {
    // https://atlasgo.io: transaction mode of a file
    sign: /^[ \t]*--[ \t]*atlas:/im,
    style: {
      head: (transaction) => (transaction === 'none' ? ['-- atlas:txmode none', ''] : []),
      isMark: (line) => /^--\s*atlas:txmode\b/i.test(line),
    },
  },
  {
    // https://github.com/launchbadge/sqlx: sqlx-cli, migrations without a transaction
    sign: /^--[ \t]*no-transaction\b/i,
    style: {
      head: (transaction) => (transaction === 'none' ? ['-- no-transaction'] : []),
      isMark: (line) => /^--\s*no-transaction\b/i.test(line),
    },
  },
  {
    sign: partMark(sqlMarks.nodePgMigrate.up),
    style: {
      head: (transaction) => [...plain.head(transaction), '-- Up Migration'],
      isMark: (line) => /^--[\s-]*(?:up|down)\s+migration\b/i.test(line) || plain.isMark(line),
      downMark: partMark(sqlMarks.nodePgMigrate.down),
    },
  },
];
