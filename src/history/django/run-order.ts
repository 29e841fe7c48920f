import type { MigrationGraph, MigrationKey } from './graph.js';
import type { LoadedGraph } from './loader.js';

/**
 * The migrations of the graph in the order in which `migrate` runs them on a new database. Where Django would refuse,
 * because some of them wait for each other in a circle, the circle is opened at the migration that is met first: what
 * the migrations do can be judged all the same.
 */
export function runOrder({ graph, plan }: Pick<LoadedGraph, 'graph' | 'plan'>): readonly MigrationKey[] {
  const order = new Set(plan);
  for (const key of graph.keys) if (!order.has(key)) visit(key, graph, order);
  return [...order];
}

function visit(start: MigrationKey, graph: MigrationGraph, order: Set<MigrationKey>): void {
  const begun = new Set<MigrationKey>([start]);
  const stack = [{ key: start, parents: [...graph.parentsOf(start)] }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const parent = top.parents.shift();
    if (parent === undefined) {
      order.add(top.key);
      stack.pop();
    } else if (!order.has(parent) && !begun.has(parent)) {
      begun.add(parent);
      stack.push({ key: parent, parents: [...graph.parentsOf(parent)] });
    }
  }
}
