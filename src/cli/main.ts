import { runCommandLine } from './run.js';

// A reader that goes away early (`lockstep lint | head`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

void runCommandLine(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  stdout: outputOf(process.stdout),
  stderr: outputOf(process.stderr),
  stdin: {
    // Opening standard input takes time, and most runs do not look at it.
    get isTTY() {
      return process.stdin.isTTY;
    },
    read: readStandardInput,
  },
}).then((code) => {
  process.exitCode = code;
});

function outputOf(stream: NodeJS.WriteStream): Parameters<typeof runCommandLine>[1]['stdout'] {
  return {
    isTTY: stream.isTTY,
    columns: stream.isTTY ? stream.columns : undefined,
    write: (text) => void stream.write(text),
  };
}

async function readStandardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer); // Without an encoding, chunks are buffers.
  return Buffer.concat(chunks);
}
