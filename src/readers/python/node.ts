import type { Span } from '../../core/span.js';

/**
 * A node of the syntax tree. Names are those of the grammar of `@lezer/python`; keywords and operators are nodes too,
 * brackets and commas are not.
 */
export class PythonNode implements Span {
  constructor(
    readonly name: string,
    readonly start: number,
    readonly end: number,
    readonly children: readonly PythonNode[],
  ) {}
}

/** The first child of a name. */
export function childOf(node: PythonNode, name: string): PythonNode | undefined {
  for (const child of node.children) if (child.name === name) return child;
  return undefined;
}

/** A place of a node or value, and nothing else of it. */
export function spanOf({ start, end }: Span): Span {
  return { start, end };
}
