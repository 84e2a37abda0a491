import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** Tests that drive a whole VS Code from outside. One at a time: each needs the machine for itself. */
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
