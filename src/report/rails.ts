/** The rails of a timeline: one for each relation whose lock keeps others waiting until the transaction ends. */
export class Rails {
  readonly #held: string[] = [];

  get relations(): readonly string[] {
    return this.#held;
  }

  /** The rails as they run past a line. */
  draw(): string {
    return this.#row('┃');
  }

  /** The rails of the line on which a relation is locked. A lock that nobody waits for gets no rail. */
  take(relation: string, isFelt: boolean): string {
    if (!isFelt) return this.draw();
    const known = this.#held.indexOf(relation);
    if (known === -1) this.#held.push(relation);
    const at = known === -1 ? this.#held.length - 1 : known;
    if (at >= most) return this.draw();
    const sign = known === -1 ? '┏' : '┣';
    return this.#held
      .slice(0, most)
      .map((_, index) => (index === at ? sign : '┃'))
      .join(' ')
      .concat(' ');
  }

  /** The ends of the rails. */
  end(): string {
    return this.#row('┗');
  }

  release(): void {
    this.#held.length = 0;
  }

  #row(sign: string): string {
    const count = Math.min(this.#held.length, most);
    return `${sign} `.repeat(count);
  }
}

/** More rails than this are not drawn; the lines still name every lock. */
const most = 8;
