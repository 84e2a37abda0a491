import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** Tests of `hosts/` against the packages that the hosts ship: `npm run test:stacks -- hosts`. */
export default defineConfig({
  cacheDir: path.join(import.meta.dirname, '../../node_modules/.vite'),
  test: {
    root: import.meta.dirname,
    globalSetup: ['packages.ts'],
    include: ['*.test.ts'],
    maxWorkers: 2,
    testTimeout: 180_000,
    // Gemini CLI tells what it does.
    silent: 'passed-only',
  },
});
