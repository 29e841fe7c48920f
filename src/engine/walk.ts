import { displayName } from '../core/name.js';
import type { QualifiedName } from '../core/name.js';
import type { Operation } from '../core/operation.js';
import { inExecutionOrder } from '../postgres/alter-table-passes.js';

/**
 * The operations of a migration in the order they run: a DO block, and code that the runner calls, is followed by the
 * operations of its body, a call of a function that the migration itself has defined by the operations of that function's
 * body (once per call, and not into recursion). The body of a function that nobody calls does not run.
 */
export function operationsAsRun(operations: readonly Operation[]): readonly Operation[] {
  const ordered = inExecutionOrder(operations);
  // Most migrations define nothing that they call: no body has to be followed.
  return ordered.some((operation) => operation.operations !== undefined) ? [...withBodies(ordered)] : ordered;
}

function* withBodies(operations: readonly Operation[]): Generator<Operation> {
  const bodies = new Map<string, readonly Operation[]>();
  const open = new Set<string>();

  function* run(list: readonly Operation[], caller: Operation | undefined): Generator<Operation> {
    for (const operation of inExecutionOrder(list)) {
      // Whatever a block runs, it runs inside the statement that holds the block.
      yield caller === undefined ? operation : { ...operation, statement: caller.statement };
      if (operation.kind === 'create-function') {
        if (operation.operations !== undefined) bodies.set(displayName(operation.function), operation.operations);
      } else if (operation.operations !== undefined) {
        // Code of another language sends its statements one by one.
        yield* run(operation.operations, operation.kind === 'run-code' ? undefined : (caller ?? operation));
      }
      for (const called of calledBy(operation)) {
        const name = displayName(called);
        const body = bodies.get(name);
        if (body === undefined || open.has(name)) continue;
        open.add(name);
        yield* run(body, caller ?? operation);
        open.delete(name);
      }
    }
  }

  yield* run(operations, undefined);
}

function calledBy(operation: Operation): readonly QualifiedName[] {
  if (operation.kind === 'call') return [operation.procedure];
  return operation.kind === 'select' ? operation.query.functions : [];
}
