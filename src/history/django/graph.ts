/** `shop.0001_initial`: the app label and the name of a migration. */
export type MigrationKey = string;

/** The key of a migration of an app. App labels hold no dots. */
export function migrationKey(app: string, name: string): MigrationKey {
  return `${app}.${name}`;
}

/** The app label in a key. */
export function appOf(key: MigrationKey): string {
  return key.slice(0, key.indexOf('.'));
}

/** The migration's name in a key. */
export function nameOf(key: MigrationKey): string {
  return key.slice(key.indexOf('.') + 1);
}

interface Node {
  readonly parents: Set<MigrationKey>;
  readonly children: Set<MigrationKey>;
}

/**
 * The graph of Django's `migrations/graph.py`: nodes with parents and children. A node that is only named by others is
 * missing. What happens to squashed migrations is `remove_replaced_nodes` and `remove_replacement_node`, word for word.
 */
export class MigrationGraph {
  private readonly nodes = new Map<MigrationKey, Node>();
  private readonly present = new Set<MigrationKey>();

  add(key: MigrationKey): void {
    this.present.add(key);
    this.node(key);
  }

  addDependency(child: MigrationKey, parent: MigrationKey): void {
    this.node(child).parents.add(parent);
    this.node(parent).children.add(child);
  }

  has(key: MigrationKey): boolean {
    return this.nodes.has(key);
  }

  /** The nodes that others name and that do not exist, in order. */
  get missing(): readonly MigrationKey[] {
    return [...this.nodes.keys()].filter((key) => !this.present.has(key)).sort(byKey);
  }

  parentsOf(key: MigrationKey): readonly MigrationKey[] {
    return [...(this.nodes.get(key)?.parents ?? [])].sort(byKey);
  }

  childrenOf(key: MigrationKey): readonly MigrationKey[] {
    return [...(this.nodes.get(key)?.children ?? [])].sort(byKey);
  }

  /** All nodes that exist, in order. */
  get keys(): readonly MigrationKey[] {
    return [...this.present].sort(byKey);
  }

  /** The nodes of an app, or of all, without a parent in their own app. */
  roots(app?: string): readonly MigrationKey[] {
    return this.ends(app, ({ parents }) => parents);
  }

  /** The nodes of an app, or of all, without a child in their own app. Children in other apps do not count. */
  leaves(app?: string): readonly MigrationKey[] {
    return this.ends(app, ({ children }) => children);
  }

  private ends(app: string | undefined, side: (node: Node) => ReadonlySet<MigrationKey>): readonly MigrationKey[] {
    return this.keys.filter((key) => {
      const node = this.nodes.get(key);
      const own = appOf(key);
      if (node === undefined || (app !== undefined && own !== app)) return false;
      return [...side(node)].every((other) => appOf(other) !== own);
    });
  }

  /** Puts a squash in the place of the migrations it replaces. */
  removeReplaced(replacement: MigrationKey, replaced: ReadonlySet<MigrationKey>): void {
    const node = this.nodes.get(replacement);
    if (node === undefined) return;
    for (const key of replaced) {
      const old = this.remove(key);
      if (old === undefined) continue;
      for (const child of old.children) {
        this.nodes.get(child)?.parents.delete(key);
        if (!replaced.has(child)) this.addDependency(child, replacement);
      }
      for (const parent of old.parents) {
        this.nodes.get(parent)?.children.delete(key);
        if (!replaced.has(parent)) this.addDependency(replacement, parent);
      }
    }
  }

  /** Takes a squash out that is only partly applied, and gives its children to the last of what it replaces. */
  removeReplacement(replacement: MigrationKey, replaced: ReadonlySet<MigrationKey>): void {
    const node = this.remove(replacement);
    if (node === undefined) return;
    const known = [...replaced].filter((key) => this.nodes.has(key));
    const parents = new Set(known.flatMap((key) => this.parentsOf(key)));
    const last = known.filter((key) => !parents.has(key));
    for (const child of node.children) {
      this.nodes.get(child)?.parents.delete(replacement);
      for (const key of last) this.addDependency(child, key);
    }
    for (const parent of node.parents) this.nodes.get(parent)?.children.delete(replacement);
  }

  /** Everything that runs before a node, and the node, in the order in which `migrate` runs it. */
  forwardsPlan(start: MigrationKey): readonly MigrationKey[] {
    const visited = new Set<MigrationKey>();
    const stack: { readonly key: MigrationKey; readonly done: boolean }[] = [{ key: start, done: false }];
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      const { key, done } = top;
      if (visited.has(key)) continue;
      if (done) visited.add(key);
      else {
        stack.push({ key, done: true });
        for (const parent of this.parentsOf(key)) stack.push({ key: parent, done: false });
      }
      // A cycle never ends otherwise; it is reported on its own.
      if (stack.length > this.nodes.size * this.nodes.size + 10) break;
    }
    return [...visited].filter((key) => this.present.has(key));
  }

  /** The cycles: each as its nodes in the order of their edges. A node is part of one of them at most. */
  cycles(): readonly (readonly MigrationKey[])[] {
    const found: (readonly MigrationKey[])[] = [];
    const finished = new Set<MigrationKey>();
    for (const start of this.keys) this.searchCycle(start, finished, found);
    return found;
  }

  private searchCycle(start: MigrationKey, finished: Set<MigrationKey>, found: (readonly MigrationKey[])[]): void {
    if (finished.has(start)) return;
    const path: { readonly key: MigrationKey; readonly rest: MigrationKey[] }[] = [
      { key: start, rest: [...this.childrenOf(start)] },
    ];
    const onPath = new Set([start]);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const child = top.rest.shift();
      if (child === undefined) {
        finished.add(top.key);
        onPath.delete(top.key);
        path.pop();
      } else if (onPath.has(child)) {
        const from = path.findIndex(({ key }) => key === child);
        const cycle = path.slice(from).map(({ key }) => key);
        if (!cycle.some((key) => found.flat().includes(key))) found.push(cycle);
      } else if (!finished.has(child)) {
        onPath.add(child);
        path.push({ key: child, rest: [...this.childrenOf(child)] });
      }
    }
  }

  private node(key: MigrationKey): Node {
    let node = this.nodes.get(key);
    if (node === undefined) {
      node = { parents: new Set(), children: new Set() };
      this.nodes.set(key, node);
    }
    return node;
  }

  private remove(key: MigrationKey): Node | undefined {
    const node = this.nodes.get(key);
    this.nodes.delete(key);
    this.present.delete(key);
    return node;
  }
}

/** Keys compare as Python compares the pair of app and name. */
function byKey(a: MigrationKey, b: MigrationKey): number {
  return compare(appOf(a), appOf(b)) || compare(nameOf(a), nameOf(b));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
