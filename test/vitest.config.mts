import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { random } from './random.mts';

/** Tests of more than one room, against what `npm run build` makes: the command line, the language server, the panel. */
export default defineConfig({
  cacheDir: path.join(import.meta.dirname, '../node_modules/.vite'),
  test: {
    root: import.meta.dirname,
    globalSetup: ['build-when-stale.ts'],
    provide: random,
    setupFiles: ['support/random-cases.ts'],
    include: ['{cli,server,panel,scripts,syntaxes}/**/*.test.ts'],
    // One waits for a browser or a process while the other computes.
    maxWorkers: 2,
    // Longer than anything that a test waits for, which says better what was not there.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
