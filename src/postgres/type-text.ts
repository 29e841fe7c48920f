import type { QualifiedName } from '../core/name.js';
import type { TypeReference } from '../core/type.js';
import { builtInTypes, reservedWords } from './keywords.js';
import { quoteIdentifier, quoteQualified } from './names.js';

/** Names that the catalogue does not list, and that are written without quotes all the same. */
const shorthands = new Set(['serial', 'bigserial', 'smallserial', '"char"']);

/** A type as SQL writes it: `character varying(50)`, `app."Mood"[]`, `timestamp(3) with time zone`. */
export function typeText(type: TypeReference): string {
  const name = baseName(type);
  const modified = type.modifiers.length === 0 ? name : withModifiers(name, type.modifiers);
  return modified + '[]'.repeat(type.arrayDimensions);
}

function baseName({ schema, name }: QualifiedName): string {
  if (schema !== undefined) return quoteQualified({ schema, name });
  // `table.column%TYPE` is a reference, not a name.
  if (name.endsWith('%TYPE')) return name.slice(0, -5).split('.').map(quoteIdentifier).join('.') + '%TYPE';
  const plain = shorthands.has(name) || (builtInTypes.has(name) && !reservedWords.has(name) && name !== 'char');
  return plain ? name : quoteIdentifier(name);
}

function withModifiers(name: string, modifiers: readonly (number | string)[]): string {
  if (name === 'interval') return intervalText(modifiers);
  const list = `(${modifiers.map(modifierText).join(', ')})`;
  const zone = / with(?:out)? time zone$/.exec(name);
  return zone === null ? name + list : name.slice(0, zone.index) + list + zone[0];
}

/** `interval day to second(3)`: the fields are words after the name, and the precision belongs to the last. */
function intervalText(modifiers: readonly (number | string)[]): string {
  return modifiers.reduce<string>(
    (text, modifier) => (typeof modifier === 'number' ? `${text}(${modifier})` : `${text} ${modifier}`),
    'interval',
  );
}

function modifierText(modifier: number | string): string {
  if (typeof modifier === 'number' || /^-?\d+(?:\.\d+)?$/.test(modifier)) return String(modifier);
  return quoteIdentifier(modifier);
}
