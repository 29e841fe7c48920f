import type { OperationOf } from '../../core/operation.js';
import type { Column } from '../../core/schema.js';
import type { TypeReference } from '../../core/type.js';
import { displayType } from '../../core/type.js';
import { conversionOf } from '../casts.js';
import { describeDomain, storedType, typeDefinition } from './domains.js';
import type { Scene } from './scene.js';
import { castsOf } from './using.js';

/** Whether a change of type writes the table anew. */
export interface TypeConversion {
  readonly rewrites: boolean;
  readonly because: string;
  readonly unknown?: string;
}

/** What the change of type does to the stored values (ATColumnChangeRequiresRewrite in tablecmds.c). */
export function typeConversion(
  operation: OperationOf<'alter-column-type'>,
  column: Column | undefined,
  scene: Scene,
): TypeConversion {
  const { type: to, using } = operation;
  const because = `the conversion of every value to ${displayType(to)}`;
  if (column?.generated?.storage === 'stored') return { rewrites: true, because };
  const domain = describeDomain(to, scene);
  if (domain?.constrained === true) return { rewrites: true, because: `the constraints of the domain ${domain.name}` };
  const casts = using === undefined ? [] : castsOf(using, operation.column);
  if (casts === undefined) return { rewrites: true, because: `the USING expression ${using?.text ?? ''}` };
  const from = column?.type;
  if (from === undefined) return { rewrites: true, because, unknown: presentTypeUnknown(operation, scene) };
  return alongCasts([from, ...casts, to], because, scene);
}

/** One conversion after the other: the values stay only if every step leaves them. */
function alongCasts(types: readonly TypeReference[], because: string, scene: Scene): TypeConversion {
  let inUtc = false;
  for (let step = 1; step < types.length; step++) {
    const [before, after] = [types[step - 1], types[step]];
    if (before === undefined || after === undefined) continue;
    if (describeDomain(after, scene)?.constrained === true) return { rewrites: true, because };
    switch (conversionBetween(before, after, scene)) {
      case 'each-value':
        return { rewrites: true, because };
      case 'none-in-utc':
        inUtc = true;
        break;
      case 'none':
        break;
    }
  }
  return inUtc ? timeZoneDecides(because, scene) : { rewrites: false, because };
}

function conversionBetween(from: TypeReference, to: TypeReference, scene: Scene): ReturnType<typeof conversionOf> {
  const [before, after] = [storedType(from, scene), storedType(to, scene)];
  const own = typeDefinition(after, scene);
  if (own !== undefined) return typeDefinition(before, scene)?.key === own.key ? 'none' : 'each-value';
  return conversionOf(before, after, scene.postgres);
}

/** From 12 on the two timestamp types share their values in a session whose time zone is UTC. */
function timeZoneDecides(because: string, scene: Scene): TypeConversion {
  const zone = scene.schema.timeZone;
  if (zone !== undefined) return { rewrites: !utcNames.has(zone.toLowerCase()), because };
  return {
    rewrites: true,
    because,
    unknown: `In a session whose TimeZone is UTC the values stay as they are, and the history does not show the TimeZone; SET LOCAL timezone = 'UTC' before the statement would settle it.`,
  };
}

const utcNames = new Set([
  'utc',
  'gmt',
  'etc/utc',
  'etc/gmt',
  'uct',
  'etc/uct',
  'zulu',
  'etc/zulu',
  'universal',
  '0',
  'greenwich',
]);

export function presentTypeUnknown(operation: OperationOf<'alter-column-type'>, scene: Scene): string {
  return `The present type of ${scene.key(operation.table)}.${operation.column} is not in the history; the migration that creates it or a schema dump would settle it.`;
}
