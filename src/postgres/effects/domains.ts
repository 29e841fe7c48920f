import type { Expression } from '../../core/expression.js';
import type { TypeReference } from '../../core/type.js';
import { displayType } from '../../core/type.js';
import type { TypeDefinition } from '../../core/schema.js';
import { typeKey } from '../../core/schema.js';
import { isKnownBaseType } from '../types.js';
import type { Scene } from './scene.js';

/** What a type hides when it is a domain. */
export interface Domain {
  readonly name: string;
  /** Whether it or a domain below it has a NOT NULL or CHECK; `unknown` when the history does not show the type. */
  readonly constrained: boolean | 'unknown';
  readonly notNull: boolean;
  readonly default?: Expression;
}

/** The definition of a user's type, as far as the history shows it. */
export function typeDefinition(type: TypeReference, scene: Scene): TypeDefinition | undefined {
  return scene.schema.types.get(typeKey(scene.schema, type));
}

/** What the type would hide as a domain; undefined for a type that is none. An array of a domain has no constraints. */
export function describeDomain(type: TypeReference, scene: Scene): Domain | undefined {
  if (type.arrayDimensions > 0) return undefined;
  const definition = typeDefinition(type, scene);
  if (definition === undefined) {
    return isKnownBaseType(type) ? undefined : { name: displayType(type), constrained: 'unknown', notNull: false };
  }
  if (definition.kind !== 'domain') return undefined;
  const below = describeDomain(definition.base, scene);
  const own = definition.notNull || definition.checks.length > 0;
  const fallback = definition.default ?? below?.default;
  return {
    name: displayType(type),
    constrained: own || (below?.constrained ?? false),
    notNull: definition.notNull || (below?.notNull ?? false),
    ...(fallback === undefined ? {} : { default: fallback }),
  };
}

/** The type that stores the values: below all domains, and integer for serial. */
export function storedType(type: TypeReference, scene: Scene): TypeReference {
  const definition = typeDefinition(type, scene);
  if (definition?.kind === 'domain') {
    const base = storedType(definition.base, scene);
    return type.arrayDimensions > 0 ? { ...base, arrayDimensions: base.arrayDimensions + type.arrayDimensions } : base;
  }
  if (type.schema === 'pg_catalog')
    return { name: type.name, modifiers: type.modifiers, arrayDimensions: type.arrayDimensions };
  const integer = serialIntegers.get(type.name);
  return integer === undefined ? type : { ...type, name: integer };
}

const serialIntegers: ReadonlyMap<string, string> = new Map([
  ['serial', 'integer'],
  ['bigserial', 'bigint'],
  ['smallserial', 'smallint'],
]);
