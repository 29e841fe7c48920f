import { draftOf } from '../core/draft.js';
import { displayName, schemaOf } from '../core/name.js';
import type { QualifiedName } from '../core/name.js';
import type { OperationOf, OperationDraft } from '../core/operation.js';
import type { OperationPlan, PlanContext } from '../core/plan.js';
import { relationKey } from '../core/schema.js';
import { supports } from '../postgres/features.js';
import { quoteQualified } from '../postgres/names.js';
import { contractStep } from './contract.js';
import { indexBeside } from './names.js';

type Rename = OperationOf<'rename-table' | 'rename-view'>;

/** Gives a table or view its new name and leaves a view under the old one, until no code uses that any more. */
export function renameRelationBehindView(operation: Rename, context: PlanContext): OperationPlan | undefined {
  const { schema } = context;
  const name = operation.kind === 'rename-table' ? operation.table : operation.view;
  const old = name.schema === undefined ? indexBeside(schema, name, name.name) : name;
  if (operation.ifExists === true && !isKnown(name, context)) return undefined;
  const to = { ...old, name: operation.newName };
  return planOf({ operation, old, to, verb: 'Renames', change: `rename_${name.name}` }, context);
}

/** Moves a table or view to another schema and leaves a view where it was. Undefined for other objects. */
export function setSchemaBehindView(
  operation: OperationOf<'set-schema'>,
  context: PlanContext,
): OperationPlan | undefined {
  const { object, objectType, newSchema, ifExists } = operation;
  if (!relations.has(objectType) || (ifExists && !isKnown(object, context))) return undefined;
  const old = { schema: object.schema ?? schemaOf(relationKey(context.schema, object)), name: object.name };
  const to = { schema: newSchema, name: object.name };
  return planOf({ operation, old, to, verb: 'Moves', change: `move_${object.name}` }, context);
}

const relations: ReadonlySet<string> = new Set(['table', 'view', 'materialized-view']);

interface Move {
  readonly operation: Rename | OperationOf<'set-schema'>;
  readonly old: QualifiedName;
  readonly to: QualifiedName;
  readonly verb: 'Renames' | 'Moves';
  /** For the label. */
  readonly change: string;
}

function planOf(move: Move, context: PlanContext): OperationPlan | undefined {
  const view = standIn(move, context);
  if (view === undefined) return undefined;
  const { operation, old, verb, change } = move;
  const [from, to] = [displayName(old), displayName(move.to)];
  return {
    title: `${verb === 'Renames' ? 'Rename' : 'Move'} ${from} and keep a view under the old name`,
    steps: [
      {
        phase: 'expand',
        label: change,
        purpose:
          `${verb} ${from} to ${to} and puts a view in its place in the same transaction, so that old and new code both find what they ask for. ` +
          'The view can be read and written like the table.',
        transaction: 'file',
        work: [[draftOf(operation)], [view]],
      },
      contractStep(
        `drop_view_${old.name}`,
        `Drops the view ${from}, which stood for ${to} while older code was running.`,
        [[{ kind: 'drop-view', view: old, ifExists: false, cascade: false }]],
      ),
    ],
    deploy: { switch: `Deploy code that says ${to} in place of ${from}, and wait until no older code is running.` },
    notes: notesOf(move, context),
    holes: [],
  };
}

/** The view that answers to the old name. Row security holds through it only where it asks as the one who asks (15+). */
function standIn({ old, to }: Move, { schema, postgres }: PlanContext): OperationDraft | undefined {
  const table = schema.tables.get(relationKey(schema, old));
  const secured = table?.rowSecurity === true;
  if (secured && !supports(postgres, 'security-invoker-view')) return undefined;
  return {
    kind: 'create-view',
    view: old,
    orReplace: false,
    query: { relations: [to], columns: [{ relation: to, column: '*' }], star: true, functions: [], output: [] },
    definition: `SELECT * FROM ${quoteQualified(to)}`,
    ...(secured ? { storageParameters: [{ name: 'security_invoker', value: 'true' }] } : {}),
  };
}

function notesOf({ old, to, verb }: Move, { schema }: PlanContext): readonly string[] {
  const from = displayName(old);
  const table = schema.tables.get(relationKey(schema, old));
  const notes = [
    `A view, because it costs nothing: new columns kept in step would mean to write every row of ${displayName(to)} again. SELECT, INSERT with RETURNING and ON CONFLICT, UPDATE and DELETE work through it; COPY, TRUNCATE and ALTER TABLE need the new name.`,
    `The view ${from} belongs to the role that runs the migration: GRANT the roles of the application on it what they have on the table, in the same file, unless they own it or default privileges do so.`,
  ];
  if (table === undefined && schema.views.get(relationKey(schema, old)) === undefined) {
    notes.push(
      `The history does not show ${from}: if it has row security, create the view WITH (security_invoker = true), which PostgreSQL 15 and later know.`,
    );
  }
  if (verb === 'Moves') notes.push(`The roles of the application need USAGE on the schema ${to.schema ?? ''} as well.`);
  return notes;
}

function isKnown(name: QualifiedName, { schema }: PlanContext): boolean {
  const key = relationKey(schema, name);
  return schema.tables.has(key) || schema.views.has(key);
}
