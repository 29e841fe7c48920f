/**
 * Builds what is published:
 *
 *     dist/cli.cjs            the command, which starts program.cjs (cli.js does the same, for who imports it by that name)
 *     dist/program.cjs        the command line in one file, and program.cache, its machine code for this version of Node
 *     dist/parsing-thread.cjs the thread that reads ahead when files are many
 *     dist/index.js           the library, and dist/types
 *
 * Modules cost time, each of them, so what a run loads is bundled; fast-glob and cli-progress, which few runs load, are
 * not.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const common = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  logLevel: 'warning',
};

/** Commander asks for child processes at its start, for subcommands that are programs. Lockstep has none. */
const withoutChildProcesses = {
  name: 'without-child-processes',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]commander[\\/]lib[\\/]command\.js$/ }, ({ path }) => {
      const eager = "const childProcess = require('node:child_process');";
      const text = readFileSync(path, 'utf8');
      if (!text.includes(eager)) throw new Error(`${path} loads child processes in another way than it did.`);
      return { contents: text.replace(eager, 'const childProcess = undefined;') };
    });
  },
};

rmSync(`${root}/dist`, { recursive: true, force: true });
await build({
  ...common,
  entryPoints: {
    cli: 'src/cli/start.ts',
    program: 'src/cli/main.ts',
    'parsing-thread': 'src/project/parsing-thread.ts',
  },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  external: ['fast-glob', 'cli-progress'],
  // Names stay, so that the stack of an internal error can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
  plugins: [withoutChildProcesses],
});
await build({ ...common, entryPoints: { index: 'src/index.ts' }, format: 'esm', packages: 'external' });
wrapProgram();
copyFileSync(require.resolve('libpg-query/wasm/libpg-query.wasm'), `${root}/dist/libpg-query.wasm`);
writeFileSync(`${root}/dist/cli.js`, "#!/usr/bin/env node\nimport './cli.cjs';\n");
for (const command of ['cli.cjs', 'cli.js']) chmodSync(`${root}/dist/${command}`, 0o755);
warmUp();
execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});

/** Makes the program a function of what Node gives a CommonJS module, ready to be compiled as it lies on the disk. */
function wrapProgram() {
  const file = `${root}/dist/program.cjs`;
  const text = readFileSync(file, 'utf8');
  // eslint-disable-next-line no-control-regex -- the question is exactly whether all of it is ASCII
  if (/[^\x00-\x7f]/.test(text)) throw new Error('The program must be ASCII: start.ts reads it without decoding.');
  writeFileSync(file, `(function (exports, require, module, __filename, __dirname) {${text}\n})\n`);
}

/** Runs the program once over a realistic project, so that V8 writes down the code of all functions a run needs. */
function warmUp() {
  try {
    execFileSync(process.execPath, ['dist/cli.cjs', 'lint', 'fixtures/projects/shop'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, LOCKSTEP_BUILD_CACHE: '1' },
    });
  } catch (error) {
    if (error.status !== 1) throw error; // The shop has findings.
  }
}
