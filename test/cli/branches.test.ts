import { describe, expect, test } from 'vitest';
import { lintJson, lockstep, project } from './command-line.js';

const migration = (dependencies: string): string =>
  `from django.db import migrations\n\nclass Migration(migrations.Migration):\n    dependencies = ${dependencies}\n    operations = []\n`;

const branched = {
  'manage.py': '',
  'shop/migrations/__init__.py': '',
  'shop/migrations/0001_initial.py': migration('[]'),
  'shop/migrations/0002_a.py': migration('[("shop", "0001_initial")]'),
  'shop/migrations/0002_b.py': migration('[("shop", "0001_initial")]'),
  'stock/migrations/__init__.py': '',
  'stock/migrations/0001_initial.py': migration('[("shop", "0002_a")]'),
};

interface BranchesJson {
  readonly schemaVersion: number;
  readonly histories: readonly object[];
  readonly findings: readonly { rule: string; file: string; line: number; column: number; family: string }[];
}

async function branchesJson(args: readonly string[], cwd: string): Promise<BranchesJson & { readonly code: number }> {
  const { stdout, code } = await lockstep(['branches', '--format', 'json', ...args], { cwd });
  return { ...(JSON.parse(stdout) as BranchesJson), code };
}

describe('branches', () => {
  test('--format json has the shape that scripts rely on', async () => {
    const { code, ...branches } = await branchesJson([], project(branched));
    expect(branches).toMatchObject({
      schemaVersion: 1,
      histories: [
        {
          runner: 'django',
          namespace: 'shop',
          directory: 'shop/migrations',
          roots: ['0001_initial'],
          heads: ['0002_a', '0002_b'],
          migrations: 3,
        },
        { runner: 'django', namespace: 'stock', roots: ['0001_initial'], heads: ['0001_initial'], migrations: 1 },
      ],
      findings: [{ rule: 'several-heads', family: 'branches', file: 'shop/migrations/0002_b.py', line: 4, column: 21 }],
    });
    expect(code).toBe(1);
  });

  test('shows the apps that were asked for, each as a whole, and judges only them', async () => {
    const cwd = project(branched);
    const stock = await branchesJson(['stock'], cwd);
    expect(stock.histories).toMatchObject([{ namespace: 'stock' }]);
    expect(stock).toMatchObject({ findings: [], code: 0 });
    const one = await branchesJson(['shop/migrations/0002_a.py'], cwd);
    expect(one.histories).toMatchObject([{ namespace: 'shop', migrations: 3 }]);
    expect(one.findings).toMatchObject([{ file: 'shop/migrations/0002_a.py' }]);
  });

  test('a directory of SQL files is one line, whatever of it was asked for', async () => {
    const cwd = project({
      'm/2_b.sql': 'SELECT 1;',
      'm/10_c.sql': 'SELECT 1;',
      'm/1_a.sql': 'SELECT 1;',
      'm/2_b.down.sql': 'SELECT 1;',
    });
    const whole = { namespace: 'm', directory: 'm', roots: ['1_a'], heads: ['10_c'], migrations: 3 };
    expect((await branchesJson(['m/2_b.sql'], cwd)).histories).toMatchObject([{ runner: 'sql', ...whole }]);
  });

  test('pretty, mermaid and dot', async () => {
    const cwd = project(branched);
    const { stdout } = await lockstep(['branches'], { cwd });
    expect(stdout).toContain('✗ shop   3 migrations, 2 heads: 0002_a, 0002_b  shop/migrations');
    expect(stdout).toContain('✓ stock  1 migration, head 0001_initial  stock/migrations');
    expect(stdout.replace(/\s+/g, ' ')).toContain('python manage.py makemigrations --merge');
    const mermaid = (await lockstep(['branches', '--format', 'mermaid'], { cwd })).stdout;
    expect(mermaid).toMatch(/^flowchart LR\n {2}subgraph n0\["shop"\]\n {4}n1\["0001_initial"\]\n/);
    expect(mermaid.match(/-->/g)).toHaveLength(3);
    const dot = (await lockstep(['branches', '--format', 'dot'], { cwd })).stdout;
    expect(dot).toContain('"shop.0001_initial" -> "shop.0002_a";');
    expect(dot).toContain('"shop.0002_a" -> "stock.0001_initial";');
  });

  test('what cannot be read is told, and is not a success', async () => {
    const cwd = project({ ...branched, 'shop/migrations/0002_b.py': 'class Migration(:\n' });
    const { findings, code } = await branchesJson(['shop'], cwd);
    expect(findings).toMatchObject([{ rule: 'unbalanced', file: 'shop/migrations/0002_b.py' }]);
    expect(code).toBe(1);
  });
});

describe('lint', () => {
  test('tells a fork of the history where it was asked for, unless a comment says why', async () => {
    const { findings } = await lintJson(['shop/migrations/0002_a.py'], { cwd: project(branched) });
    expect(findings).toMatchObject([{ rule: 'several-heads', file: 'shop/migrations/0002_a.py', severity: 'error' }]);
    const excused = branched['shop/migrations/0002_a.py'].replace(
      '    dependencies',
      '    # lockstep-disable-next-line several-heads -- the other one goes first, in #12\n    dependencies',
    );
    const cwd = project({ ...branched, 'shop/migrations/0002_a.py': excused });
    expect(await lintJson(['shop/migrations/0002_a.py'], { cwd })).toMatchObject({
      findings: [],
      summary: { suppressed: 1 },
    });
  });

  test('a rule of histories can be switched off and weighed', async () => {
    const off = '{"rules": {"several-heads": "off"}}';
    expect((await lintJson(['shop'], { cwd: project({ ...branched, 'lockstep.config.json': off }) })).findings).toEqual(
      [],
    );
    const { findings, code } = await lintJson(['shop', '--rule', 'several-heads:warning'], { cwd: project(branched) });
    expect(findings).toMatchObject([{ rule: 'several-heads', severity: 'warning' }]);
    expect(code).toBe(0);
  });
});
