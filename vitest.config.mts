import { configDefaults, defineConfig } from 'vitest/config';
import { random } from './testing/random/random.mts';

export default defineConfig({
  test: {
    include: [
      '{engine,hosts,exports,gate,language,report,server,client,panel,cli}/**/*.test.{ts,tsx}',
      'test/unit/**/*.test.ts',
    ],
    // Thousands of random cases a file: `npm run test:fuzz`.
    exclude: [...configDefaults.exclude, '**/*.fuzz.test.ts'],
    // Validators are code made from schemas/.
    globalSetup: ['scripts/build-schemas.mjs'],
    provide: random,
    setupFiles: ['testing/random/random-cases.ts'],
    // The rooms are functions over values: no file leaves anything behind for the next, and most of the time went into loading.
    pool: 'threads',
    isolate: false,
    maxWorkers: '100%',
    testTimeout: 60_000,
  },
});
