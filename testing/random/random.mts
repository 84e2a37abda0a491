/**
 * The settings for random cases from the environment, for the configurations of Vitest. Tests, which may run in a browser,
 * get them from `testing/random/random-cases.ts`.
 */
export const random = {
  /** Multiplies the number of cases of a test. */
  times: Number(process.env['HANDRAIL_CASES'] ?? 1),
  /**
   * The seed of all random cases. It is fixed, so that a test fails only because of a change. `npm run test:deep` uses and
   * prints a new one each time.
   */
  seed: Number(process.env['HANDRAIL_SEED'] ?? 20_260_302),
};
