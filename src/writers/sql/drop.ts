import { quoteIdentifier, quoteQualified } from '../../postgres/names.js';
import type { QualifiedName } from '../../core/name.js';
import { words } from './words.js';
import type { Parts } from './written.js';

interface DropOptions {
  readonly ifExists: boolean;
  readonly cascade?: boolean;
}

/** `DROP kind [IF EXISTS] name [CASCADE]`, of which one statement may name several. */
export function drop(kind: string, name: string, { ifExists, cascade }: DropOptions): Parts {
  return { head: words('DROP', kind, ifExists && 'IF EXISTS'), part: name, tail: cascade === true ? 'CASCADE' : '' };
}

/** `DROP kind [IF EXISTS] name ON table [CASCADE]` */
export function dropOnTable(
  kind: string,
  name: string,
  table: QualifiedName,
  { ifExists, cascade }: DropOptions,
): string {
  return words(
    'DROP',
    kind,
    ifExists && 'IF EXISTS',
    `${quoteIdentifier(name)} ON ${quoteQualified(table)}`,
    cascade === true && 'CASCADE',
  );
}
