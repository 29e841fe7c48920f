import type { IndexKey } from '../core/operation.js';

/** What makes two indexes interchangeable (CompareIndexInfo in src/backend/catalog/index.c). */
export interface IndexShape {
  readonly unique: boolean;
  readonly method: string;
  readonly keys: readonly IndexKey[];
  readonly include: readonly string[];
  readonly where?: { readonly text: string };
}

/** Whether an index of a partition can serve as its part of an index of the parent. */
export function haveSameShape(a: IndexShape, b: IndexShape): boolean {
  return describe(a) === describe(b);
}

function describe({ unique, method, keys, include, where }: IndexShape): string {
  const parts = keys.map((key) => [
    key.column,
    key.expression?.text,
    key.operatorClass,
    key.collation?.name,
    key.descending ?? false,
    key.nullsFirst ?? key.descending ?? false,
  ]);
  return JSON.stringify([unique, method, parts, include, where?.text]);
}
