import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { OracleServer } from './server.js';
import type { DjangoPython } from './versions.js';

/** An exception of Python. */
export interface DjangoError {
  readonly class: string;
  readonly message: string;
}

/** What Django made of one migration. */
export interface RecordedMigration {
  readonly app: string;
  readonly name: string;
  /** Below the project's directory. */
  readonly file: string;
  /** What `sqlmigrate` printed, unless it failed. */
  readonly sql?: string;
  readonly error?: DjangoError;
  /** What `migrate` executed through the schema editor; up to the failure where it was refused. */
  readonly executed: readonly string[];
  /** How `migrate` failed. */
  readonly refused?: DjangoError;
}

/** What Django's loader made of a project's graph, given what a database says is applied. */
export interface RecordedGraph {
  readonly applied: readonly string[];
  readonly roots?: Readonly<Record<string, readonly string[]>>;
  readonly leaves?: Readonly<Record<string, readonly string[]>>;
  readonly conflicts?: Readonly<Record<string, readonly string[]>>;
  /** The order in which `migrate` would take what is not applied, as `app.name`. */
  readonly plan?: readonly string[];
  /** What `makemigrations --merge` would write, printed with the file's text; only where there are conflicts. */
  readonly merge?: { readonly text: string; readonly error?: DjangoError };
  readonly error?: DjangoError;
}

export interface RecordedProject {
  /** The absolute directory. */
  readonly project: string;
  /** Major and minor of the server: `15.18`. */
  readonly postgres: string;
  readonly graphs: readonly RecordedGraph[];
  /** Absent where only the graph is asked for. */
  readonly migrations?: readonly RecordedMigration[];
}

/** Has real Django print and apply the migrations of some projects. Throws when the driver itself fails. */
export async function recordProjects(
  { python, packages }: DjangoPython,
  { socket, user }: OracleServer,
  projects: readonly string[],
): Promise<readonly RecordedProject[]> {
  const driver = fileURLToPath(new URL('record.py', import.meta.url));
  const paths = packages === undefined ? {} : { PYTHONPATH: packages };
  const child = spawn(python, [driver, '--socket', socket, '--user', user, ...projects], {
    env: { ...process.env, ...paths, PYTHONDONTWRITEBYTECODE: '1', PYTHONHASHSEED: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (status !== 0) throw new Error(Buffer.concat(complaints).toString('utf8'));
  // What record.py writes is this shape; both are of one repository.
  return (JSON.parse(Buffer.concat(out).toString('utf8')) as { projects: RecordedProject[] }).projects;
}
