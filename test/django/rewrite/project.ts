import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { rules } from '../../../rules/index.js';
import { lintFiles } from '../../../src/project/lint.js';
import { rewriteFiles, writePlans } from '../../../src/project/rewrite.js';
import type { RewriteResult } from '../../../src/project/rewrite.js';
import type { Finding } from '../../../src/core/finding.js';
import type { RewriteCase } from './cases.js';
import { initial } from './shop.js';

/** The project of a case on the disk, with the migration as it is or with the files of its plan. */
export interface ProjectOfCase {
  readonly directory: string;
  readonly result: RewriteResult;
  remove(): void;
}

/** The path of the migration that a case is about. */
const changePath = 'shop/migrations/0002_change.py';

/** Writes the project of a case, and the plan of its migration in place of it. */
export async function planProject(one: RewriteCase): Promise<ProjectOfCase> {
  const directory = originalProject(one);
  const options = { cwd: directory, paths: [changePath], postgres: 15, django: '5.2' } as const;
  const result = await rewriteFiles({ ...options, answers: new Map(Object.entries(one.answers ?? {})) }, rules);
  writePlans(result.plans, directory);
  return { directory, result, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** Writes the project of a case as it is; answers its directory. */
export function originalProject({ migration, models }: RewriteCase): string {
  const directory = mkdtempSync(join(tmpdir(), 'lockstep-django-'));
  const files = {
    'manage.py': '',
    'shop/__init__.py': '',
    'shop/models.py': models,
    'shop/migrations/__init__.py': '',
    'shop/migrations/0001_initial.py': initial,
    [changePath]: migration,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
}

/** What the rules find in the files of a plan as they lie on the disk. */
export async function findingsIn({ directory, result }: ProjectOfCase): Promise<readonly Finding[]> {
  const paths = filesOf(result).map(({ path }) => path);
  const { report } = await lintFiles({ cwd: directory, paths, postgres: 15, django: '5.2' }, rules);
  return report.findings;
}

/** The files of the one plan of a result. */
export function filesOf({ plans }: RewriteResult): readonly { readonly path: string; readonly text: string }[] {
  return plans.flatMap(({ phases }) => phases.flatMap(({ files }) => files));
}
