import { spawn, execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PostgresVersion } from '../../../src/core/postgres-version.js';
import { postgresVersions } from '../../../src/core/postgres-version.js';
import { schemaSql } from '../schema.js';
import { releaseQuery } from './engine.js';
import type { BareEngine, Engine, Session } from './engine.js';
import { connect, type PsqlSession } from './psql.js';

/** The programs of one installed PostgreSQL. */
export interface Installation {
  readonly version: PostgresVersion;
  readonly directory: string;
  /** The client to talk to it with; some packages of servers come without one, and a newer one serves as well. */
  readonly psql: string;
}

/**
 * The PostgreSQL servers installed on this machine that Lockstep knows, one per major version, oldest first: those of
 * Debian's packages, of PATH, and of the `bin` directories that LOCKSTEP_POSTGRES names, separated by colons.
 */
export function installations(): readonly Installation[] {
  const found = new Map<PostgresVersion, string>();
  const directories = candidateDirectories();
  for (const directory of directories) {
    if (!existsSync(join(directory, 'initdb'))) continue;
    const text = execFileSync(join(directory, 'postgres'), ['--version'], { encoding: 'utf8' });
    const major = Number(/ (\d+)/.exec(text)?.[1]);
    const version = postgresVersions.find((known) => known === major);
    if (version !== undefined && !found.has(version)) found.set(version, directory);
  }
  return [...found]
    .sort(([a], [b]) => a - b)
    .flatMap(([version, directory]) => {
      const psql = [directory, ...pathDirectories(), ...directories]
        .map((each) => join(each, 'psql'))
        .find((program) => existsSync(program));
      return psql === undefined ? [] : [{ version, directory, psql }];
    });
}

function candidateDirectories(): readonly string[] {
  const debian = '/usr/lib/postgresql';
  const packaged = existsSync(debian) ? readdirSync(debian).map((name) => join(debian, name, 'bin')) : [];
  const named = (process.env['LOCKSTEP_POSTGRES'] ?? '').split(':');
  return [...named, ...packaged, ...pathDirectories()].filter((directory) => existsSync(join(directory, 'postgres')));
}

function pathDirectories(): readonly string[] {
  return (process.env['PATH'] ?? '').split(':');
}

/** Starts a throw-away cluster on a unix socket and builds the schema of the proof in it. */
export async function startServer(installation: Installation): Promise<Engine> {
  const cluster = await Cluster.start(installation);
  const engine = await cluster.open(installation.version, () => cluster.createTemplate(installation.version));
  return { ...engine, fresh: () => cluster.fresh() };
}

/** Starts a throw-away cluster on a unix socket with nothing in it. */
export async function openServer(installation: Installation): Promise<BareEngine> {
  const cluster = await Cluster.start(installation);
  return cluster.open(installation.version, () => cluster.createEmpty());
}

class Cluster {
  readonly #psql: string;
  readonly #directory: string;
  readonly #user: Ids;
  readonly #server: ReturnType<typeof spawn>;
  readonly #sessions = new Set<PsqlSession>();
  #copies = 0;

  private constructor({ directory: bin, psql }: Installation, directory: string, user: Ids) {
    this.#psql = psql;
    this.#directory = directory;
    this.#user = user;
    const settings = [
      'listen_addresses=',
      'allow_in_place_tablespaces=on',
      'fsync=off',
      'enable_indexscan=off',
      'enable_indexonlyscan=off',
      'enable_bitmapscan=off',
      'autovacuum=off',
      `unix_socket_directories=${directory}`,
    ];
    this.#server = spawn(
      join(bin, 'postgres'),
      ['-D', join(directory, 'data'), ...settings.flatMap((setting) => ['-c', setting])],
      { stdio: 'ignore', ...user },
    );
  }

  static async start(installation: Installation): Promise<Cluster> {
    const user = unprivileged();
    const directory = mkdtempSync(join(tmpdir(), 'lockstep-proof-'));
    if (user.uid !== undefined) chownSync(directory, user.uid, user.gid ?? user.uid);
    execFileSync(
      join(installation.directory, 'initdb'),
      ['-D', join(directory, 'data'), '-U', 'proof', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C'],
      { stdio: 'ignore', ...user },
    );
    const cluster = new Cluster(installation, directory, user);
    await cluster.#ready();
    return cluster;
  }

  async #ready(): Promise<void> {
    for (let attempt = 0; attempt < 200; attempt++) {
      try {
        execFileSync(this.#psql, ['-h', this.#directory, '-U', 'proof', '-d', 'postgres', '-c', 'SELECT 1'], {
          stdio: 'ignore',
          ...this.#user,
        });
        return;
      } catch {
        // Not listening yet: the next attempt tells.
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
    throw new Error('the throw-away PostgreSQL did not start');
  }

  connect(database: string): PsqlSession {
    const session = connect(this.#psql, this.#directory, database, this.#user);
    this.#sessions.add(session);
    return session;
  }

  /** What a started cluster is to the proof, once `create` has made the database `proof`. */
  async open(version: PostgresVersion, create: () => Promise<void>): Promise<BareEngine> {
    try {
      await create();
      const session = this.connect('proof');
      const release = await session.json<string>(releaseQuery);
      return {
        name: `PostgreSQL ${release}`,
        release,
        version,
        concurrently: true,
        session,
        close: () => this.stop(),
      };
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  createEmpty(): Promise<void> {
    return this.#admin('CREATE DATABASE proof');
  }

  /** The schema is built once in a template; `proof` and every fresh copy are made from it. */
  async createTemplate(version: PostgresVersion): Promise<void> {
    await this.#admin("CREATE TABLESPACE elsewhere LOCATION ''");
    await this.#admin('CREATE DATABASE template_proof');
    this.#script('template_proof', schemaSql(version));
    await this.#admin('CREATE DATABASE proof TEMPLATE template_proof');
  }

  async fresh(): ReturnType<Engine['fresh']> {
    const database = `copy_${String(++this.#copies)}`;
    await this.#admin(`CREATE DATABASE ${database} TEMPLATE template_proof`);
    const sessions = [this.connect(database), this.connect(database), this.connect(database)] as const;
    const [session, blocker, monitor] = sessions;
    return {
      session,
      others: { blocker, monitor },
      drop: async () => {
        for (const each of sessions) await this.#disconnect(each);
        await this.#admin(`DROP DATABASE IF EXISTS ${database}`);
      },
    };
  }

  #script(database: string, sql: string): void {
    execFileSync(this.#psql, ['-Xq', '-v', 'ON_ERROR_STOP=1', '-h', this.#directory, '-U', 'proof', '-d', database], {
      input: sql,
      stdio: ['pipe', 'ignore', 'pipe'],
      ...this.#user,
    });
  }

  async #admin(sql: string): Promise<void> {
    const session = this.connect('postgres');
    await must(session, sql);
    await this.#disconnect(session);
  }

  async #disconnect(session: PsqlSession): Promise<void> {
    this.#sessions.delete(session);
    await session.end();
  }

  async stop(): Promise<void> {
    for (const session of this.#sessions) await session.end();
    const gone = new Promise((resolve) => this.#server.once('exit', resolve));
    this.#server.kill('SIGINT');
    await gone;
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

async function must(session: Session, sql: string): Promise<void> {
  const failure = await session.run(sql);
  if (failure) throw new Error(`${failure.code} ${failure.message}\n${sql}`);
}

export type Ids = { readonly uid?: number; readonly gid?: number };

/** Whom to start a server as. PostgreSQL refuses to run as root; then the user `postgres` or else `nobody` runs it. */
export function unprivileged(): Ids {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  const line = users.find((user) => user.startsWith('postgres:')) ?? users.find((user) => user.startsWith('nobody:'));
  const fields = line?.split(':') ?? [];
  return { uid: Number(fields[2]), gid: Number(fields[3]) };
}
