import type { Topic } from './case.js';

export const partitions: Topic = {
  title: 'Partitions and inheritance',
  cases: [
    {
      id: 'attach-partition-scans',
      fixedIn: ['12.21', '13.17', '14.14', '15.9', '16.5', '17.1'],
      sql: "ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
    },
    {
      id: 'attach-partition-proven',
      fixedIn: ['12.21', '13.17', '14.14', '15.9', '16.5', '17.1'],
      sql: "ALTER TABLE events ATTACH PARTITION events_2027 FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')",
    },
    {
      id: 'attach-partition-wider-bound',
      fixedIn: ['12.21', '13.17', '14.14', '15.9', '16.5', '17.1'],
      sql: "ALTER TABLE events ATTACH PARTITION events_2027 FOR VALUES FROM ('2026-06-01') TO ('2029-01-01')",
    },
    {
      id: 'attach-partition-narrower-bound',
      fixedIn: ['12.21', '13.17', '14.14', '15.9', '16.5', '17.1'],
      sql: "ALTER TABLE events ATTACH PARTITION events_2027 FOR VALUES FROM ('2027-01-01') TO ('2027-06-01')",
    },
    {
      id: 'attach-partition-violated',
      fails: '23514',
      sql: "ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2030-01-01') TO ('2031-01-01')",
    },
    {
      id: 'attach-partition-no-primary-key',
      fixedIn: ['12.21', '13.17', '14.14', '15.9', '16.5', '17.1'],
      sql: "ALTER TABLE events ATTACH PARTITION events_bare FOR VALUES FROM ('2028-01-01') TO ('2029-01-01')",
    },
    {
      id: 'attach-partition-default-proven',
      since: 11,
      fixedIn: ['12.21', '13.17', '14.14', '15.9', '16.5', '17.1'],
      setup: [
        "ALTER TABLE events_rest ADD CONSTRAINT not_2027 CHECK (happened_on < '2027-01-01' OR happened_on >= '2028-01-01')",
      ],
      sql: "ALTER TABLE events ATTACH PARTITION events_2027 FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')",
    },
    {
      id: 'attach-partition-foreign-key',
      since: 11,
      setup: ['ALTER TABLE metrics ADD FOREIGN KEY (id) REFERENCES lonely'],
      sql: "ALTER TABLE metrics ATTACH PARTITION metrics_africa FOR VALUES IN ('africa')",
    },
    {
      id: 'attach-partition-builds-index',
      since: 11,
      setup: ['CREATE INDEX ON metrics (value)'],
      sql: "ALTER TABLE metrics ATTACH PARTITION metrics_africa FOR VALUES IN ('africa')",
    },
    { id: 'attach-partition-list', sql: "ALTER TABLE metrics ATTACH PARTITION metrics_asia FOR VALUES IN ('asia')" },
    {
      id: 'attach-partition-list-proven',
      sql: "ALTER TABLE metrics ATTACH PARTITION metrics_africa FOR VALUES IN ('africa')",
    },
    {
      id: 'attach-partition-list-nullable-check',
      sql: "ALTER TABLE metrics ATTACH PARTITION metrics_nulls FOR VALUES IN ('oceania')",
    },
    {
      id: 'attach-partition-list-with-more-values',
      sql: "ALTER TABLE metrics ATTACH PARTITION metrics_africa FOR VALUES IN ('africa', 'mars')",
    },
    {
      id: 'attach-partition-list-null',
      sql: "ALTER TABLE metrics ATTACH PARTITION metrics_nulls FOR VALUES IN ('oceania', NULL)",
    },
    { id: 'attach-partition-as-default', sql: 'ALTER TABLE metrics ATTACH PARTITION metrics_asia DEFAULT', since: 11 },
    {
      id: 'attach-partition-missing',
      unknowable: 'that nothing has this name is not in the history',
      fails: '42P01',
      sql: "ALTER TABLE metrics ATTACH PARTITION nowhere FOR VALUES IN ('asia')",
    },
    {
      id: 'attach-partition-to-plain-table',
      fails: ['42P17', '42809'],
      sql: "ALTER TABLE lonely ATTACH PARTITION metrics_asia FOR VALUES IN ('asia')",
    },
    {
      id: 'attach-partition-overlap',
      fails: '42P17',
      sql: "ALTER TABLE metrics ATTACH PARTITION metrics_asia FOR VALUES IN ('eu')",
    },
    {
      id: 'attach-partition-already',
      fails: '42809',
      sql: "ALTER TABLE metrics ATTACH PARTITION shards_0 FOR VALUES IN ('asia')",
    },
    {
      id: 'attach-partition-different-columns',
      fails: '42804',
      sql: "ALTER TABLE metrics ATTACH PARTITION lonely FOR VALUES IN ('asia')",
    },
    {
      id: 'attach-partition-new-table',
      setup: ['CREATE TABLE metrics_new (id integer, region text, value integer)'],
      sql: "ALTER TABLE metrics ATTACH PARTITION metrics_new FOR VALUES IN ('new')",
    },
    {
      id: 'attach-partition-subpartitioned',
      setup: [
        'CREATE TABLE regions_east (id integer NOT NULL, zone text NOT NULL, city text) PARTITION BY RANGE (id)',
        'CREATE TABLE regions_east_low PARTITION OF regions_east FOR VALUES FROM (0) TO (100)',
      ],
      sql: "ALTER TABLE regions ATTACH PARTITION regions_east FOR VALUES IN ('east')",
    },
    { id: 'detach-partition', sql: 'ALTER TABLE metrics DETACH PARTITION metrics_us' },
    { id: 'detach-partition-beside-default', sql: 'ALTER TABLE shards DETACH PARTITION shards_0' },
    { id: 'detach-partition-default', since: 11, sql: 'ALTER TABLE events DETACH PARTITION events_rest' },
    { id: 'detach-partition-referenced', since: 12, sql: 'ALTER TABLE events DETACH PARTITION events_2024' },
    {
      id: 'detach-partition-referenced-rows',
      since: 12,
      fails: '23503',
      sql: 'ALTER TABLE events DETACH PARTITION events_2023',
    },
    { id: 'detach-partition-subtree', sql: 'ALTER TABLE regions DETACH PARTITION regions_north' },
    {
      id: 'detach-partition-not-a-partition',
      fails: '42P01',
      sql: 'ALTER TABLE metrics DETACH PARTITION metrics_asia',
    },
    {
      id: 'detach-partition-concurrently-in-transaction',
      fails: '25001',
      sql: 'ALTER TABLE metrics DETACH PARTITION metrics_us CONCURRENTLY',
      since: 14,
    },
    {
      id: 'detach-partition-concurrently-old',
      fails: '42601',
      sql: 'ALTER TABLE metrics DETACH PARTITION metrics_us CONCURRENTLY',
      until: 13,
    },
    {
      id: 'detach-partition-concurrently',
      sql: 'ALTER TABLE metrics DETACH PARTITION metrics_us CONCURRENTLY',
      since: 14,
      transaction: false,
      concurrently: true,
      gates: [
        ['ACCESS SHARE', 'metrics'],
        ['ACCESS SHARE', 'metrics_us'],
      ],
    },
    {
      id: 'detach-partition-concurrently-default',
      fails: '55000',
      sql: 'ALTER TABLE events DETACH PARTITION events_2024 CONCURRENTLY',
      since: 14,
      transaction: false,
      concurrently: true,
    },
    { id: 'inherit', sql: 'ALTER TABLE wolves INHERIT animals' },
    { id: 'inherit-missing-column', fails: '42804', sql: 'ALTER TABLE lonely INHERIT animals' },
    { id: 'no-inherit', sql: 'ALTER TABLE cats NO INHERIT animals' },
    { id: 'no-inherit-not-a-parent', fails: '42P01', sql: 'ALTER TABLE wolves NO INHERIT animals' },
    { id: 'alter-partition-directly', sql: "ALTER TABLE events_2023 ADD CONSTRAINT c CHECK (kind <> '')" },
    { id: 'rename-partition', sql: 'ALTER TABLE events_2023 RENAME TO events_old' },
    { id: 'enable-trigger-partitioned', sql: 'ALTER TABLE events ENABLE TRIGGER ALL', since: 15 },
    {
      id: 'enable-trigger-partitioned-statement-only',
      sql: 'ALTER TABLE events ENABLE TRIGGER ALL',
      until: 14,
      unknowable: 'before 15 a foreign key has no triggers on a partitioned table that it points to',
    },
    {
      id: 'enable-trigger-partitioned-each-row',
      since: 11,
      setup: ['CREATE TRIGGER metrics_touch AFTER INSERT ON metrics FOR EACH ROW EXECUTE PROCEDURE touch()'],
      sql: 'ALTER TABLE metrics ENABLE TRIGGER metrics_touch',
    },
    {
      id: 'set-storage-parameters-partitioned',
      fails: ['22023', '42809'],
      sql: 'ALTER TABLE shards SET (fillfactor = 70)',
    },
    { id: 'owner-partitioned', sql: 'ALTER TABLE shards OWNER TO pg_monitor' },
  ],
};
