import { isBatched } from '../../core/plan.js';
import type { FileDraft, FilePart, PlannedWork, Timeouts } from '../../core/plan.js';
import type { PostgresVersion } from '../../core/postgres-version.js';
import type { Schema } from '../../core/schema.js';
import { supports } from '../../postgres/features.js';
import { canCommitInBlock, printBatchedChange } from '../sql/batched-change.js';
import { writeStatement } from '../sql/index.js';
import { moduleHead } from './imports.js';
import type { ModuleStatement } from './imports.js';
import { droppedBy, inverseOf } from './inverse.js';
import { indented, pythonString } from './python-text.js';

export { dedented } from './python-text.js';
export type { ModuleStatement } from './imports.js';

/** What a file of a plan takes over from the original, and where it stands. */
export interface DjangoFileOptions {
  /** The comments at the head of the original, for the file that takes its place. */
  readonly head: string | undefined;
  /** The module of the original around its class. */
  readonly module: readonly ModuleStatement[];
  /** Attributes of the class beside `atomic` and `operations`, as they are written: `dependencies = [...]`. */
  readonly attributes: readonly string[];
  readonly postgres: PostgresVersion;
  /** The schema before the file, which tells how to go back. */
  readonly before: Schema;
}

/** Why no plan can be written in migrations of Django, as a sentence; undefined when plans can. */
export function djangoObstacle(postgres: PostgresVersion): string | undefined {
  if (canCommitInBlock(postgres)) return undefined;
  return `On PostgreSQL ${postgres} a DO block cannot commit, so that no migration of Django could change rows in batches.`;
}

/** Prints a file of a plan as a migration of Django. */
export function writeDjangoFile(file: FileDraft, options: DjangoFileOptions): string {
  const operations = [
    ...(file.timeouts === undefined ? [] : [setTimeouts(file)]),
    ...partTexts(file.parts, options),
    ...(file.timeouts === undefined || file.transaction === 'file' ? [] : [resetTimeouts]),
  ].join('\n');
  const head = [
    ...(options.head === undefined ? [] : [options.head]),
    ...file.purpose.flatMap((sentence) => commentLines(sentence)),
    ...file.accepts.map(({ rule, reason }) => `# lockstep-disable ${rule} -- ${reason}`),
  ].join('\n');
  const attributes = [...(file.transaction === 'none' ? ['atomic = False'] : []), ...options.attributes];
  return [
    ...(head === '' ? [] : [head]),
    `${moduleHead([...attributes, operations].join('\n'), options.module)}\n\n`,
    'class Migration(migrations.Migration):',
    ...attributes.map((attribute) => `    ${indented(attribute, 4)}\n`),
    '    operations = [',
    operations,
    '    ]\n',
  ].join('\n');
}

/** Each operation with its comma, at its place in the list. */
function partTexts(parts: readonly FilePart[], options: DjangoFileOptions): readonly string[] {
  const texts: string[] = [];
  let work: string[] = [];
  const gone = new Set<string>();
  const flush = (): void => {
    texts.push(...work.map((text) => item(text, 8)));
    work = [];
  };
  for (const part of parts) {
    if (part.kind !== 'work') {
      flush();
      texts.push(part.kind === 'comment' ? comment(part.text) : item(part.text, 8));
      continue;
    }
    work.push(runSql(part.work, options, gone));
    for (const name of droppedBy(part.work)) gone.add(name);
    if (part.state !== undefined) {
      texts.push(item(withState(work, part.state), 8));
      work = [];
    }
  }
  flush();
  return texts;
}

/** Changes the database by some operations, and Django's own record of the models by others. */
export function withState(database: readonly string[], state: readonly string[]): string {
  const list = (name: string, items: readonly string[]): string =>
    `    ${name}=[\n${items.map((text) => item(text, 8)).join('\n')}\n    ],`;
  const lists = [
    ...(database.length === 0 ? [] : [list('database_operations', database)]),
    ...(state.length === 0 ? [] : [list('state_operations', state)]),
  ];
  return `migrations.SeparateDatabaseAndState(\n${lists.join('\n')}\n)`;
}

function item(text: string, spaces: number): string {
  return `${' '.repeat(spaces)}${indented(text, spaces)},`;
}

function comment(text: string): string {
  return text
    .split('\n')
    .map((line) => `        ${line.trim()}`)
    .join('\n');
}

/** SQL with what undoes it; without, where nothing does. */
function runSql(work: PlannedWork, { postgres, before }: DjangoFileOptions, gone: ReadonlySet<string>): string {
  const reverse = inverseOf(work, before, gone);
  const lines = [
    `    sql=${sqlList([isBatched(work) ? printBatchedChange(work, { postgres }) : statementText(work, postgres)])},`,
    ...(reverse === undefined
      ? []
      : [`    reverse_sql=${reverse.length === 0 ? 'migrations.RunSQL.noop' : sqlList(reverse.map(writeStatement))},`]),
  ];
  return `migrations.RunSQL(\n${lines.join('\n')}\n)`;
}

/** A list, because a bare string is split at its semicolons. One statement without any needs none. */
function sqlList(statements: readonly string[]): string {
  const [only = ''] = statements;
  if (statements.length === 1 && !only.includes(';')) return pythonString(only);
  return `[\n${statements.map((text) => `        ${pythonString(text)},`).join('\n')}\n    ]`;
}

/** Before 11 a trigger names its function after the word PROCEDURE. */
function statementText(work: Parameters<typeof writeStatement>[0], postgres: PostgresVersion): string {
  const text = writeStatement(work);
  const isOld = work.some(({ kind }) => kind === 'create-trigger') && !supports(postgres, 'execute-function');
  return isOld ? text.replace(/^( *)EXECUTE FUNCTION /m, '$1EXECUTE PROCEDURE ') : text;
}

function setTimeouts({ timeouts, transaction }: FileDraft): string {
  const { lock, statement }: Timeouts = timeouts ?? { lock: '0', statement: '0' };
  const set = transaction === 'file' ? 'SET LOCAL' : 'SET';
  const settings = [`${set} lock_timeout = '${lock}'`, `${set} statement_timeout = '${statement}'`];
  return item(`migrations.RunSQL(\n    sql=${sqlList(settings)},\n    reverse_sql=migrations.RunSQL.noop,\n)`, 8);
}

const resetTimeouts = item(
  `migrations.RunSQL(\n    sql=${sqlList(['RESET lock_timeout', 'RESET statement_timeout'])},\n    reverse_sql=migrations.RunSQL.noop,\n)`,
  8,
);

/** A sentence as lines of comment. */
function commentLines(sentence: string): string[] {
  const lines: string[] = [];
  let line = '#';
  for (const word of sentence.split(/\s+/)) {
    if (line.length + 1 + word.length > widest && line !== '#') {
      lines.push(line);
      line = '#';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

const widest = 88;
