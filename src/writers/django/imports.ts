/** A statement of the original's module, outside its class. */
export type ModuleStatement =
  | {
      readonly kind: 'from';
      readonly module: string;
      readonly names: readonly { readonly name: string; readonly alias: string | undefined }[];
    }
  | { readonly kind: 'other'; readonly binds: readonly string[]; readonly text: string };

/** Operations of `django.contrib.postgres.operations` that plans use. */
const concurrentOperations = [
  'AddConstraintNotValid',
  'AddIndexConcurrently',
  'RemoveIndexConcurrently',
  'ValidateConstraint',
];

/** The head of a module: what of the original's code its operations need, and the imports of what plans use. */
export function moduleHead(operations: string, original: readonly ModuleStatement[]): string {
  const needed = neededStatements(operations, original);
  const froms = new Map<string, Set<string>>([['django.db', new Set(['migrations'])]]);
  const used = wordsOf([operations, ...needed.flatMap((one) => (one.kind === 'other' ? one.text : []))].join('\n'));
  for (const name of concurrentOperations) if (used.has(name)) addTo(froms, 'django.contrib.postgres.operations', name);
  const others: string[] = [];
  for (const statement of needed) {
    if (statement.kind === 'other') others.push(statement.text);
    else {
      for (const { name, alias } of statement.names) {
        if (used.has(alias ?? name)) addTo(froms, statement.module, alias === undefined ? name : `${name} as ${alias}`);
      }
    }
  }
  const future = froms.get('__future__');
  froms.delete('__future__');
  const lines = [...froms].map(([module, names]) => importLine(module, names)).sort(byModule);
  const plain = others.filter((text) => text.startsWith('import '));
  const code = others.filter((text) => !text.startsWith('import '));
  const imports = [...(future === undefined ? [] : [importLine('__future__', future)]), ...plain, ...lines];
  return [imports.join('\n'), ...code].join(code.length > 0 ? '\n\n\n' : '');
}

function importLine(module: string, names: ReadonlySet<string>): string {
  return `from ${module} import ${[...names].sort().join(', ')}`;
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([value]));
  else set.add(value);
}

/** Imports relative to the package come last. */
function byModule(a: string, b: string): number {
  const isRelative = (line: string): boolean => line.startsWith('from .');
  if (isRelative(a) !== isRelative(b)) return isRelative(a) ? 1 : -1;
  return a < b ? -1 : 1;
}

/** Statements that bind a name which is used, and what those in turn use, in the order of the original. */
function neededStatements(text: string, original: readonly ModuleStatement[]): readonly ModuleStatement[] {
  const needed = new Set<ModuleStatement>();
  const words = wordsOf(text);
  for (let size = -1; size !== needed.size;) {
    size = needed.size;
    for (const statement of original) {
      if (needed.has(statement) || !bindsOf(statement).some((name) => words.has(name))) continue;
      needed.add(statement);
      if (statement.kind === 'other') for (const word of wordsOf(statement.text)) words.add(word);
    }
  }
  return original.filter((statement) => needed.has(statement));
}

function bindsOf(statement: ModuleStatement): readonly string[] {
  if (statement.kind === 'other') return statement.binds;
  return statement.module === '__future__'
    ? ['migrations']
    : statement.names.map(({ name, alias }) => alias ?? name).filter((name) => name !== 'migrations');
}

function wordsOf(text: string): Set<string> {
  return new Set(['migrations', ...(text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? [])]);
}
