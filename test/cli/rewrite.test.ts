import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { lintJson, lockstep, project } from './command-line.js';

const users = 'CREATE TABLE users (id bigint PRIMARY KEY, name text);\n';
const index = {
  'm/0001_users.sql': users,
  'm/0002_index.sql':
    '-- Look up by name.\nCREATE INDEX users_name_idx ON users (name);\n\nCREATE TABLE tags (id int); -- small\n',
};
const required = {
  'm/0001_users.sql': users,
  'm/0002_email.sql': 'ALTER TABLE users ADD COLUMN email text NOT NULL;\n',
};

interface JsonPlans {
  readonly schemaVersion: number;
  readonly plans: readonly {
    readonly file: string;
    readonly findings: readonly string[];
    readonly applicability: string;
    readonly phases: readonly {
      readonly name: string;
      readonly deploy: string;
      readonly files: readonly { readonly path: string; readonly transaction: boolean; readonly text: string }[];
    }[];
  }[];
}

async function plansOf(args: readonly string[], cwd: string): Promise<JsonPlans> {
  const { stdout } = await lockstep(['rewrite', '--format', 'json', ...args], { cwd });
  return JSON.parse(stdout) as JsonPlans;
}

describe('rewrite', () => {
  test('shows the plan and leaves the disk as it is', async () => {
    const cwd = project(index);
    const { code, stdout } = await lockstep(['rewrite', 'm/0002_index.sql'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('CREATE INDEX CONCURRENTLY users_name_idx');
    expect(readdirSync(path.join(cwd, 'm'))).toEqual(['0001_users.sql', '0002_index.sql']);
    expect(readFileSync(path.join(cwd, 'm/0002_index.sql'), 'utf8')).toBe(index['m/0002_index.sql']);
  });

  test('the plans of one run go on one behind the other', async () => {
    const cwd = project({
      ...index,
      'm/0003_more.sql': 'CREATE INDEX users_id_name_idx ON users (id, name); CREATE TABLE more (id int);\n',
    });
    const { plans } = await plansOf(['m'], cwd);
    const paths = plans.map((plan) => plan.phases.flatMap(({ files }) => files.map((file) => file.path)));
    expect(paths.map(([first]) => first)).toEqual(['m/0002_index.sql', 'm/0003_more.sql']);
    expect(paths[0]?.[1]).toMatch(/^m\/0004_index_/);
    expect(paths[1]?.[1]).toMatch(/^m\/0005_more_/);
    expect((await lockstep(['rewrite', '--write', 'm'], { cwd })).code).toBe(0);
    expect(readdirSync(path.join(cwd, 'm'))).toHaveLength(5);
  });

  test('--format json has the shape that scripts rely on', async () => {
    const cwd = project(index);
    const { findings } = await lintJson(['m/0002_index.sql'], { cwd });
    const { schemaVersion, plans } = await plansOf(['m/0002_index.sql'], cwd);
    expect(schemaVersion).toBe(1);
    expect(plans).toHaveLength(1);
    expect(plans[0]).toMatchObject({ file: 'm/0002_index.sql', applicability: 'unsafe' });
    expect(plans[0]?.findings).toEqual(findings.map(({ fingerprint }) => fingerprint));
    const files = plans[0]?.phases.flatMap((phase) => phase.files) ?? [];
    expect(files.map((file) => [file.path, file.transaction])).toContainEqual([
      expect.stringMatching(/^m\/000[23]_index/) as unknown,
      false,
    ]);
    expect(files[0]?.path).toBe('m/0002_index.sql');
  });

  test('--write writes files that lint finds nothing in', async () => {
    const cwd = project(index);
    expect((await lockstep(['rewrite', 'm/0002_index.sql', '--write'], { cwd })).code).toBe(0);
    const { code, findings } = await lintJson(['m'], { cwd });
    expect(findings).toEqual([]);
    expect(code).toBe(0);
    const all = readdirSync(path.join(cwd, 'm')).map((file) => readFileSync(path.join(cwd, 'm', file), 'utf8'));
    expect(all.join('')).toContain('-- Look up by name.\n');
    expect(all.join('')).toContain('-- small\nCREATE TABLE tags (id int);\n');
  });

  test('--write touches nothing when a file is in the way', async () => {
    const plan = (await plansOf(['m/0002_index.sql'], project(index))).plans[0];
    const second = plan?.phases.flatMap(({ files }) => files)[1]?.path ?? '';
    // As another branch could have brought it, in the very moment.
    const cwd = project({ ...index, [`${second}/keep`]: '' });
    const { code, stderr } = await lockstep(['rewrite', 'm/0002_index.sql', '--write'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(`${second} exists already, and nothing was written.`);
    expect(readFileSync(path.join(cwd, 'm/0002_index.sql'), 'utf8')).toBe(index['m/0002_index.sql']);
  });

  test('what only the user can know is asked for, and until then nothing is written', async () => {
    const cwd = project(required);
    const shown = await lockstep(['rewrite', 'm/0002_email.sql', '--write'], { cwd });
    expect(shown.code).toBe(1);
    expect(shown.stdout).toContain('--set users.email=<expression>');
    expect(shown.stderr).toContain('nothing was written');
    expect(readFileSync(path.join(cwd, 'm/0002_email.sql'), 'utf8')).toBe(required['m/0002_email.sql']);

    const answered = ['rewrite', 'm/0002_email.sql', '--write', '--set', "users.email=name || '@example.org'"];
    const { code, stderr } = await lockstep(answered, { cwd });
    expect(stderr).toContain('wrote m/0002_email.sql, ');
    expect(code).toBe(0);
    const { findings } = await lintJson(['m'], { cwd });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('a hole is a finding of the linter', async () => {
    const cwd = project(required);
    const [plan] = (await plansOf(['m/0002_email.sql'], cwd)).plans;
    expect(plan?.applicability).toBe('display-only');
    const text = plan?.phases.flatMap(({ files }) => files).find((file) => file.text.includes('lockstep_hole'))?.text;
    const { code, findings } = await lintJson(['1.sql'], { cwd: project({ '1.sql': text ?? '' }) });
    expect(findings.map(({ rule }) => rule)).toContain('unfilled-hole');
    expect(code).toBe(1);
  });

  test('an answer that no plan asks for is an error', async () => {
    const { code, stderr } = await lockstep(['rewrite', 'm/0002_email.sql', '--set', 'users.emial=1'], {
      cwd: project(required),
    });
    expect(code).toBe(2);
    expect(stderr).toContain('users.emial: no plan asks for it. Asked for: users.email.');
  });

  test('nothing to rewrite is said, and a file that cannot be read is no success', async () => {
    const clean = await lockstep(['rewrite', 'm'], { cwd: project({ 'm/0001_users.sql': users }) });
    expect(clean).toMatchObject({ code: 0, stdout: '', stderr: 'lockstep: nothing to rewrite.\n' });
    const broken = await lockstep(['rewrite', 'm'], { cwd: project({ 'm/0001_users.sql': 'CREATE TABLE (;' }) });
    expect(broken.code).toBe(1);
    expect(broken.stderr).toContain('syntax-error');
  });

  test('marks of the runner are written as it wants them', async () => {
    const cwd = project({
      'm/00001_users.sql': `-- +goose Up\n${users}`,
      'm/00002_index.sql':
        '-- +goose Up\nCREATE INDEX users_name_idx ON users (name);\n-- +goose Down\nDROP INDEX users_name_idx;\n',
    });
    await lockstep(['rewrite', 'm/00002_index.sql', '--write'], { cwd });
    const text = readFileSync(path.join(cwd, 'm/00002_index.sql'), 'utf8');
    expect(text).toMatch(/^-- \+goose NO TRANSACTION\n-- \+goose Up\n/);
    expect(text).toMatch(/-- \+goose Down\nDROP INDEX users_name_idx;\n$/);
    expect(existsSync(path.join(cwd, 'm/00003_index_build_users_name_idx.sql'))).toBe(false);
  });
});
