import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { Failure, Session } from './engine.js';

/** A connection held by a `psql` process that is fed through its standard input. */
export interface PsqlSession extends Session {
  end(): Promise<void>;
}

/** Connects as the superuser `proof` through the unix socket in `socket`. */
export function connect(
  program: string,
  socket: string,
  database: string,
  user: { readonly uid?: number; readonly gid?: number },
): PsqlSession {
  const child = spawn(program, ['-XAtq', '-h', socket, '-U', 'proof', '-d', database], {
    stdio: ['pipe', 'pipe', 'ignore'],
    ...user,
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let lines: string[] = [];
  let waiting: { readonly mark: string; readonly resolve: (result: Result) => void } | undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (waiting === undefined || !line.startsWith(waiting.mark)) {
      lines.push(line);
      return;
    }
    const [code = '', ...message] = line.slice(waiting.mark.length).split('|');
    const { resolve } = waiting;
    waiting = undefined;
    resolve({ lines, failure: code === '00000' ? undefined : { code, message: message.join('|') } });
  });
  const send = (sql: string): Promise<Result> =>
    new Promise((resolve) => {
      const mark = `${randomUUID()}|`;
      lines = [];
      waiting = { mark, resolve };
      child.stdin.write(`${sql.replace(/[;\s]*$/, ';')}\n\\echo ${mark}:SQLSTATE|:LAST_ERROR_MESSAGE\n`);
    });
  return {
    async run(sql) {
      return (await send(sql)).failure;
    },
    async json<T>(sql: string): Promise<T> {
      const result = await send(sql);
      if (result.failure) throw new Error(`${result.failure.message}\n${sql}`);
      // The query returns one JSON value; its shape is the caller's word.
      return JSON.parse(result.lines.join('\n')) as T;
    },
    async end() {
      child.stdin.end();
      await gone;
    },
  };
}

interface Result {
  readonly lines: readonly string[];
  readonly failure: Failure | undefined;
}
