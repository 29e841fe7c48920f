import type { PythonNode } from './node.js';
import type { PythonCall, PythonFunction, PythonValue } from './value.js';

/** The module that is read, for those who evaluate parts of it. */
export interface PythonContext {
  readonly text: string;
  /** The path of the file, for `__file__`. */
  readonly path: string;
  readonly evaluate: (node: PythonNode, scope: Scope) => PythonValue;
  /** What a function of the module returns for a call; undefined when that takes more than reading. */
  readonly call: (callee: PythonFunction, call: PythonCall, scope: Scope) => PythonValue | undefined;
  /** Names of other modules whose value is known all the same, by their dotted paths. */
  readonly constants: ReadonlyMap<string, string>;
  /** How many more rounds of loops, items of comprehensions and calls of functions may be followed. */
  budget: number;
}

/** Names and their values. What is not found here is looked for in the scope around it. */
export class Scope {
  private readonly names = new Map<string, PythonValue>();

  constructor(
    readonly context: PythonContext,
    private readonly outer?: Scope,
  ) {}

  get(name: string): PythonValue | undefined {
    return this.names.get(name) ?? this.outer?.get(name);
  }

  set(name: string, value: PythonValue): void {
    this.names.set(name, value);
  }

  /** A scope inside this one; what is set there is not seen here. */
  inner(): Scope {
    return new Scope(this.context, this);
  }

  /** The scope of the module. */
  get globals(): Scope {
    return this.outer?.globals ?? this;
  }

  /** What was set in this very scope, in the order it was first set. */
  get own(): ReadonlyMap<string, PythonValue> {
    return this.names;
  }

  evaluate(node: PythonNode): PythonValue {
    return this.context.evaluate(node, this);
  }

  /** The text of a node as it is written. */
  written(node: PythonNode): string {
    return this.context.text.slice(node.start, node.end);
  }

  /** Takes from the budget; false when there is nothing left, so that hostile files end soon. */
  spend(steps: number): boolean {
    this.context.budget -= steps;
    return this.context.budget >= 0;
  }
}
