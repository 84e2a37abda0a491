import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { random } from '../testing/random/random.mts';

/**
 * Tests with random cases: documents of any quality, and rule sets compared with a naive interpreter. `HANDRAIL_CASES` multiplies their number.
 */
export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, '..'),
    include: ['{engine,hosts,exports,gate,language,report,server,client,panel,cli,test/unit}/**/*.fuzz.test.ts'],
    globalSetup: ['scripts/build-schemas.mjs'],
    provide: random,
    setupFiles: ['testing/random/random-cases.ts'],
    pool: 'threads',
    isolate: false,
    maxWorkers: '100%',
    testTimeout: 120_000 * Math.max(1, random.times),
  },
});
