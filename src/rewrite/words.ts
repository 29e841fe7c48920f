import type { Unit } from './units.js';

/** Every word in a unit, of its operations and of what it says as text: what may be a name, and more. */
export function wordsOf({ operations, parts }: Unit): ReadonlySet<string> {
  const words = new Set<string>();
  collectWords(operations, words);
  collectWords(parts, words);
  return words;
}

/** Every word in a value, those of expressions too. A name without quotes is there as it is written and as it is known. */
export function collectWords(value: unknown, words: Set<string>): void {
  if (typeof value === 'string') {
    words.add(value);
    for (const [word] of value.matchAll(/[\p{L}_][\p{L}\p{N}_$]*|\*/gu)) words.add(word).add(word.toLowerCase());
  } else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) collectWords(part, words);
  }
}
