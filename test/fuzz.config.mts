import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** Random cases by the thousand: documents of any quality, rule sets against the interpreter of the specification. */
export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, '..'),
    include: ['{engine,language,server,client,panel,cli,test/unit}/**/*.fuzz.test.ts'],
    globalSetup: ['scripts/build-schemas.mjs'],
    testTimeout: 120_000,
  },
});
