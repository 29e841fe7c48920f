import type { QualifiedName } from '../name.js';
import type { TypeReference } from '../type.js';

/**
 * How a command of ALTER TABLE names its relation. All of it is absent for a plain `ALTER TABLE name`; commands of one
 * statement share it.
 */
export interface AlterTarget {
  /** `ALTER INDEX`, `ALTER VIEW`, ... in place of `ALTER TABLE`. */
  readonly relationKind?: 'table' | 'index' | 'view' | 'materialized-view';
  /** `ALTER TABLE ONLY`: children and partitions are left alone. */
  readonly only?: boolean;
  /** `ALTER TABLE IF EXISTS`: nothing happens when there is no such relation. */
  readonly ifRelationExists?: boolean;
}

/** A storage parameter or another option in a list: `fillfactor = 70`, `security_barrier`. */
export interface StorageParameter {
  /** With its namespace where it has one: `toast.autovacuum_enabled`. */
  readonly name: string;
  /** The value as a text without quotes; absent when none is written, which stands for true. */
  readonly value?: string;
}

/** Options of a sequence, also of the one behind an identity column. Numbers are texts: they may exceed 2^53. */
export interface SequenceOptions {
  /** `AS type`. */
  readonly type?: TypeReference;
  readonly start?: string;
  /** `RESTART` without a number, which goes back to the start, is null. */
  readonly restart?: string | null;
  readonly increment?: string;
  /** `NO MINVALUE` is null. */
  readonly minValue?: string | null;
  /** `NO MAXVALUE` is null. */
  readonly maxValue?: string | null;
  readonly cache?: string;
  readonly cycle?: boolean;
  /** `SEQUENCE NAME`, as pg_dump writes for an identity column. */
  readonly sequenceName?: QualifiedName;
}

/** How an object is named where its name alone does not say which is meant. */
export interface ObjectIdentity {
  /**
   * The object as SQL names it, as written: `total(integer)`, `int_ops USING btree`, `(text AS integer)`. Absent when
   * the name says it all.
   */
  readonly identity?: string;
}
