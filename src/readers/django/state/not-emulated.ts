/**
 * Thrown where the SQL of an operation would depend on something that reading alone does not show: a custom field, a
 * function of the project. Whoever carries out an operation catches it and says the reason; it never leaves this folder
 * and the schema editor.
 */
export class NotEmulated extends Error {
  /** `reason` is a clause that completes "the SQL is not known: ...". */
  constructor(readonly reason: string) {
    super(reason);
  }
}

/** Thrown where Django itself stops with an exception. */
export class DjangoStops extends Error {
  /**
   * @param exception Python's class: `ValueError`, `FieldDoesNotExist`
   * @param refused the statement that Django does not send, where PostgreSQL would refuse it for the same reason
   */
  constructor(
    readonly exception: string,
    message: string,
    readonly refused?: string,
  ) {
    super(message);
  }
}
