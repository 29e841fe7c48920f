import { createHash } from 'node:crypto';

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
    return createHash('sha256')
      .update(ordinal === 0 ? identity : `${identity}\n${ordinal}`)
      .digest('hex')
      .slice(0, 16);
  }
}
