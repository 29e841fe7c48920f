import type { Constraint, Schema } from '../core/schema.js';

/**
 * Where two schemas differ, one line each; empty when they are the same apart from the order of columns and from when
 * things were made. For plans, which must end in the schema of the migration they replace.
 */
export function schemaDifferences(expected: Schema, actual: Schema): readonly string[] {
  const [first, second] = [listing(expected), listing(actual)];
  return [
    ...[...first].filter((line) => !second.has(line)).map((line) => `missing: ${line}`),
    ...[...second].filter((line) => !first.has(line)).map((line) => `too much: ${line}`),
  ];
}

function listing(schema: Schema): ReadonlySet<string> {
  const lines = new Set<string>();
  for (const name of ['tables', 'indexes', 'views', 'sequences', 'types', 'functions'] as const) {
    for (const [key, value] of schema[name]) describe(`${name} ${key}`, value, lines);
  }
  return lines;
}

/** One line for the object, and one for each of its columns and constraints, which say where a difference lies. */
function describe(path: string, value: object, lines: Set<string>): void {
  const { columns, constraints, ...rest } = value as {
    columns?: unknown;
    constraints?: readonly Constraint[];
  };
  lines.add(`${path} ${withoutPlaces(rest)}`);
  if (columns instanceof Map)
    for (const [name, column] of columns) lines.add(`${path} column ${name} ${withoutPlaces(column)}`);
  else if (columns !== undefined) lines.add(`${path} columns ${withoutPlaces(columns)}`);
  for (const constraint of constraints ?? []) {
    if (!isSaidByColumn(constraint)) lines.add(`${path} constraint ${constraint.name} ${withoutPlaces(constraint)}`);
  }
}

/** From 18 on a valid NOT NULL may be kept as a constraint or as a trait of the column alone, as it was written. */
function isSaidByColumn({ definition, valid }: Constraint): boolean {
  return definition.kind === 'not-null' && valid;
}

/** JSON with sorted keys, without places and times: what is equal has the same. */
export function withoutPlaces(value: unknown): string {
  return JSON.stringify(value, (name, inner: unknown) => {
    if (forgotten.has(name)) return undefined;
    if (inner instanceof Map) return Object.fromEntries(inner) as unknown;
    if (inner instanceof Set) return [...inner].sort() as unknown;
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

const forgotten: ReadonlySet<string> = new Set([
  'birth',
  'span',
  'writtenIn',
  'pendingIn',
  'added',
  'notValid',
  'usingIndex',
]);
