import fc, { type Arbitrary } from 'fast-check';
import type { OperationDraft, OperationKind, OperationMap } from '../../../src/core/operation.js';

/** An arbitrary for every field of a kind, so that a field nobody generates does not compile. */
export type Fields<T> = { readonly [P in keyof Required<T>]: Arbitrary<Required<T>[P]> };

const optional = new WeakSet<object>();
const missing = new WeakSet<object>();

/** A field that may be absent. */
export function maybe<T>(arbitrary: Arbitrary<T>): Arbitrary<T> {
  const own = arbitrary.map((value) => value);
  optional.add(own);
  return own;
}

/** A field that the other fields leave no room for. */
export function never<T>(): Arbitrary<T> {
  const none = fc.constant(undefined);
  missing.add(none);
  // It is left out of the record before anything is drawn from it.
  return none as unknown as Arbitrary<T>;
}

/** A flag that readers set to true or leave out. */
export const flag: Arbitrary<true> = maybe(fc.constant(true));

/** Objects of some fields. */
export function object<T>(fields: Fields<T>): Arbitrary<T> {
  const entries = Object.entries<Arbitrary<unknown>>(fields).filter(([, field]) => !missing.has(field));
  const requiredKeys = entries.filter(([, field]) => !optional.has(field)).map(([key]) => key);
  const model: Record<string, Arbitrary<unknown>> = Object.fromEntries(entries);
  // The fields are those of T by the signature, apart from the ones that may be absent.
  return fc.record(model, { requiredKeys }) as unknown as Arbitrary<T>;
}

/** Operations of one kind. */
export function draft<K extends OperationKind>(kind: K, fields: Fields<OperationMap[K]>): Arbitrary<OperationDraft<K>> {
  // A kind and its fields are an operation.
  return object(fields).map((values) => ({ kind, ...values }) as unknown as OperationDraft<K>);
}

/** Operations of each kind of a topic. */
export type Drafts<K extends OperationKind> = { readonly [P in K]: Arbitrary<OperationDraft<P>> };

/** An object without some of its fields. */
export function without<T extends object, K extends keyof T>(value: T, ...keys: readonly K[]): Omit<T, K> {
  const kept = Object.entries(value).filter(([key]) => !keys.some((left) => left === key));
  return Object.fromEntries(kept) as Omit<T, K>; // Entries lose the types of their keys.
}
