import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** Tests that operate a VS Code from outside, one at a time, since each needs the whole machine. */
export default defineConfig({
  cacheDir: path.join(import.meta.dirname, '../../node_modules/.vite'),
  test: {
    root: import.meta.dirname,
    globalSetup: ['shared.ts'],
    include: ['window/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
});
