/** Remembers how to undo the changes of the open transaction, newest last. */
export class Journal {
  #undo: (() => void)[] | undefined;
  readonly #savepoints: { readonly name: string; readonly length: number }[] = [];

  /** Begins anew: what happened before can no longer be undone. */
  start(): void {
    this.#undo = [];
    this.#savepoints.length = 0;
  }

  /** Forgets how to undo: the transaction is committed. */
  stop(): void {
    this.#undo = undefined;
    this.#savepoints.length = 0;
  }

  record(undo: () => void): void {
    this.#undo?.push(undo);
  }

  /** Undoes everything since `start`. */
  rollback(): void {
    this.#rollbackTo(0);
    this.stop();
  }

  savepoint(name: string): void {
    if (this.#undo !== undefined) this.#savepoints.push({ name, length: this.#undo.length });
  }

  /** Undoes everything since the newest savepoint of that name, which stays in place. */
  rollbackToSavepoint(name: string): void {
    const index = this.#savepoints.findLastIndex((savepoint) => savepoint.name === name);
    const savepoint = this.#savepoints[index];
    if (savepoint === undefined) return;
    this.#savepoints.length = index + 1;
    this.#rollbackTo(savepoint.length);
  }

  releaseSavepoint(name: string): void {
    const index = this.#savepoints.findLastIndex((savepoint) => savepoint.name === name);
    if (index !== -1) this.#savepoints.length = index;
  }

  #rollbackTo(length: number): void {
    const undo = this.#undo;
    if (undo === undefined) return;
    while (undo.length > length) undo.pop()?.();
  }
}
