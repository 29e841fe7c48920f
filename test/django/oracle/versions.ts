import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The versions of Django that Lockstep emulates, oldest first. */
export const djangoVersions = ['3.2', '4.2', '5.0', '5.1', '5.2', '6.0'] as const;
export type DjangoVersion = (typeof djangoVersions)[number];

/** A Python that can import Django. */
export interface DjangoPython {
  readonly python: string;
  /** The directory that the packages were installed into, where the interpreter does not find them by itself. */
  readonly packages?: string;
}

interface Pin {
  readonly release: string;
  readonly driver: string;
  /** The oldest and the newest Python 3 that it runs on. */
  readonly python: readonly [number, number];
}

/** What is recorded, to the patch release: literals depend on the driver too. */
const pins: Readonly<Record<DjangoVersion, Pin>> = {
  '3.2': { release: '3.2.25', driver: 'psycopg2-binary==2.9.13', python: [6, 11] },
  '4.2': { release: '4.2.30', driver: 'psycopg[binary]==3.3.9', python: [10, 12] },
  '5.0': { release: '5.0.14', driver: 'psycopg[binary]==3.3.9', python: [10, 12] },
  '5.1': { release: '5.1.15', driver: 'psycopg[binary]==3.3.9', python: [10, 13] },
  '5.2': { release: '5.2.19', driver: 'psycopg[binary]==3.3.9', python: [10, 14] },
  '6.0': { release: '6.0.10', driver: 'psycopg[binary]==3.3.9', python: [12, 14] },
};

/**
 * The Python for a version of Django that is at hand without installing anything: the interpreter that
 * `LOCKSTEP_DJANGO_5_2` (for 5.2) names, or what an earlier `installDjango` left in the cache.
 */
export function findDjango(version: DjangoVersion): DjangoPython | undefined {
  const named = process.env[`LOCKSTEP_DJANGO_${version.replace('.', '_')}`];
  if (named !== undefined) return { python: named };
  for (const { python, minor } of pythons()) {
    const packages = packagesDirectory(version, minor);
    if (fits(version, minor) && existsSync(join(packages, 'complete'))) return { python, packages };
  }
  return undefined;
}

/** Installs a version of Django and its driver from PyPI into the cache. Throws when no Python at hand fits. */
export function installDjango(version: DjangoVersion): DjangoPython {
  const found = pythons().find(({ minor }) => fits(version, minor));
  const { release, driver, python: range } = pins[version];
  if (found === undefined) throw new Error(`Django ${version} needs Python 3.${range.join(' to 3.')}`);
  const packages = packagesDirectory(version, found.minor);
  const quietly = ['--quiet', '--disable-pip-version-check', '--root-user-action=ignore', '--upgrade'];
  execFileSync(found.python, ['-m', 'pip', 'install', ...quietly, '--target', packages, `Django==${release}`, driver], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  execFileSync(found.python, ['-c', `open(r"${join(packages, 'complete')}", "w").close()`]);
  return { python: found.python, packages };
}

function fits(version: DjangoVersion, minor: number): boolean {
  const [oldest, newest] = pins[version].python;
  return minor >= oldest && minor <= newest;
}

function packagesDirectory(version: DjangoVersion, minor: number): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(cache, 'lockstep-django', `django-${pins[version].release}-python-3.${String(minor)}`);
}

let known: readonly { readonly python: string; readonly minor: number }[] | undefined;

/** The Pythons of PATH and of pyenv, which keeps those that are not chosen out of PATH. */
function pythons(): readonly { readonly python: string; readonly minor: number }[] {
  const pyenv = join(homedir(), '.pyenv/versions');
  const kept = existsSync(pyenv) ? readdirSync(pyenv).map((name) => join(pyenv, name, 'bin/python')) : [];
  const minors = Array.from({ length: 9 }, (_, index) => `python3.${String(index + 6)}`);
  known ??= ['python3', ...minors, ...kept].flatMap((python) => {
    const answer = spawnSync(python, ['-c', 'import sys; print(*sys.version_info[:2])'], { encoding: 'utf8' });
    const [, major, minor] = answer.status === 0 ? (/^(\d+) (\d+)/.exec(answer.stdout) ?? []) : [];
    return major === '3' ? [{ python, minor: Number(minor) }] : [];
  });
  return known;
}
