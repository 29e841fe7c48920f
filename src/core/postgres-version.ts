/** The major versions of PostgreSQL that Lockstep knows. The newest is the default. */
export const postgresVersions = [10, 11, 12, 13, 14, 15, 16, 17, 18] as const;

export type PostgresVersion = (typeof postgresVersions)[number];

export const newestPostgresVersion: PostgresVersion = 18;
