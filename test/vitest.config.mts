import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { random } from '../testing/random/random.mts';

/** Integration tests of the built product: the command line, the language server, the panel. */
export default defineConfig({
  cacheDir: path.join(import.meta.dirname, '../node_modules/.vite'),
  test: {
    root: import.meta.dirname,
    globalSetup: ['build-when-stale.ts'],
    provide: random,
    setupFiles: ['../testing/random/random-cases.ts'],
    include: ['{cli,server,panel,scripts,syntaxes,hosts/stand-ins}/**/*.test.ts'],
    // One worker computes while the other waits for a browser or a process.
    maxWorkers: 2,
    // Longer than all waits within tests, whose messages say what was missing.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
