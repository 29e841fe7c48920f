import type { PythonClass, PythonValue } from './value.js';

/** An attribute of a class of this file, its own or inherited from another class of this file. */
export function classAttribute(definition: PythonClass, name: string): PythonValue | undefined {
  return lookUp(definition, name, new Set());
}

function lookUp(definition: PythonClass, name: string, seen: Set<PythonClass>): PythonValue | undefined {
  if (seen.has(definition)) return undefined;
  seen.add(definition);
  const own = definition.attributes.get(name);
  if (own !== undefined) return own;
  for (const base of definition.bases) {
    const inherited = base.kind === 'class' ? lookUp(base, name, seen) : undefined;
    if (inherited !== undefined) return inherited;
  }
  return undefined;
}

/** The dotted paths of all classes a class derives from that are not of this file, nearest first. */
export function foreignBases(definition: PythonClass): readonly string[] {
  const paths: string[] = [];
  const seen = new Set<PythonClass>();
  const visit = (current: PythonClass): void => {
    if (seen.has(current)) return;
    seen.add(current);
    for (const base of current.bases) {
      if (base.kind === 'class') visit(base);
      else if (base.kind === 'name') paths.push(base.path);
    }
  };
  visit(definition);
  return paths;
}
