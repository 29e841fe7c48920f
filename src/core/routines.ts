import type { ObjectKey, QualifiedName } from './name.js';
import { siblingKey } from './newness.js';
import type { Operation } from './operation.js';
import type { Step } from './rule.js';
import { resolveName } from './schema.js';
import type { Schema } from './schema.js';

/** The kinds of object that are called by name and arguments. */
const routineTypes: ReadonlySet<string> = new Set(['function', 'procedure', 'routine', 'aggregate']);

/** Whether the kind of object is a function or its like. */
export function isRoutine(objectType: string): boolean {
  return routineTypes.has(objectType);
}

export function functionKey(schema: Schema, name: QualifiedName): ObjectKey {
  return resolveName(schema, name, (key) => schema.functions.has(key));
}

/** Whether the history shows that only triggers call the function: no client names it. */
export function isTriggerFunction(schema: Schema, name: QualifiedName): boolean {
  const key = functionKey(schema, name);
  return schema.functions.get(key)?.returnsTrigger === true || (schema.triggersOf.get(key)?.size ?? 0) > 0;
}

/** Whether one of the operations puts a function where this one was, so that callers find one under its name. */
export function isFunctionNamedAgain(key: ObjectKey, operations: readonly Operation[], schema: Schema): boolean {
  return operations.some((operation) => functionMadeBy(operation, schema) === key);
}

/** Whether an earlier operation took the name away from another function: the new one takes its place. */
export function takesVacatedFunctionName(target: ObjectKey, earlier: readonly Step[], schema: Schema): boolean {
  return earlier.some(({ operation }) => functionGoneWith(operation, schema) === target);
}

function functionMadeBy(operation: Operation, schema: Schema): ObjectKey | undefined {
  if (operation.kind === 'create-function') return functionKey(schema, operation.function);
  if (operation.kind !== 'rename-function') return undefined;
  return siblingKey(functionKey(schema, operation.function), operation.newName);
}

function functionGoneWith(operation: Operation, schema: Schema): ObjectKey | undefined {
  if (operation.kind === 'rename-function') return functionKey(schema, operation.function);
  if (operation.kind !== 'drop-object' || operation.name === undefined) return undefined;
  return isRoutine(operation.objectType) ? functionKey(schema, operation.name) : undefined;
}
