import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // All processors: what a run waits for is mostly PostgreSQL in WebAssembly.
    maxWorkers: '100%',
    // Tests share no state but caches, and loading every module for each file costs as much as the tests of most.
    isolate: false,
    // PGlite starts a whole PostgreSQL in WebAssembly; on two busy cores that alone takes seconds.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/closing-line.ts'],
  },
});
