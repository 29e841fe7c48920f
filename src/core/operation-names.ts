import type { Operation } from './operation.js';

/** The names of the objects an operation is about, of those it refers to, and the one it gives. */
export function namesIn(operation: Operation): readonly string[] {
  const names: string[] = [];
  const fields: Readonly<Record<string, unknown>> = { ...operation };
  for (const field in fields) {
    const value = fields[field];
    if (typeof value === 'string' && field === 'newName') take(value, names);
    else if (typeof value !== 'object' || field === 'operations') continue;
    else if (Array.isArray(value)) for (const part of value) take(nameOf(part), names);
    else take(nameOf(value), names);
  }
  return names;
}

function take(name: unknown, names: string[]): void {
  if (typeof name === 'string' && !names.includes(name)) names.push(name);
}

function nameOf(part: unknown): unknown {
  return typeof part === 'object' && part !== null && 'name' in part ? part.name : undefined;
}
