import type { DjangoMigration, DjangoOperation } from '../model.js';
import { stateForwards } from '../state/forwards.js';
import { DjangoStops, NotEmulated } from '../state/not-emulated.js';
import type { ProjectState } from '../state/project-state.js';
import { RenderedState } from '../state/rendered.js';
import type { World } from '../state/world.js';
import type { DatabaseNames } from './database.js';
import { type RunMode, SchemaEditor } from './editor.js';
import { databaseForwards } from './operations/index.js';
import type { DjangoStatement } from './statements.js';

export type { RunMode } from './editor.js';

interface Start {
  readonly state: ProjectState;
  readonly world: World;
  readonly database: DatabaseNames;
  readonly mode: RunMode;
}

/** Carries out the operations of a migration in order, and what they kept back behind them: `Migration.apply`. */
export function runMigration(
  migration: DjangoMigration,
  app: string,
  { state, world, database, mode }: Start,
): { readonly state: ProjectState; readonly statements: readonly DjangoStatement[] } {
  const editor = new SchemaEditor(world, database, mode, migration.atomic);
  let before = new RenderedState(state, world);
  let stopped = false;
  for (const [at, operation] of migration.operations.entries()) {
    const after = nextState(before, operation, app);
    if (!stopped) stopped = attempt(editor, operation, [at], { app, before, after });
    before = after;
  }
  if (!stopped) finish(editor);
  return { state: before.state, statements: editor.statements };
}

function nextState(before: RenderedState, operation: DjangoOperation, app: string): RenderedState {
  const { state, world } = before;
  const after = stateForwards(state, operation, app, world);
  return after === state ? before : new RenderedState(after, world);
}

/** Both sides of an operation. */
export interface Sides {
  readonly app: string;
  readonly before: RenderedState;
  readonly after: RenderedState;
}

/** True when Django stops here. */
function attempt(editor: SchemaEditor, operation: DjangoOperation, path: readonly number[], sides: Sides): boolean {
  editor.enter(operation, path);
  try {
    if (operation.kind === 'SeparateDatabaseAndState') return nested(editor, operation.databaseOperations, path, sides);
    databaseForwards(editor, operation, sides);
    return false;
  } catch (error) {
    return told(editor, error);
  }
}

/** The operations on the database go by a state of their own. */
function nested(
  editor: SchemaEditor,
  operations: readonly DjangoOperation[],
  path: readonly number[],
  { app, before }: Sides,
): boolean {
  let from = before;
  for (const [at, operation] of operations.entries()) {
    const to = nextState(from, operation, app);
    if (attempt(editor, operation, [...path, at], { app, before: from, after: to })) return true;
    from = to;
  }
  return false;
}

function finish(editor: SchemaEditor): void {
  try {
    editor.finish();
  } catch (error) {
    told(editor, error);
  }
}

function told(editor: SchemaEditor, error: unknown): boolean {
  if (error instanceof NotEmulated) {
    editor.say({ kind: 'opaque', reason: error.reason });
    return false;
  }
  if (error instanceof DjangoStops) {
    const { exception, message, refused } = error;
    editor.say({ kind: 'stops', exception, message, ...(refused === undefined ? {} : { refused }) });
    return true;
  }
  // Models that stand on themselves: a key that points to itself, a proxy of itself.
  if (error instanceof RangeError) {
    editor.say({ kind: 'opaque', reason: 'the models refer to each other without end' });
    return false;
  }
  throw error;
}
