import { execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Installation, installations, unprivileged } from '../../proof/engines/server.js';

/** A throw-away PostgreSQL for Django to talk to. */
export interface OracleServer {
  /** The directory of its socket; it listens nowhere else. */
  readonly socket: string;
  /** A superuser of it, who needs no password. */
  readonly user: string;
  stop(): Promise<void>;
}

/** The newest PostgreSQL installed on this machine, if any. */
export function newestInstallation(): Installation | undefined {
  return installations().at(-1);
}

/** Starts an empty cluster on a unix socket under the directory for temporary files. */
export async function startOracleServer({ directory: bin, psql }: Installation): Promise<OracleServer> {
  const user = unprivileged();
  const socket = mkdtempSync(join(tmpdir(), 'lockstep-oracle-'));
  if (user.uid !== undefined) chownSync(socket, user.uid, user.gid ?? user.uid);
  const data = join(socket, 'data');
  const cluster = ['-D', data, '-U', 'oracle', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C'];
  execFileSync(join(bin, 'initdb'), cluster, { stdio: 'ignore', ...user });
  const settings = ['listen_addresses=', 'allow_in_place_tablespaces=on', 'fsync=off', 'synchronous_commit=off']
    .concat([`unix_socket_directories=${socket}`, 'autovacuum=off'])
    .flatMap((setting) => ['-c', setting]);
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...settings], { stdio: 'ignore', ...user });
  const stop = async (): Promise<void> => {
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGINT');
    await gone;
    rmSync(socket, { recursive: true, force: true });
  };
  await answers(psql, socket);
  // Fields and indexes of the corpus name it.
  run(psql, socket, "CREATE TABLESPACE elsewhere LOCATION ''");
  return { socket, user: 'oracle', stop };
}

async function answers(psql: string, socket: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    try {
      run(psql, socket, 'SELECT 1');
      return;
    } catch {
      // Not listening yet: the next attempt tells.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error('the throw-away PostgreSQL did not start');
}

function run(psql: string, socket: string, sql: string): void {
  execFileSync(psql, ['-h', socket, '-U', 'oracle', '-d', 'postgres', '-c', sql], { stdio: 'ignore' });
}
