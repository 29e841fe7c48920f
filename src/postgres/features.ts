import type { PostgresVersion } from '../core/postgres-version.js';

interface Feature {
  /** The first version that has it. */
  readonly since: PostgresVersion;
  /** What an older version lacks, as the subject of a sentence. */
  readonly what: string;
}

/**
 * What PostgreSQL learned after version 10, as far as migrations use it. Each line is in the release notes of its
 * version: https://www.postgresql.org/docs/release/ followed by the version, `11.0` to `18.0`, under "Changes".
 */
const features = {
  'covering-index': { since: 11, what: 'INCLUDE columns of an index' },
  'hash-partition': { since: 11, what: 'hash partitioning' },
  'default-partition': { since: 11, what: 'a DEFAULT partition' },
  'partitioned-index': { since: 11, what: 'an index on a partitioned table' },
  'partitioned-unique': { since: 11, what: 'a unique or primary key constraint on a partitioned table' },
  'partitioned-foreign-key': { since: 11, what: 'a foreign key of a partitioned table' },
  'array-of-domain': { since: 11, what: 'an array of a domain' },
  'partitioned-row-trigger': { since: 11, what: 'a trigger for each row of a partitioned table' },
  'default-without-rewrite': { since: 11, what: 'a new column with a default that leaves the rows alone' },
  'execute-function': { since: 11, what: 'EXECUTE FUNCTION of CREATE TRIGGER' },
  procedure: { since: 11, what: 'a procedure' },
  'enum-value-in-transaction': { since: 12, what: 'ADD VALUE inside a transaction' },
  'references-partitioned': { since: 12, what: 'a foreign key to a partitioned table' },
  'not-null-by-check': { since: 12, what: 'SET NOT NULL that trusts a valid CHECK' },
  'attach-beside-queries': { since: 12, what: 'ATTACH PARTITION beside queries of the parent' },
  'stored-generated-column': { since: 12, what: 'a generated column' },
  'reindex-concurrently': { since: 12, what: 'REINDEX CONCURRENTLY' },
  'partitioned-before-trigger': { since: 13, what: 'a BEFORE trigger for each row of a partitioned table' },
  'drop-expression': { since: 13, what: 'DROP EXPRESSION' },
  'tid-range-scan': { since: 14, what: 'a scan of a range of pages' },
  'column-compression': { since: 14, what: 'SET COMPRESSION' },
  'detach-concurrently': { since: 14, what: 'DETACH PARTITION CONCURRENTLY' },
  'partitioned-reindex': { since: 14, what: 'REINDEX of a partitioned table' },
  'replace-trigger': { since: 14, what: 'CREATE OR REPLACE TRIGGER' },
  'nulls-not-distinct': { since: 15, what: 'NULLS NOT DISTINCT' },
  'set-access-method': { since: 15, what: 'SET ACCESS METHOD' },
  'security-invoker-view': { since: 15, what: 'a view that reads as the one who asks' },
  merge: { since: 15, what: 'MERGE' },
  'set-expression': { since: 17, what: 'SET EXPRESSION of a generated column' },
  'partitioned-exclusion': { since: 17, what: 'an exclusion constraint on a partitioned table' },
  'partitioned-identity': { since: 17, what: 'an identity column of a partitioned table' },
  'partitioned-access-method': { since: 17, what: 'SET ACCESS METHOD of a partitioned table' },
  'not-null-constraint': { since: 18, what: 'a NOT NULL constraint as a table constraint' },
  'not-enforced': { since: 18, what: 'NOT ENFORCED' },
  'virtual-generated-column': { since: 18, what: 'a virtual generated column' },
  'partitioned-foreign-key-not-valid': { since: 18, what: 'a NOT VALID foreign key of a partitioned table' },
  'alter-constraint-inherit': { since: 18, what: 'ALTER CONSTRAINT ... INHERIT' },
} as const satisfies Readonly<Record<string, Feature>>;

export type FeatureName = keyof typeof features;

/** Whether the version has the feature. */
export function supports(postgres: PostgresVersion, feature: FeatureName): boolean {
  return postgres >= features[feature].since;
}

/** A clause for `fails`: what is missing, and since when PostgreSQL has it. */
export function missingFeature(postgres: PostgresVersion, feature: FeatureName): string {
  const { what, since } = features[feature];
  return `PostgreSQL ${postgres} does not know ${what}, which came with version ${since}`;
}
