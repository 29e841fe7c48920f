import type { Migration } from '../../../core/migration.js';
import type { Operation } from '../../../core/operation.js';
import type { Span } from '../../../core/span.js';
import type { DjangoMigration, DjangoOperation } from '../../../readers/django/index.js';
import type { DjangoPrelude } from '../../../readers/django/prelude.js';
import type { WrittenStatement } from '../../../rewrite/index.js';
import { dedented } from '../../../writers/django/file.js';

/** What a migration of Django is made of: its operations, each with its comments and all that it does to the database. */
export function writtenOperations(migration: Migration, django: DjangoMigration): readonly WrittenStatement[] {
  const { text } = django.source;
  let end: number | undefined;
  return django.operations.map((operation, place) => {
    const { span } = operation;
    const next = django.operations[place + 1]?.span.start ?? text.length;
    const gap = end === undefined ? '' : text.slice(end, span.start).replace(/^[^\n]*/, '');
    const first = end === undefined ? /\n((?:[ \t]*#[^\n]*\n)+)[ \t]*$/.exec(text.slice(0, span.start)) : null;
    end = span.end;
    const behind = /^[ \t]*,?[ \t]*(#[^\n]*)/.exec(text.slice(span.end, next))?.[1] ?? '';
    const operations = ofOperation(migration.up, operation);
    return {
      operations,
      text: textAt(text, operation),
      above: commentsIn(first?.[1] ?? gap),
      behind,
      ...(isIndivisible(operation, operations) ? { indivisible: true as const } : {}),
      ...(!django.atomic && mayCommit(operation) ? { transaction: 'none' as const } : {}),
    };
  });
}

/** Why the operations of a migration cannot be written one by one, as a sentence. */
export function operationsObstacle(
  { up }: Migration,
  django: DjangoMigration,
  prelude: DjangoPrelude,
): string | undefined {
  const { operations, source, replaces } = django;
  if (replaces.length > 0) return 'It is a squash: migrations that it replaces would stand for less than they do.';
  const unknown = [...prelude.attributes.keys()].find((name) => !knownAttributes.has(name));
  if (unknown !== undefined)
    return `Its class has an attribute of its own, ${unknown}, which no file of a plan can share.`;
  const list = prelude.operations;
  const computed = 'Its operations are not written one by one in a list, so that they cannot be divided.';
  if (list === undefined) return computed;
  if (up.some((operation) => !operations.some(({ span }) => isWithin(operation, span)))) {
    return 'Its SQL stands outside of its operations, so that it cannot be told which of them runs it.';
  }
  let rest = '';
  let end = list.start + 1;
  for (const { span } of operations) {
    if (span.start < end || span.end > list.end) return computed;
    rest += source.text.slice(end, span.start);
    end = span.end;
  }
  rest += source.text.slice(end, list.end - 1);
  return /^[\s,]*$/.test(rest.replace(/#[^\n]*/g, '')) ? undefined : computed;
}

const knownAttributes: ReadonlySet<string> = new Set(['initial', 'dependencies', 'operations', 'atomic', 'replaces']);

/** The text of an operation, moved to the margin. */
export function textAt(text: string, { span }: Pick<DjangoOperation, 'span'>): string {
  const line = text.lastIndexOf('\n', span.start - 1) + 1;
  const margin = /^[ \t]*/.exec(text.slice(line, span.start))?.[0].length ?? 0;
  return dedented(text.slice(span.start, span.end), margin);
}

/** What an operation does to the database, but for what only the way of doing it asks for. */
function ofOperation(up: readonly Operation[], { span }: DjangoOperation): readonly Operation[] {
  const own = up.filter((operation) => isWithin(operation, span));
  // SET CONSTRAINTS has checks done before Django goes on in the same transaction; divided there is no such thing.
  const lasting = own.filter(({ kind }) => kind !== 'set-constraints');
  return lasting.filter((operation) => !isMadeAgain(operation, lasting));
}

function isWithin({ statementSpan: { start, end } }: Operation, span: Span): boolean {
  return start >= span.start && end <= span.end;
}

/** Django drops a foreign key whose column becomes NOT NULL or NULL and adds it again; PostgreSQL does not ask for it. */
function isMadeAgain(operation: Operation, all: readonly Operation[]): boolean {
  if (all.some(({ kind }) => kind === 'alter-column-type' || kind.startsWith('rename-'))) return false;
  if (!all.some(({ kind }) => kind === 'set-not-null' || kind === 'drop-not-null')) return false;
  const dropped = new Set(all.flatMap((each) => (each.kind === 'drop-constraint' ? [each.name] : [])));
  const added = new Set(all.flatMap((each) => (each.kind === 'add-constraint' ? [each.constraint.name] : [])));
  const name =
    operation.kind === 'drop-constraint'
      ? operation.name
      : operation.kind === 'add-constraint' && operation.constraint.kind === 'foreign-key'
        ? operation.constraint.name
        : undefined;
  return name !== undefined && dropped.has(name) && added.has(name);
}

/** Code, and what is not understood, does more than its SQL tells. */
function isIndivisible(django: DjangoOperation, operations: readonly Operation[]): boolean {
  return isCode(django) || operations.some(({ kind }) => kind === 'opaque' || kind === 'run-code');
}

function isCode(operation: DjangoOperation): boolean {
  if (operation.kind === 'RunPython' || operation.kind === 'Opaque') return true;
  return operation.kind === 'SeparateDatabaseAndState' && operation.databaseOperations.some(isCode);
}

/** What may rely on a migration without a transaction. */
function mayCommit({ kind }: DjangoOperation): boolean {
  return kind === 'RunPython' || kind === 'RunSQL' || kind === 'SeparateDatabaseAndState' || kind === 'Opaque';
}

function commentsIn(text: string): string {
  return (text.match(/#[^\n]*/g) ?? []).join('\n');
}
