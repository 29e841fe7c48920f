import type { Folder } from '../../src/runners/index.js';

/** A folder made of texts. `above` is what lies in the directories above it, by the names under which it is asked for. */
export function folderOf(
  path: string,
  files: Readonly<Record<string, string>>,
  above: Readonly<Record<string, string>> = {},
): Folder {
  return {
    path,
    files: Object.keys(files),
    text: (file) => files[file],
    nearest: (name) => files[name] ?? above[name],
  };
}

const table = 'CREATE TABLE t (id bigint);\n';
const up = (head: string): string => `${head}\n${table}`;

/** A small folder of each runner, as its own tool would lay it out. */
export const examples = {
  flyway: folderOf('app/sql', {
    'V1__init.sql': table,
    'V1.1__more.sql': table,
    'R__views.sql': '',
    'U1__init.sql': '',
  }),
  'flyway (configured)': folderOf(
    'app/sql',
    { 'V1__init.sql': table },
    { 'flyway.toml': '[flyway]\nmixed = true\n', 'package.json': '{}' },
  ),
  dbmate: folderOf('db/migrations', {
    '20240101000000_a.sql': up('-- migrate:up') + '\n-- migrate:down\nDROP TABLE t;\n',
    '20240102000000_b.sql': up('-- migrate:up transaction:false') + '\n-- migrate:down\n',
  }),
  goose: folderOf('migrations', { '00001_a.sql': up('-- +goose Up') + '-- +goose Down\nDROP TABLE t;\n' }),
  'golang-migrate': folderOf('migrations', { '000001_a.up.sql': table, '000001_a.down.sql': 'DROP TABLE t;' }),
  'golang-migrate (configured)': folderOf(
    'migrations',
    { '1_a.up.sql': table, '1_a.down.sql': '' },
    { 'go.mod': 'require github.com/golang-migrate/migrate/v4 v4.17.0', 'package.json': '{}' },
  ),
  sqitch: folderOf(
    'deploy',
    { 'users.sql': up('-- Deploy app:users to pg') },
    { 'sqitch.plan': '%project=app\nusers 2024' },
  ),
  liquibase: folderOf('changelog', { '001.sql': up('--liquibase formatted sql\n--changeset ann:1') }),
  supabase: folderOf('app/supabase/migrations', { '20240101000000_a.sql': table }),
  'supabase (written by drizzle-kit)': folderOf('supabase/migrations', {
    '20240101000000_a.sql': `${table}--> statement-breakpoint\n${table}`,
    'meta/_journal.json': '{"entries":[]}',
  }),
  prisma: folderOf('prisma/migrations', { 'migration_lock.toml': '', '20240101000000_init/migration.sql': table }),
  'prisma (no lock file)': folderOf('prisma/migrations', { '20240101000000_init/migration.sql': table }),
  drizzle: folderOf('drizzle', {
    '0000_adj_hero.sql': `${table}--> statement-breakpoint\n${table}`,
    'meta/_journal.json': '{"entries":[{"idx":0,"when":1,"tag":"0000_adj_hero","breakpoints":true}]}',
    'meta/0000_snapshot.json': '{"id":"a","prevId":"0"}',
  }),
  'drizzle (1.0)': folderOf('drizzle', {
    '20240101000000_init/migration.sql': table,
    '20240101000000_init/snapshot.json': '{"id":"a","prevIds":["0"]}',
  }),
  'node-pg-migrate': folderOf('migrations', { '1700000000000_a.sql': up('-- Up Migration') + '-- Down Migration\n' }),
  'node-pg-migrate (package.json)': folderOf(
    'migrations',
    { '1700000000000_a.sql': table },
    { 'package.json': '{"devDependencies":{"node-pg-migrate":"^7.0.0"}}' },
  ),
  atlas: folderOf('migrations', { '20240101000000.sql': table, 'atlas.sum': 'h1:x=\n20240101000000.sql h1:y=\n' }),
  diesel: folderOf('migrations', { '2024-01-01-000000_a/up.sql': table, '2024-01-01-000000_a/down.sql': '' }),
  sqlx: folderOf(
    'migrations',
    { '20240101000000_a.up.sql': table, '20240101000000_a.down.sql': '' },
    { 'Cargo.toml': '[dependencies]\nsqlx = "0.8"\n' },
  ),
  'rails-structure': folderOf('db', {
    'structure.sql': `${table}INSERT INTO "schema_migrations" (version) VALUES\n('1');`,
  }),
  plain: folderOf('migrations', { '001_a.sql': table, '002_b.sql': table }),
  'plain (sql-migrate)': folderOf('migrations', { '1_a.sql': up('-- +migrate Up') }),
} satisfies Readonly<Record<string, Folder>>;
