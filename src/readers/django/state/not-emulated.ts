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
  /** `exception` is Python's class: `ValueError`, `FieldDoesNotExist`. */
  constructor(
    readonly exception: string,
    message: string,
  ) {
    super(message);
  }
}
