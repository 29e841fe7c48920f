import type { StatementDraft } from '../../core/operation.js';
import type { FileDraft, FilePart, Timeouts } from '../../core/plan.js';
import { isBatched } from '../../core/plan.js';
import type { PostgresVersion } from '../../core/postgres-version.js';
import { supports } from '../../postgres/features.js';
import { canCommitInBlock, printBatchScript, printBatchedChange } from './batched-change.js';
import { writeStatement } from './index.js';
import type { SqlStyle } from './style.js';

/** What a file of a plan takes over from the original. */
export interface SqlFileOptions {
  readonly style: SqlStyle;
  readonly postgres: PostgresVersion;
  /** The runner wraps every file in a transaction, whatever the file says: what cannot run in one becomes a script. */
  readonly alwaysInTransaction: boolean;
  /** Whether files write BEGIN and COMMIT themselves. */
  readonly ownTransactions: boolean;
  /** The part that undoes the original, with its mark; for the first file of a plan. */
  readonly down?: string;
}

/** Whether the runner could not run the file, so that it is printed as a script for psql, which a person runs. */
export function isScript(file: FileDraft, { postgres, alwaysInTransaction }: SqlFileOptions): boolean {
  if (file.transaction === 'file') return false;
  return alwaysInTransaction || (!canCommitInBlock(postgres) && file.parts.some(isBatch));
}

function isBatch(part: FilePart): boolean {
  return part.kind === 'work' && isBatched(part.work);
}

/** Prints a file of a plan as its runner reads it, or as a script for psql. */
export function writeSqlFile(file: FileDraft, options: SqlFileOptions): string {
  const { style, ownTransactions, down } = options;
  const inTransaction = file.transaction === 'file';
  const explicit = inTransaction && ownTransactions;
  const head = [...style.head(file.transaction), ...file.purpose.flatMap((sentence) => commentLines(sentence))];
  return paragraphs([
    head.join('\n'),
    file.accepts.map(({ rule, reason }) => `-- lockstep-disable ${rule} -- ${reason}`).join('\n'),
    ...(explicit ? ['BEGIN;'] : []),
    ...(file.timeouts === undefined ? [] : [settings(file.timeouts, inTransaction)]),
    ...partTexts(file.parts, options, isScript(file, options)),
    ...(file.timeouts === undefined || inTransaction ? [] : ['RESET lock_timeout;\nRESET statement_timeout;']),
    ...(explicit ? ['COMMIT;'] : []),
    ...(down === undefined ? [] : [down.trim()]),
  ]);
}

function paragraphs(texts: readonly string[]): string {
  return `${texts.filter((text) => text !== '').join('\n\n')}\n`;
}

/** The text of each part; a comment stands on the line above its statement. */
function partTexts(parts: readonly FilePart[], options: SqlFileOptions, script: boolean): readonly string[] {
  const texts: string[] = [];
  let comments: string[] = [];
  for (const part of parts) {
    const text = partText(part, options, script);
    if (text === '') continue;
    if (part.kind === 'comment') comments.push(text);
    else {
      texts.push([...comments, text].join('\n'));
      comments = [];
    }
  }
  return [...texts, ...comments];
}

function settings({ lock, statement }: Timeouts, local: boolean): string {
  const set = local ? 'SET LOCAL' : 'SET';
  return `${set} lock_timeout = '${lock}';\n${set} statement_timeout = '${statement}';`;
}

function partText(part: FilePart, { style, postgres }: SqlFileOptions, script: boolean): string {
  if (part.kind === 'comment') {
    const lines = part.text.split('\n').filter((line) => !style.isMark(line.trim()));
    return lines.join('\n');
  }
  if (part.kind === 'kept' || part.kind === 'native') return statement(part.text, style);
  if (!isBatched(part.work)) return statement(statementText(part.work, postgres), style);
  return script
    ? printBatchScript(part.work, { postgres })
    : statement(printBatchedChange(part.work, { postgres }), style);
}

/** Before 11 a trigger names its function after the word PROCEDURE, which later versions understand as well. */
function statementText(work: StatementDraft, postgres: PostgresVersion): string {
  const text = writeStatement(work);
  const isTrigger = work.some(({ kind }) => kind === 'create-trigger');
  if (!isTrigger || supports(postgres, 'execute-function')) return text;
  return text.replace(/^( *)EXECUTE FUNCTION /m, '$1EXECUTE PROCEDURE ');
}

function statement(text: string, { aroundBlock }: SqlStyle): string {
  if (aroundBlock === undefined || !text.includes(';')) return `${text};`;
  return `${aroundBlock[0]}\n${text};\n${aroundBlock[1]}`;
}

/** A sentence as lines of comment no longer than a person likes to read. */
function commentLines(sentence: string): string[] {
  const lines: string[] = [];
  let line = '--';
  for (const word of sentence.split(/\s+/)) {
    if (line.length + 1 + word.length > widest && line !== '--') {
      lines.push(line);
      line = '--';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

const widest = 100;
