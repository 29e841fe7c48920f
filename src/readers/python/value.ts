import type { Span } from '../../core/span.js';
import type { PythonNode } from './node.js';

/** What a Python expression evaluates to, as far as reading alone can tell. Plain data; nothing is executed. */
export type PythonValue =
  | PythonString
  | PythonNumber
  | PythonBoolean
  | PythonNone
  | PythonSequence
  | PythonDict
  | PythonName
  | PythonAttribute
  | PythonCall
  | PythonFunction
  | PythonClass
  | PythonBinary
  | PythonUnary
  | PythonConditional
  | PythonSpread
  | PythonFilePath
  | PythonFileText
  | PythonUnknown;

/** Every value knows where it is written: a constant where its literal stands, not where its name is used. */
interface Written {
  readonly span: Span;
}

/** A `str` or `bytes` whose characters are all known. */
export interface PythonString extends Written {
  readonly kind: 'string';
  /** The evaluated text: escapes resolved, adjacent literals joined. */
  readonly text: string;
  /** Where its characters come from, in order and without gaps. */
  readonly segments: readonly TextSegment[];
  readonly bytes?: true;
}

/**
 * Characters `from` up to `to` of an evaluated string, and what they are written as in the file. When both are equally
 * long they correspond one to one; else the whole segment stands for the whole span (an escape, a filled-in name).
 */
export interface TextSegment {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

export interface PythonNumber extends Written {
  readonly kind: 'number';
  readonly value: number;
  /** In decimal digits as Python prints an `int`, exact for any size; for a `float` as it is written. */
  readonly text: string;
  readonly integer: boolean;
}

export interface PythonBoolean extends Written {
  readonly kind: 'boolean';
  readonly value: boolean;
}

export interface PythonNone extends Written {
  readonly kind: 'none';
}

/** Items that could not be counted out stand among the others as a `spread`. */
export interface PythonSequence extends Written {
  readonly kind: 'list' | 'tuple' | 'set';
  readonly items: readonly PythonValue[];
}

/** Unpacked entries (`**other`) that are not known have no key. */
export interface PythonDict extends Written {
  readonly kind: 'dict';
  readonly entries: readonly PythonEntry[];
}

export interface PythonEntry {
  readonly key: PythonValue | undefined;
  readonly value: PythonValue;
  /** From the key to the end of the value. */
  readonly span: Span;
}

/** A name that was imported or is built in: `django.db.models.CharField`, `settings.DEBUG` in full, `list`. */
export interface PythonName extends Written {
  readonly kind: 'name';
  /** Dotted, resolved through imports and their aliases. Relative imports keep their dots: `..models.make_token`. */
  readonly path: string;
  /** Whether an import brought it; else it is built in or nothing in the file defines it. */
  readonly imported: boolean;
}

/** An attribute of something that is no name: `Lower("a").desc`. */
export interface PythonAttribute extends Written {
  readonly kind: 'attribute';
  readonly object: PythonValue;
  readonly name: string;
}

export interface PythonCall extends Written {
  readonly kind: 'call';
  readonly callee: PythonValue;
  /** The dotted path of the callee when it is a name, a function or class of this file. */
  readonly path: string | undefined;
  readonly positional: readonly PythonValue[];
  readonly keywords: readonly PythonKeyword[];
}

/** `name=value` in a call; `**values` that are not known have no name. */
export interface PythonKeyword {
  readonly name: string | undefined;
  readonly value: PythonValue;
  /** From the name to the end of the value as they stand in the call. */
  readonly span: Span;
}

/** A function or lambda of this file. */
export interface PythonFunction extends Written {
  readonly kind: 'function';
  /** `<lambda>` for a lambda, as Python calls it. */
  readonly name: string;
  readonly parameters: readonly PythonParameter[];
  /** The name where it is defined, for messages. */
  readonly nameSpan: Span;
  /** The Body of a `def`, the expression of a lambda. */
  readonly body: PythonNode | undefined;
}

export interface PythonParameter {
  readonly name: string;
  /** `rest` for `*args`, `keywords` for `**kwargs`. */
  readonly kind: 'single' | 'rest' | 'keywords';
  readonly default?: PythonNode;
}

/** A class of this file. */
export interface PythonClass extends Written {
  readonly kind: 'class';
  readonly name: string;
  readonly nameSpan: Span;
  readonly bases: readonly PythonValue[];
  /** Attributes and methods, in the order in which they were first set. */
  readonly attributes: ReadonlyMap<string, PythonValue>;
}

/** An operation that could not be computed: `F("a") + 1`, `Q(a=1) | Q(b=2)`, `DEBUG and X`. */
export interface PythonBinary extends Written {
  readonly kind: 'binary';
  /** The operator as it is written, with one space: `+`, `|`, `==`, `not in`, `and`. */
  readonly operator: string;
  readonly left: PythonValue;
  readonly right: PythonValue;
}

export interface PythonUnary extends Written {
  readonly kind: 'unary';
  readonly operator: '-' | '+' | '~' | 'not';
  readonly operand: PythonValue;
}

/** One of two values; which one is known only when Python runs. Also what an `if` statement leaves behind. */
export interface PythonConditional extends Written {
  readonly kind: 'conditional';
  readonly test: PythonValue;
  readonly then: PythonValue;
  readonly otherwise: PythonValue;
}

/** An unknown number of items: `*rest`, `[...] + helper()`, a comprehension. */
export interface PythonSpread extends Written {
  readonly kind: 'spread';
  readonly of: PythonValue;
}

/** A path computed from constants and `__file__`, with forward slashes and without `.` and `..` where they resolve. */
export interface PythonFilePath extends Written {
  readonly kind: 'file-path';
  readonly path: string;
}

/** What reading a file gives: `open(...).read()`, `Path(...).read_text()`. */
export interface PythonFileText extends Written {
  readonly kind: 'file-text';
  readonly path: string;
}

export interface PythonUnknown extends Written {
  readonly kind: 'unknown';
  /** A noun phrase for messages: `a comprehension`, `an f-string of names that are not constant`. */
  readonly reason: string;
}
