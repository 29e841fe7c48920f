import { parseDuration } from '../core/duration.js';
import type { Operation, OperationOf } from '../core/operation.js';

/** `lock_timeout` and `statement_timeout` as the statements so far have set them, in milliseconds; 0 is switched off. */
export class Timeouts {
  #session: Values = {};
  #local: Values = {};

  get lockTimeout(): number | undefined {
    return this.#local.lock_timeout ?? this.#session.lock_timeout;
  }

  get statementTimeout(): number | undefined {
    return this.#local.statement_timeout ?? this.#session.statement_timeout;
  }

  /** Follows SET, SET LOCAL and RESET. A SET LOCAL outside a transaction has no effect, as PostgreSQL warns. */
  follow(operation: Operation, inTransaction: boolean): void {
    if (operation.kind === 'set-parameter') this.#set(operation, inTransaction);
    else if (operation.kind === 'reset-parameter') this.#reset(operation.parameter);
  }

  /** SET LOCAL ends with its transaction. */
  endTransaction(): void {
    this.#local = {};
  }

  #set(operation: OperationOf<'set-parameter'>, inTransaction: boolean): void {
    const { parameter, values, local } = operation;
    if (!isTimeout(parameter)) return;
    if (values.length === 0) {
      this.#reset(parameter);
      return;
    }
    const milliseconds = parseDuration(values[0] ?? '');
    if (milliseconds === undefined) return;
    if (!local) {
      this.#session = { ...this.#session, [parameter]: milliseconds };
      this.#local = { ...this.#local, [parameter]: undefined };
    } else if (inTransaction) this.#local = { ...this.#local, [parameter]: milliseconds };
  }

  #reset(parameter: string | undefined): void {
    if (parameter !== undefined && !isTimeout(parameter)) return;
    const cleared = parameter === undefined ? undefined : { [parameter]: undefined };
    this.#session = cleared === undefined ? {} : { ...this.#session, ...cleared };
    this.#local = cleared === undefined ? {} : { ...this.#local, ...cleared };
  }
}

type TimeoutName = 'lock_timeout' | 'statement_timeout';
type Values = Partial<Record<TimeoutName, number | undefined>>;

function isTimeout(parameter: string): parameter is TimeoutName {
  return parameter === 'lock_timeout' || parameter === 'statement_timeout';
}
