import type { Span } from '../../../core/span.js';
import type { Scope } from '../scope.js';

const routines = new Set(['function', 'procedure', 'routine', 'aggregate']);

/** Kinds of objects that a name alone does not tell apart. */
const identified = new Set([
  ...routines,
  'operator',
  'operator-class',
  'operator-family',
  'cast',
  'transform',
  'large-object',
  'user-mapping',
  'domain-constraint',
]);

/** The object as the statement names it, where its name does not say it all. */
export function identity(
  scope: Scope,
  objectType: string,
  range: () => { readonly from: number; readonly to: number },
): { readonly identity?: string } {
  if (!identified.has(objectType)) return {};
  const { from, to } = range();
  return identityAt(scope, objectType, scope.spanOf(from, to), to);
}

/** As `identity`, when it is known where the object stands; `to` is the token after it. */
function identityAt(scope: Scope, objectType: string, span: Span, to: number): { readonly identity?: string } {
  // A routine may be named without its arguments where there is only one of the name.
  if (routines.has(objectType) && scope.word(to - 1) !== ')') return {};
  return { identity: scope.textOf(span) };
}

/** Whether objects of a kind are told apart by more than their names. */
export function hasIdentity(objectType: string): boolean {
  return identified.has(objectType);
}

/** How many words of SQL the kind of an object is: `materialized-view` is two. */
export function typeWords(objectType: string): number {
  return objectType === 'domain-constraint' ? 1 : objectType.split('-').length;
}

/** The range of the object in `ALTER TYPE object OWNER TO role`, `SET SCHEMA name`, `RENAME TO name`. */
export function alteredRange(scope: Scope, objectType: string): { readonly from: number; readonly to: number } {
  return { from: 1 + typeWords(objectType), to: scope.tokens.length - 3 };
}

/** The range of the only object of a DROP: after IF EXISTS, before CASCADE or RESTRICT. */
export function droppedRange(scope: Scope, objectType: string): { readonly from: number; readonly to: number } {
  const words = 1 + typeWords(objectType);
  const last = scope.tokens.length;
  return {
    from: scope.word(words) === 'if' && scope.word(words + 1) === 'exists' ? words + 2 : words,
    to: ['cascade', 'restrict'].includes(scope.word(last - 1)) ? last - 1 : last,
  };
}
