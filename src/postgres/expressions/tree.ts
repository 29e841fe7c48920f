import type { QualifiedName } from '../../core/name.js';
import type { Span } from '../../core/span.js';

/** A column an expression uses, as written and folded, with the place of its whole name. */
export interface ColumnUse {
  readonly name: string;
  /** The table or alias in front of it. */
  readonly table?: QualifiedName;
  readonly span: Span;
  /** The place of the last part alone: what changes when the column is renamed. */
  readonly nameSpan: Span;
}

/** A function an expression calls. Words of the grammar that act as one (`current_timestamp`) are listed as well. */
export interface FunctionUse extends QualifiedName {
  /** How many arguments; undefined where they could not be counted. */
  readonly arguments?: number;
  readonly span: Span;
}

/** A type an expression casts to, with the string it casts when that is a literal. */
export interface TypeUse extends QualifiedName {
  readonly literal?: string;
  readonly span: Span;
}

/** An expression as far as proofs over conditions need to know it; everything else is `other`. */
export type ExpressionNode = Span &
  (
    | { readonly kind: 'column'; readonly column: ColumnUse }
    | { readonly kind: 'constant'; readonly type: 'string' | 'number' | 'boolean' | 'null'; readonly text: string }
    | { readonly kind: 'call'; readonly function: FunctionUse; readonly arguments: readonly ExpressionNode[] }
    | { readonly kind: 'cast'; readonly operand: ExpressionNode; readonly type: TypeName }
    | { readonly kind: 'unary'; readonly operator: string; readonly operand: ExpressionNode }
    | {
        readonly kind: 'binary';
        readonly operator: string;
        readonly left: ExpressionNode;
        readonly right: ExpressionNode;
        /** `x = ANY (...)`, `x <> ALL (...)` */
        readonly quantifier?: 'any' | 'all';
      }
    /** `x IS NULL`, `x IS NOT TRUE`, `x IS UNKNOWN`: `test` is what follows IS, without NOT. */
    | { readonly kind: 'is'; readonly operand: ExpressionNode; readonly test: string; readonly negated: boolean }
    | {
        readonly kind: 'between';
        readonly operand: ExpressionNode;
        readonly low: ExpressionNode;
        readonly high: ExpressionNode;
        readonly negated: boolean;
      }
    | {
        readonly kind: 'in';
        readonly operand: ExpressionNode;
        readonly items: readonly ExpressionNode[];
        readonly negated: boolean;
      }
    | { readonly kind: 'list'; readonly form: 'row' | 'array'; readonly items: readonly ExpressionNode[] }
    /** What is not looked into; `name` is what PostgreSQL would call its output column, where it has a name. */
    | { readonly kind: 'other'; readonly name?: string }
  );

/** A type as a cast names it; aliases are left as written. */
export interface TypeName extends QualifiedName {
  readonly modifiers: string;
  readonly array: boolean;
}
