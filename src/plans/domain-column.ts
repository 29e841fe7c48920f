import type { ColumnDefinition, ConstraintDefinition } from '../core/operation.js';
import { typeKey } from '../core/schema.js';
import type { Schema } from '../core/schema.js';
import type { TypeReference } from '../core/type.js';
import { displayType } from '../core/type.js';
import { renameColumnIn } from '../postgres/expressions/index.js';

/** A column whose type is a domain, taken apart: the base type, and the rules of the domain as rules of the table. */
export interface DomainColumn {
  readonly definition: ColumnDefinition;
  readonly checks: readonly ConstraintDefinition[];
  /** Why the column does not end with the domain as its type. A sentence. */
  readonly differs: string;
}

/**
 * Every version rewrites a table for a new column of a domain with constraints, even when all values are NULL, and no
 * later change of type spares it. Undefined when the type is no such domain.
 */
export function withoutDomain(definition: ColumnDefinition, shown: string, schema: Schema): DomainColumn | undefined {
  const { type } = definition;
  if (type === undefined) return undefined;
  const found = domainRules(type, schema);
  if (found === undefined || (!found.notNull && found.checks.length === 0)) return undefined;
  const value = definition.default ?? found.default;
  return {
    definition: {
      ...definition,
      type: found.base,
      notNull: definition.notNull || found.notNull,
      ...(value === undefined ? {} : { default: value }),
    },
    checks: found.checks.map((check): ConstraintDefinition => ({
      kind: 'check',
      expression: renameColumnIn(check, 'value', definition.name),
      notValid: false,
      noInherit: false,
      enforced: true,
    })),
    differs: `${shown} ends as ${displayType(found.base)} with the rules of the domain ${displayType(type)} as constraints of the table: PostgreSQL gives a column the domain itself only by rewriting the table.`,
  };
}

interface DomainRules {
  readonly base: TypeReference;
  readonly notNull: boolean;
  readonly default?: ColumnDefinition['default'];
  readonly checks: readonly { readonly text: string }[];
}

function domainRules(type: TypeReference, schema: Schema): DomainRules | undefined {
  const definition = type.arrayDimensions > 0 ? undefined : schema.types.get(typeKey(schema, type));
  if (definition?.kind !== 'domain') return undefined;
  const below = domainRules(definition.base, schema);
  const value = definition.default ?? below?.default;
  return {
    base: below?.base ?? definition.base,
    notNull: definition.notNull || (below?.notNull ?? false),
    ...(value === undefined ? {} : { default: value }),
    checks: [...(below?.checks ?? []), ...definition.checks.map(({ expression }) => ({ text: expression.text }))],
  };
}
