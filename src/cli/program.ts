import { Command, InvalidArgumentError, Option } from 'commander';
import { postgresVersions } from '../core/postgres-version.js';
import type { PostgresVersion } from '../core/postgres-version.js';
import { packageVersion } from '../project/package.js';
import { formats } from '../report/formats.js';
import type { Format } from '../report/formats.js';
import type { Io } from './io.js';

/** Declares commands and options. What a command does is loaded when it runs. */
export function createProgram(io: Io, exit: (code: 0 | 1 | 2) => void): Command {
  const program = new Command('lockstep')
    .description('Reads PostgreSQL migrations before the database does, and says what would lock, lose or break.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'lockstep: ')),
    })
    .showHelpAfterError('Run "lockstep --help" for what can be asked.')
    .addHelpText('after', examples)
    .showSuggestionAfterError();
  // Subcommands inherit exitOverride and configureOutput only when they are created by the program itself.
  addLint(program, io, exit);
  addInspect(program, io, exit);
  addRewrite(program, io, exit);
  addBranches(program, io, exit);
  addSql(program, io, exit);
  addRules(program, io, exit);
  addExplain(program, io, exit);
  return program;
}

const examples = `
Examples:
  lockstep lint migrations                         judge all migrations of a directory
  lockstep lint migrations/0042_email.sql          judge one; those before it are its history
  lockstep lint 'db/**/*.sql' --format sarif       for code scanning
  git show :m/7_x.sql | lockstep lint --stdin-filename m/7_x.sql
  lockstep inspect migrations/0042_email.sql       the locks of each statement, as a timeline
  lockstep rewrite migrations/0042_email.sql       the way out, as migrations in phases (--write writes them)
  lockstep branches                                the heads of each history, and what conflicts
  lockstep sql shop/migrations/0007_price.py       what Django's sqlmigrate would print, without Python
  lockstep explain require-concurrent-index        what a rule is about

Exit codes: 0 nothing at error level, 1 findings at error level, 2 could not run.
`;

function addLint(program: Command, io: Io, exit: (code: 0 | 1 | 2) => void): void {
  const command = program
    .command('lint')
    .description('judge migrations: files, directories or glob patterns; "-" for standard input')
    .argument('[paths...]', 'what to judge');
  addReadingOptions(command)
    .addOption(new Option('-f, --format <format>', 'how to report').choices(Object.keys(formats)).default('pretty'))
    .option('-o, --output-file <file>', 'write the report to a file instead of standard output')
    .addOption(
      new Option(
        '--rule <id>',
        'run only this rule (repeat, or list with commas); "id:error" sets its severity',
      ).argParser(collectRules),
    )
    .option('-q, --quiet', 'report errors only')
    .addOption(new Option('--max-warnings <count>', 'exit with 1 when there are more warnings').argParser(parseCount))
    .option('--fix', 'apply the fixes that are safe, and report what is left')
    .option('--fix-suggestions', 'apply also those that need a look, and show what they change')
    .option('--fix-dry-run', 'show what the fixes would change, and write nothing')
    .option('--no-color', 'no colours, also on a terminal')
    .action(async (paths: string[], options: LintCommandOptions) => {
      const [{ lintCommand }] = await Promise.all([import('./lint.js'), loadParserEarly()]);
      exit(await lintCommand(paths, options, io));
    });
}

function addInspect(program: Command, io: Io, exit: (code: 0 | 1 | 2) => void): void {
  const command = program
    .command('inspect')
    .description('show what each statement does (locks, scans, rewrites, losses), without judging it')
    .argument('[paths...]', 'what to inspect');
  addReadingOptions(command)
    .addOption(new Option('-f, --format <format>', 'how to report').choices(['pretty', 'json']).default('pretty'))
    .option('-o, --output-file <file>', 'write the report to a file instead of standard output')
    .option('--no-color', 'no colours, also on a terminal')
    .action(async (paths: string[], options: InspectCommandOptions) => {
      const [{ inspectCommand }] = await Promise.all([import('./inspect.js'), loadParserEarly()]);
      exit(await inspectCommand(paths, options, io));
    });
}

function addRewrite(program: Command, io: Io, exit: (code: 0 | 1 | 2) => void): void {
  const command = program
    .command('rewrite')
    .description('show the way out of what lint finds, as new migration files in expand and contract phases')
    .argument('[paths...]', 'migrations to rewrite');
  addReadingOptions(command)
    .option('--write', 'write the files; the first takes the place of the original')
    .addOption(
      new Option(
        '--set <name=expression>',
        'a value that only you know, such as users.email="\'\'" (repeat)',
      ).argParser(collect),
    )
    .addOption(new Option('-f, --format <format>', 'how to show plans').choices(['pretty', 'json']).default('pretty'))
    .option('-o, --output-file <file>', 'write the plans to a file instead of standard output')
    .option('--no-color', 'no colours, also on a terminal')
    .action(async (paths: string[], options: RewriteCommandOptions) => {
      const [{ rewriteCommand }] = await Promise.all([import('./rewrite.js'), loadParserEarly()]);
      exit(await rewriteCommand(paths, options, io));
    });
}

function addBranches(program: Command, io: Io, exit: (code: 0 | 1 | 2) => void): void {
  const command = program
    .command('branches')
    .description('show how migrations hang together: where histories begin and end, and what keeps them from running')
    .argument('[paths...]', 'files, directories or glob patterns; the working directory when left out');
  addReadingOptions(command)
    .addOption(
      new Option('-f, --format <format>', 'how to show them')
        .choices(['pretty', 'json', 'mermaid', 'dot'])
        .default('pretty'),
    )
    .option('-o, --output-file <file>', 'write them to a file instead of standard output')
    .option('--no-color', 'no colours, also on a terminal')
    .action(async (paths: string[], options: BranchesCommandOptions) => {
      const { branchesCommand } = await import('./branches.js');
      exit(await branchesCommand(paths, options, io));
    });
}

function addSql(program: Command, io: Io, exit: (code: 0 | 1 | 2) => void): void {
  const command = program
    .command('sql')
    .description('print the SQL that a migration runs, with BEGIN and COMMIT where its runner puts them')
    .argument('[paths...]', 'the migrations');
  addReadingOptions(command)
    .option('-o, --output-file <file>', 'write the SQL to a file instead of standard output')
    .action(async (paths: string[], options: SqlCommandOptions) => {
      const [{ sqlCommand }] = await Promise.all([import('./sql.js'), loadParserEarly()]);
      exit(await sqlCommand(paths, options, io));
    });
}

function addRules(program: Command, io: Io, exit: (code: 0 | 1 | 2) => void): void {
  program
    .command('rules')
    .description('list all rules')
    .addOption(new Option('-f, --format <format>', 'how to print').choices(['pretty', 'json']).default('pretty'))
    .option('--no-color', 'no colours, also on a terminal')
    .action(async (options: TextOptions) => {
      const { rulesCommand } = await import('./rules.js');
      exit(rulesCommand(options, io));
    });
}

function addExplain(program: Command, io: Io, exit: (code: 0 | 1 | 2) => void): void {
  program
    .command('explain')
    .description('explain a rule: what it finds, why it hurts, what to do')
    .argument('<rule>', 'the name of the rule')
    .option('--no-color', 'no colours, also on a terminal')
    .action(async (rule: string, options: { color: boolean }) => {
      const { explainCommand } = await import('./explain.js');
      exit(explainCommand(rule, options, io));
    });
}

/** Starts to compile the parser's WebAssembly, which another thread does, while this one loads the rest. */
async function loadParserEarly(): Promise<void> {
  const { loadWasm } = await import('../readers/sql/wasm.js');
  await loadWasm();
}

/** Options of the commands that read migrations. */
export interface ReadingOptions {
  readonly config?: string;
  readonly pgVersion?: PostgresVersion;
  readonly djangoVersion?: string;
  readonly schema?: string;
  readonly stdinFilename?: string;
}

export interface LintCommandOptions extends ReadingOptions, TextOptions {
  readonly format: Format;
  readonly outputFile?: string;
  readonly rule?: readonly string[];
  readonly quiet?: boolean;
  readonly maxWarnings?: number;
  readonly fix?: boolean;
  readonly fixSuggestions?: boolean;
  readonly fixDryRun?: boolean;
}

export interface InspectCommandOptions extends ReadingOptions, TextOptions {
  readonly outputFile?: string;
}

export interface RewriteCommandOptions extends ReadingOptions, TextOptions {
  readonly outputFile?: string;
  readonly write?: boolean;
  readonly set?: readonly string[];
}

export interface BranchesCommandOptions extends ReadingOptions, TextOptions {
  readonly outputFile?: string;
}

export interface SqlCommandOptions extends ReadingOptions {
  readonly outputFile?: string;
}

export interface TextOptions {
  readonly format: string;
  readonly color: boolean;
}

function addReadingOptions(command: Command): Command {
  return command
    .option('-c, --config <file>', 'the configuration to use, instead of the nearest to each file')
    .addOption(
      new Option('--pg-version <version>', 'the major version of PostgreSQL the migrations run on').argParser(
        parseVersion,
      ),
    )
    .addOption(
      new Option(
        '--django-version <version>',
        'the version of Django that runs the migrations, in place of what the project says',
      ).argParser(parseDjangoVersion),
    )
    .option('--schema <file>', 'an SQL file the history starts from, as pg_dump --schema-only writes')
    .option('--stdin-filename <path>', 'the migration that standard input stands for');
}

function collectRules(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(',').map((rule) => rule.trim())];
}

function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

function parseVersion(text: string): PostgresVersion {
  // "15.4" and "9.6" are how people know their servers.
  const version = postgresVersions.find((known) => new RegExp(`^${known}(?:\\.\\d+)?$`).test(text));
  if (version === undefined) {
    throw new InvalidArgumentError(
      `Lockstep knows PostgreSQL ${postgresVersions[0]} to ${postgresVersions.at(-1) ?? ''}.`,
    );
  }
  return version;
}

function parseDjangoVersion(text: string): string {
  if (!/^\d+\.\d+(?:\.\d+)?$/.test(text)) {
    throw new InvalidArgumentError('It must be a version such as 5.2.');
  }
  return text;
}

function parseCount(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 0.');
  return Number(text);
}
