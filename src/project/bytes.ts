import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

/**
 * The content of a file, valid until the next call. Migrations are small and many: reading them into one buffer takes
 * half the time of asking for the size of each first. Throws the system's error.
 */
export function readBytes(path: string): Buffer {
  const descriptor = openSync(path, 'r');
  try {
    for (let length = 0; ;) {
      const count = readSync(descriptor, buffer, length, buffer.length - length, null);
      if (count === 0) return buffer.subarray(0, length);
      length += count;
      if (length === buffer.length) return Buffer.concat([buffer, readFileSync(descriptor)]);
    }
  } finally {
    closeSync(descriptor);
  }
}

const buffer = Buffer.allocUnsafeSlow(65_536);
