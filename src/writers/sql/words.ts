import type { Expression } from '../../core/expression.js';
import type { QualifiedName } from '../../core/name.js';
import { quoteIdentifier, quoteQualified } from '../../postgres/names.js';

/** A clause that may be missing. */
export type Clause = string | false | undefined;

/** Joins the clauses that are there with single spaces. */
export function words(...clauses: readonly Clause[]): string {
  return clauses.filter((clause) => clause !== undefined && clause !== false && clause !== '').join(' ');
}

/** A string constant, as `standard_conforming_strings` (on since 9.1) has it: only quotes are doubled. */
export function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** `(a, "B")` */
export function columnList(columns: readonly string[]): string {
  return `(${identifiers(columns)})`;
}

/** `a, "B"` */
export function identifiers(names: readonly string[]): string {
  return names.map(quoteIdentifier).join(', ');
}

/** `a, app.b` */
export function qualifiedNames(names: readonly QualifiedName[]): string {
  return names.map(quoteQualified).join(', ');
}

/** An expression in brackets. */
export function bracketed({ text }: Expression): string {
  return `(${text})`;
}

const standingRoles = new Set(['public', 'CURRENT_USER', 'CURRENT_ROLE', 'SESSION_USER']);

/** A role, or the word that stands for one. */
export function role(name: string): string {
  return standingRoles.has(name) ? (name === 'public' ? 'PUBLIC' : name) : quoteIdentifier(name);
}

export function roles(names: readonly string[]): string {
  return names.map(role).join(', ');
}

/** `materialized-view` as SQL says it: MATERIALIZED VIEW. */
export function objectWords(objectType: string): string {
  return objectExceptions[objectType] ?? objectType.toUpperCase().replaceAll('-', ' ');
}

const objectExceptions: Readonly<Record<string, string>> = { 'domain-constraint': 'CONSTRAINT', owned: 'OWNED BY' };

/** A string between dollar signs, with a tag that does not end it early. */
export function dollarQuoted(body: string): string {
  let delimiter = '$$';
  for (let count = 0; (body + delimiter).indexOf(delimiter) !== body.length; count++) {
    delimiter = count === 0 ? '$body$' : `$body${count}$`;
  }
  return delimiter + body + delimiter;
}
