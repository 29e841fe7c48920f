import type { RenderedField } from '../state/rendered-field.js';

/** A foreign key to a field, before and after the field changed. */
export interface RelatedKey {
  readonly old: RenderedField;
  readonly now: RenderedField;
}

/** `_related_non_m2m_objects`: the keys that point to a field, and from 4.0 on the keys that point to those. */
export function* relatedKeys(old: RenderedField, now: RenderedField): Iterable<RelatedKey> {
  const { followsKeys } = now.world.features;
  const [before, after] = [keysTo(old, followsKeys), keysTo(now, followsKeys)];
  for (const [at, key] of before.entries()) {
    const other = after[at];
    if (other === undefined) return;
    yield { old: key, now: other };
    if (followsKeys) yield* relatedKeys(key, other);
  }
}

function keysTo(field: RenderedField, isSorted: boolean): readonly RenderedField[] {
  const keys = [...field.model.state.relationsTo(field.model)].filter((relation) => isRelevant(relation, field));
  return isSorted ? keys.sort((a, b) => compare(a.relationName, b.relationName)) : keys;
}

function isRelevant(relation: RenderedField, field: RenderedField): boolean {
  if (!relation.isForeignKey) return false;
  const { toField } = relation.source;
  return toField === undefined ? field.isPrimaryKey : toField === field.name;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
