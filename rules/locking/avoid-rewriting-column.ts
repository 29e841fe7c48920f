import { disturbancesOf, strongestLock } from '../../src/core/disturbance.js';
import { effectsOfKind } from '../../src/core/effect.js';
import { displayName } from '../../src/core/name.js';
import type { OperationOf } from '../../src/core/operation.js';
import { defineRule } from '../../src/core/rule.js';
import type { OperationContext } from '../../src/core/rule.js';
import { typeKey } from '../../src/core/schema.js';
import { planFor } from '../../src/plans/plan-for.js';
import { volatilityOf } from '../../src/postgres/expressions/index.js';
import { blockedBy } from '../../src/postgres/blocking.js';
import { quoteIdentifier } from '../../src/postgres/names.js';

const happens =
  'Adding the column {{column}} writes {{table}} and its indexes anew because of {{because}}, under an {{lock}} lock that blocks {{blocked}} until it is done.';
const hurts =
  'Nothing can use {{table}} for as long as the rewrite takes, and it needs the disk space of the table again.';
import { supports } from '../../src/postgres/features.js';

export default defineRule({
  id: 'avoid-rewriting-column',
  family: 'locking',
  severity: 'error',
  summary: 'A column is added in a way that rewrites the whole table.',
  messages: {
    volatileDefault: {
      message: happens,
      why: hurts,
      instead:
        'Add the column without a default, then ALTER COLUMN {{sqlColumn}} SET DEFAULT for new rows, and fill the old rows in batches, each in a transaction of its own.',
    },
    anyDefault: {
      message: happens,
      why: hurts,
      instead:
        'Before PostgreSQL 11 every default rewrites the table. Add the column without it, then ALTER COLUMN {{sqlColumn}} SET DEFAULT for new rows, and fill the old rows in batches.',
    },
    serial: {
      message: happens,
      why: hurts,
      instead:
        'Add the column as a plain {{type}}, create a sequence OWNED BY it, SET DEFAULT nextval(...) for new rows, and number the old rows in batches.',
    },
    identity: {
      message: happens,
      why: hurts,
      instead:
        'Add the column as a plain {{type}}, SET DEFAULT nextval(...) of a new sequence, and number the old rows in batches. Once it is NOT NULL, drop the default and ADD GENERATED ... AS IDENTITY, which is quick.',
    },
    generated: {
      message: happens,
      why: hurts,
      instead:
        'Add a plain column, keep it filled with a trigger BEFORE INSERT OR UPDATE, and fill the old rows in batches. Or compute the value in a view or in the query.',
    },
    generatedFrom18: {
      message: happens,
      why: hurts,
      instead:
        'From PostgreSQL 18 on, GENERATED ALWAYS AS (...) VIRTUAL computes the value when it is read and needs no rewrite. If it must be stored, add a plain column, fill it with a trigger, and fill the old rows in batches.',
    },
    domain: {
      message: happens,
      why: hurts,
      instead:
        'Add the column with the base type of the domain, and give the table the rule of the domain as a CHECK constraint, NOT VALID at first.',
    },
    maybeDomain: {
      severity: 'warning',
      message:
        'Adding the column {{column}} writes {{table}} anew, under an {{lock}} lock that blocks {{blocked}}, if its type {{type}} is a domain with constraints.',
      why: hurts,
      instead:
        'If {{type}} is a domain with constraints, add the column with its base type, and give the table the rule of the domain as a CHECK constraint, NOT VALID at first. If it is an enum or another type, nothing is rewritten: let the linter see its CREATE TYPE.',
    },
    changedExpression: {
      message:
        'SET EXPRESSION on {{column}} writes {{table}} and its indexes anew, under an {{lock}} lock that blocks {{blocked}} until it is done.',
      why: hurts,
      instead:
        'Add a second column for the new expression, filled with a trigger and in batches, and let the code move over to it.',
    },
  },
  operations: ['add-column', 'set-generated-expression'],
  check(operation, context) {
    const { felt } = context;
    const [rewrite] = effectsOfKind(felt, 'rewrites');
    const lock = strongestLock(felt);
    if (rewrite === undefined || lock === undefined) return undefined;
    const column = operation.kind === 'add-column' ? operation.column.name : operation.column;
    const added = operation.kind === 'add-column';
    return {
      messageId: added ? causeOf(operation, context) : 'changedExpression',
      data: {
        table: displayName(operation.table),
        column,
        sqlColumn: quoteIdentifier(column),
        type: added ? plainType(operation.column.type?.name ?? 'integer') : '',
        because: rewrite.because,
        lock: lock.mode,
        blocked: blockedBy(lock.mode) ?? 'nothing',
      },
      effects: disturbancesOf(felt),
    };
  },
  plan: planFor,
});

/** What the way out depends on; that the table is rewritten is known already. */
function causeOf({ column }: OperationOf<'add-column'>, { schema, postgres }: OperationContext<unknown>) {
  if (column.generated !== undefined)
    return supports(postgres, 'virtual-generated-column') ? 'generatedFrom18' : 'generated';
  if (column.identity !== undefined) return 'identity';
  if (column.type !== undefined && serialTypes.has(column.type.name)) return 'serial';
  if (column.default !== undefined && !supports(postgres, 'default-without-rewrite')) return 'anyDefault';
  const volatility = column.default && volatilityOf(column.default, schema).volatility;
  if (volatility === 'volatile' || volatility === 'unknown') return 'volatileDefault';
  const type = column.type && schema.types.get(typeKey(schema, column.type));
  return type?.kind === 'domain' ? 'domain' : 'maybeDomain';
}

function plainType(name: string): string {
  return serialTypes.get(name) ?? name;
}

const serialTypes: ReadonlyMap<string, string> = new Map([
  ['smallserial', 'smallint'],
  ['serial', 'integer'],
  ['bigserial', 'bigint'],
]);
