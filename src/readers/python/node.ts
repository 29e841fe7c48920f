import type { Span } from '../../core/span.js';

/** A node of the syntax tree. Names are those of the grammar of `@lezer/python`; tokens and keywords are nodes too. */
export interface PythonNode extends Span {
  readonly name: string;
  readonly children: readonly PythonNode[];
}

/** The first child of a name. */
export function childOf(node: PythonNode, name: string): PythonNode | undefined {
  return node.children.find((child) => child.name === name);
}

/** The source text of a node. */
export function nodeText(text: string, node: Span): string {
  return text.slice(node.start, node.end);
}
