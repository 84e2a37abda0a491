import { readFileSync } from 'node:fs';
import path from 'node:path';
import { globSync } from 'tinyglobby';
import { defineConfig } from 'vitest/config';
import { random } from '../testing/random/random.mts';

const root = path.resolve(import.meta.dirname, '..');
const tests = globSync('{engine,hosts,exports,gate,language,report,server,client,panel,cli,test}/**/*.test.{ts,tsx}', {
  cwd: root,
});

/** Runs all test files with random cases, for `npm run test:deep`. */
export default defineConfig({
  test: {
    root,
    include: tests.filter(file => readFileSync(path.join(root, file), 'utf8').includes('random/random-cases.ts')),
    globalSetup: ['scripts/build-schemas.mjs', 'test/build-when-stale.ts'],
    provide: random,
    setupFiles: ['testing/random/random-cases.ts'],
    pool: 'threads',
    isolate: false,
    maxWorkers: '100%',
    // No time limit.
    testTimeout: 24 * 3_600_000,
  },
});
