/**
 * What the environment says of random cases, for the configurations of Vitest: tests, which may run in a browser, have
 * it by `test/support/random-cases.ts`.
 */
export const random = {
  /** How many times the usual number of cases a test draws. */
  times: Number(process.env['HANDRAIL_CASES'] ?? 1),
  /**
   * Every draw starts from it, so that a test which fails fails because of a change. `npm run test:deep` draws from a
   * new one each time, and says which.
   */
  seed: Number(process.env['HANDRAIL_SEED'] ?? 20_260_302),
};
