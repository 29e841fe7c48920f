import { draftOf } from '../core/draft.js';
import { displayName } from '../core/name.js';
import type { QualifiedName } from '../core/name.js';
import type {
  CheckConstraint,
  ColumnDefinition,
  LikeClause,
  OperationOf,
  PartitionBound,
  StatementDraft,
} from '../core/operation.js';
import type { OperationPlan, PlanContext } from '../core/plan.js';
import { relationKey } from '../core/schema.js';
import type { Schema } from '../core/schema.js';
import type { PostgresVersion } from '../core/postgres-version.js';
import { supports } from '../postgres/features.js';
import { refusals } from './attach-partition.js';
import { boundCheck, defaultPartition, dropChecks, exclusionCheck, provingSteps } from './bound-checks.js';
import type { BoundCheck } from './bound-checks.js';

type CreateTable = OperationOf<'create-table'>;

/**
 * CREATE TABLE ... PARTITION OF, which locks the parent against reads: a table LIKE the parent, which ATTACH PARTITION
 * (12+) then makes a partition while others read and write. A CHECK of the default partition spares it the scan.
 */
export function createPartition(operation: CreateTable, { schema, postgres }: PlanContext): OperationPlan | undefined {
  const { table, partitionOf, ifNotExists, persistence } = operation;
  if (partitionOf === undefined || ifNotExists || persistence === 'temporary') return undefined;
  if (!supports(postgres, 'attach-beside-queries') || !operation.columns.every(isOption)) return undefined;
  const { parent, bound } = partitionOf;
  if (schema.tables.get(relationKey(schema, parent))?.partitionBy === undefined) return undefined;
  const checks = exclusionCheck(schema, parent, relationKey(schema, table), bound);
  if (checks === undefined) return undefined;
  const proof = proofOfBound(operation, schema, parent, bound);
  const [shown, above] = [displayName(table), displayName(parent)];
  return {
    title: `Create ${shown} as a table of its own and attach it`,
    steps: [
      ...provingSteps(checks),
      {
        phase: 'expand',
        label: `create_${table.name}`,
        purpose: `Creates ${shown} LIKE ${above} and attaches it: ${above} can be read and written meanwhile.`,
        transaction: 'file',
        work: [
          [tableLike(operation, parent, proof, postgres)],
          ...operation.columns.flatMap((column) => optionsOf(table, column)),
          [{ kind: 'attach-partition', table: parent, partition: table, bound }],
          ...dropChecks([...proof, ...checks]),
        ],
      },
    ],
    deploy: {},
    notes: refusals(checks, shown),
    holes: [],
  };
}

/** A partition lists columns only to add to what the parent says of them: a default, NOT NULL. */
function isOption({ type, identity, generated, collation, notNullConstraint }: ColumnDefinition): boolean {
  return [type, identity, generated, collation, notNullConstraint].every((part) => part === undefined);
}

/** What a partition takes over from its parent, apart from what ATTACH PARTITION gives it: indexes, foreign keys, triggers. */
function tableLike(
  operation: CreateTable,
  parent: QualifiedName,
  proof: readonly BoundCheck[],
  postgres: PostgresVersion,
): StatementDraft[number] {
  const including: LikeClause['including'] = [
    ...(supports(postgres, 'column-compression') ? (['compression'] as const) : []),
    'constraints',
    'defaults',
    ...(supports(postgres, 'stored-generated-column') ? (['generated'] as const) : []),
    'indexes',
    'storage',
  ];
  const constraints = [...operation.constraints, ...proof.map(({ name, body }) => validCheck(name, body))];
  const like = [{ table: parent, including }];
  return { ...draftOf(operation), partitionOf: undefined, columns: [], constraints, like };
}

function validCheck(name: string, body: string): CheckConstraint {
  return { kind: 'check', name, expression: { text: body }, notValid: false, noInherit: false, enforced: true };
}

/**
 * ATTACH PARTITION looks through the new table, empty as it is, while it locks the default partition and what the foreign
 * keys of the parent point to. A CHECK spares it even that, where one can say the bound.
 */
function proofOfBound(
  { table }: CreateTable,
  schema: Schema,
  parent: QualifiedName,
  bound: PartitionBound,
): readonly BoundCheck[] {
  const above = relationKey(schema, parent);
  const hasKeys = schema.tables.get(above)?.constraints.some(({ references }) => references !== undefined) === true;
  const hasDefault = defaultPartition(schema, above) !== undefined;
  return hasKeys || hasDefault ? (boundCheck(schema, parent, table, bound) ?? []) : [];
}

function optionsOf(table: QualifiedName, { name, default: value, notNull }: ColumnDefinition): StatementDraft[] {
  return [
    ...(value === undefined ? [] : [[{ kind: 'set-default' as const, table, column: name, default: value }]]),
    ...(notNull ? [[{ kind: 'set-not-null' as const, table, column: name }]] : []),
  ];
}
