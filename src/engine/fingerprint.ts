/**
 * Gives each finding of a migration a name that survives moved lines and re-indented SQL: a digest of rule, message,
 * path and the statement's words. Equal findings are told apart by their order.
 */
export class Fingerprints {
  readonly #seen = new Map<string, number>();

  of(rule: string, messageId: string, path: string, statement: string): string {
    const identity = [rule, messageId, path, statement.replace(/\s+/g, ' ').trim()].join('\n');
    const ordinal = this.#seen.get(identity) ?? 0;
    this.#seen.set(identity, ordinal + 1);
    return digest(ordinal === 0 ? identity : `${identity}\n${ordinal}`);
  }
}

/**
 * 64 bits of a text as hexadecimal digits. Nobody gains from forging a fingerprint, so a plain hash will do: two
 * multiplicative ones mixed into each other (cyrb53 of https://github.com/bryc/code, all of its bits kept). Loading
 * node:crypto would cost more than all else in the judging of a small file.
 */
function digest(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return hexadecimal(low) + hexadecimal(high);
}

function hexadecimal(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
