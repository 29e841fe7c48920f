import type { Operation } from './operation.js';

/** The names of the objects an operation is about, of those it refers to, and the one it gives. */
export function namesIn(operation: Operation): readonly string[] {
  const names = new Set<string>();
  for (const [field, value] of Object.entries(operation)) {
    if (field === 'newName' && typeof value === 'string') names.add(value);
    for (const part of Array.isArray(value) ? value : [value]) {
      const name: unknown = isRecord(part) ? part['name'] : undefined;
      if (typeof name === 'string' && field !== 'operations') names.add(name);
    }
  }
  return [...names];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
