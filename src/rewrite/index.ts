import type { Finding } from '../core/finding.js';
import type { Migration } from '../core/migration.js';
import type { Operation, OperationKind } from '../core/operation.js';
import { phaseNames } from '../core/plan.js';
import type { OperationPlan, Phase, PhaseName, Plan, Timeouts } from '../core/plan.js';
import type { Settings } from '../engine/judge.js';
import { relationKey, typeKey } from '../core/schema.js';
import type { Schema } from '../core/schema.js';
import { schemaDifferences } from '../history/differences.js';
import type { Replay } from '../history/replay.js';
import { effectsOf } from '../postgres/effects/index.js';
import { collectPlans } from './collect.js';
import type { Collected } from './collect.js';
import type { MigrationFormat, WrittenStatement } from './format.js';
import { pack } from './pack.js';
import type { PackedFile, Packing } from './pack.js';
import { arrange, unitsOf } from './units.js';

export type { FilePlace, MigrationFormat, WrittenStatement } from './format.js';
export type { Unit } from './units.js';
export { foreignText, writtenStatements } from './written.js';

export interface PlanningOptions {
  readonly settings: Settings;
  readonly format: MigrationFormat;
  /** Expressions for holes, by their names. */
  readonly answers: ReadonlyMap<string, string>;
  /** The paths of the files of a plan, as many as there are labels; the first is the original's. */
  readonly paths: (labels: readonly FileLabel[]) => readonly string[];
}

/** What a file of a plan is to be called after. */
export interface FileLabel {
  /** Words with underscores. */
  readonly label: string;
  /** A script for a person to run, which no runner must take for a migration. */
  readonly isScript: boolean;
}

/** What planning came to. */
export interface Planning {
  /** Undefined when nothing needs a way out, or none is known. */
  readonly plan: Plan | undefined;
  /** All findings in the original. */
  readonly findings: readonly Finding[];
  /** What the rules find in the files of the plan, or in the original where there is none. */
  readonly left: readonly Finding[];
  /** Why there is no plan although there are hazards, where it is not for want of a way. A sentence. */
  readonly obstacle?: string;
}

/** Writes the way out of the hazards of a migration. `before` is the replay up to it, which is left as it is. */
export function planMigration(migration: Migration, before: Replay, options: PlanningOptions): Planning {
  const { settings, answers, format } = options;
  const { findings, ...all } = collectPlans(migration, before, settings, answers);
  const none: Planning = { plan: undefined, findings, left: findings };
  if (all.plans.size === 0) return none;
  const obstacle = obstacleIn(migration) ?? format.obstacle(migration);
  if (obstacle !== undefined) return { ...none, obstacle };
  const written = format.written(migration);
  const collected = { ...all, findings, plans: divisible(written, all.plans) };
  if (collected.plans.size === 0) return none;
  const { files, difference } = packedFiles(migration, written, before, collected, options);
  if (files === undefined) {
    return {
      ...none,
      obstacle: `The steps that were found would not end in the schema of the original (${difference}).`,
    };
  }
  const left = files.flatMap((file) => file.findings);
  const still = new Set(left.map(gist));
  const repaired = findings.filter((finding) => !still.has(gist(finding)));
  return { plan: planOf(migration, files, collected, repaired, options), findings, left };
}

/** What a finding says, wherever it stands. */
function gist({ rule, messageId, data }: Finding): string {
  return JSON.stringify([rule, messageId, data]);
}

/** What makes it impossible to take the file apart. */
function obstacleIn(migration: Migration): string | undefined {
  if (migration.problems.length > 0) return 'The file cannot be taken apart while a part of it cannot be read.';
  const handMade = migration.up.find(({ kind }) => handMadeTransactions.has(kind));
  if (handMade !== undefined) return 'The file moves through transactions by hand (ROLLBACK, SAVEPOINT, PREPARE).';
  return undefined;
}

/** The plans that do not reach into statements that must stay as they stand. */
function divisible(written: readonly WrittenStatement[], plans: Collected['plans']): Collected['plans'] {
  const fixed = new Set(written.flatMap(({ operations, indivisible }) => (indivisible === true ? operations : [])));
  if (fixed.size === 0) return plans;
  const lost = [...plans].filter(
    ([operation, { replaces = [] }]) => fixed.has(operation) || replaces.some((other) => fixed.has(other)),
  );
  const gone = new Set(lost.flatMap(([operation, { replaces = [] }]) => [operation, ...replaces]));
  return new Map([...plans].filter(([operation]) => !gone.has(operation)));
}

const handMadeTransactions: ReadonlySet<OperationKind> = new Set<OperationKind>([
  'rollback',
  'savepoint',
  'rollback-to-savepoint',
  'release-savepoint',
  'prepare-transaction',
]);

/** No files, and one difference, when no arrangement ends in the schema of the original. */
function packedFiles(
  migration: Migration,
  written: readonly WrittenStatement[],
  before: Replay,
  { plans, after }: Collected,
  { settings, format }: PlanningOptions,
):
  | { readonly files: readonly PackedFile[]; readonly difference?: undefined }
  | { readonly files?: undefined; readonly difference: string } {
  const runsAlone = (operation: Operation): boolean =>
    effectsOf(operation, before.schema, { postgres: settings.postgres, inTransaction: true }).some(
      (effect) => effect.kind === 'fails' && effect.when === 'in-transaction',
    );
  const statements = unitsOf(written, format, plans, runsAlone);
  const packing: Packing = { settings, timeouts: timeoutsOf(migration) };
  const isDeclared = declaredDifferences(plans, after.schema);
  let difference = '';
  const mustWait = [...plans.values()].some((plan) => plan.first === true);
  for (const mode of mustWait ? (['in-turn'] as const) : (['by-phase', 'in-turn'] as const)) {
    const { files, end } = pack(arrange(statements, mode, before.schema), { replay: before, format }, packing);
    const ofSchema = schemaDifferences(after.schema, end.replay.schema).find((line) => !isDeclared(line));
    const first = ofSchema ?? end.format.difference?.(format);
    if (first === undefined) return { files };
    difference = first;
  }
  return { difference };
}

/** Tells whether a difference lies where a plan says that its end differs: in its table or type, or in a function. */
function declaredDifferences(
  plans: ReadonlyMap<Operation, OperationPlan>,
  schema: Schema,
): (difference: string) => boolean {
  const subjects = [...plans].flatMap(([operation, plan]) => {
    if (plan.differs === undefined) return [];
    // A label of an enum is in the defaults of any table.
    if (operation.kind === 'rename-enum-value') return ['tables ', `types ${typeKey(schema, operation.type)} `];
    const table = 'table' in operation && operation.table !== undefined ? relationKey(schema, operation.table) : '';
    return [`tables ${table} `, 'functions '];
  });
  return (difference) => subjects.some((subject) => difference.includes(`: ${subject}`));
}

/** The limits of the original where it sets some, else such as other sessions can bear. */
function timeoutsOf(migration: Migration): Timeouts {
  const valueOf = (parameter: string): string | undefined => {
    for (const operation of migration.up) {
      if (operation.kind !== 'set-parameter' || operation.parameter !== parameter) continue;
      const [value] = operation.values;
      if (value !== undefined && !/^0/.test(value)) return value;
    }
    return undefined;
  };
  return { lock: valueOf('lock_timeout') ?? '5s', statement: valueOf('statement_timeout') ?? '60s' };
}

function planOf(
  { source }: Migration,
  files: readonly PackedFile[],
  { plans }: Collected,
  repaired: readonly Finding[],
  { paths, format }: PlanningOptions,
): Plan {
  const all = [...plans.values()];
  const holes = unique(
    all.flatMap((plan) => plan.holes),
    ({ name }) => name,
  );
  const names = paths(
    files.map(({ label, phase, draft }) => ({ label: label ?? phase, isScript: format.isScript(draft) })),
  );
  return {
    path: source.path,
    titles: unique(
      all.map(({ title }) => title),
      (title) => title,
    ),
    findings: repaired.map(({ fingerprint }) => fingerprint),
    applicability: holes.length > 0 ? 'display-only' : 'unsafe',
    phases: phaseNames.flatMap((name) => phaseOf(name, files, names, all) ?? []),
    notes: unique(
      all.flatMap(({ differs, notes }) => [...(differs === undefined ? [] : [differs]), ...notes]),
      (note) => note,
    ),
    holes,
  };
}

function phaseOf(
  name: PhaseName,
  files: readonly PackedFile[],
  paths: readonly string[],
  plans: readonly OperationPlan[],
): Phase | undefined {
  const deploy = unique(
    plans.flatMap((plan) => plan.deploy[name] ?? []),
    (sentence) => sentence,
  ).join(' ');
  const own = files.flatMap(({ phase, draft, before, format }, index) => {
    if (phase !== name) return [];
    const text = format.print(draft, { index, before, paths });
    return [{ path: paths[index] ?? '', transaction: draft.transaction === 'file', text }];
  });
  return own.length === 0 && deploy === '' ? undefined : { name, deploy, files: own };
}

function unique<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
