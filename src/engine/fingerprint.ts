/**
 * Gives each finding of a migration a name that survives moved lines and re-indented SQL: a digest of rule, message,
 * path and the statement's words. Equal findings are told apart by their order.
 */
export class Fingerprints {
  readonly #seen = new Map<string, number>();
  readonly #hash = new Hash();

  of(rule: string, messageId: string, path: string, statement: string): string {
    this.#hash.start().add(rule).add('\n').add(messageId).add('\n').add(path).add('\n').addWords(statement);
    const first = this.#hash.digest();
    const ordinal = this.#seen.get(first) ?? 0;
    this.#seen.set(first, ordinal + 1);
    // The hash goes on where it stopped.
    return ordinal === 0 ? first : this.#hash.add(`\n${ordinal}`).digest();
  }
}

/**
 * 64 bits of a text as hexadecimal digits. Nobody gains from forging a fingerprint, so a plain hash will do: two
 * multiplicative ones mixed into each other (cyrb53 of https://github.com/bryc/code, all of its bits kept). Loading
 * node:crypto would cost more than all else in the judging of a small file.
 */
class Hash {
  #high = 0;
  #low = 0;

  start(): this {
    this.#high = 0xdeadbeef;
    this.#low = 0x41c6ce57;
    return this;
  }

  add(text: string): this {
    let high = this.#high;
    let low = this.#low;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      high = Math.imul(high ^ unit, 2654435761);
      low = Math.imul(low ^ unit, 1597334677);
    }
    this.#high = high;
    this.#low = low;
    return this;
  }

  /** Adds a text as if it were on one line: runs of white space as one space, none at its ends. */
  addWords(text: string): this {
    let high = this.#high;
    let low = this.#low;
    const end = text.trimEnd().length;
    let isInSpace = true;
    for (let at = 0; at < end; at++) {
      let unit = text.charCodeAt(at);
      const wasInSpace = isInSpace;
      isInSpace = isWhiteSpace(unit);
      if (isInSpace) {
        if (wasInSpace) continue;
        unit = 32;
      }
      high = Math.imul(high ^ unit, 2654435761);
      low = Math.imul(low ^ unit, 1597334677);
    }
    this.#high = high;
    this.#low = low;
    return this;
  }

  digest(): string {
    let high = this.#high;
    let low = this.#low;
    high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
    low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
    return hexadecimal(low) + hexadecimal(high);
  }
}

/** As `\s` in a regular expression. */
function isWhiteSpace(unit: number): boolean {
  return unit < 128 ? unit === 32 || (unit >= 9 && unit <= 13) : /\s/.test(String.fromCharCode(unit));
}

/** Eight digits. Numbers beyond 31 bits are printed slowly, so the halves are printed apart. */
function hexadecimal(word: number): string {
  return fourDigits(word >>> 16) + fourDigits(word & 0xffff);
}

function fourDigits(half: number): string {
  // The digit above the four keeps leading zeros.
  return (half + 0x10000).toString(16).slice(1);
}
