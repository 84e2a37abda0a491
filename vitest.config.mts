import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{engine,language,server,client,panel,cli}/**/*.test.{ts,tsx}', 'test/unit/**/*.test.ts'],
    testTimeout: 20_000,
  },
});
