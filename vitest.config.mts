import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{engine,language,server,client,panel,cli}/**/*.test.{ts,tsx}', 'test/unit/**/*.test.ts'],
    // Thousands of random cases a file: `npm run test:fuzz`.
    exclude: [...configDefaults.exclude, '**/*.fuzz.test.ts'],
    // Validators are code made from schemas/.
    globalSetup: ['scripts/build-schemas.mjs'],
    testTimeout: 20_000,
  },
});
