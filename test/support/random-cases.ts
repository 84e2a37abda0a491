import fc from 'fast-check';

/** How many times the usual number of cases a test draws. */
const times = Number(process.env['HANDRAIL_CASES'] ?? 1);

/** Whether there is time for large cases too. */
export const deep = times > 1;

/** The number of random cases of a test: `usual` in `npm test`, where each test has a second or two. */
export function cases(usual: number): number {
  return Math.max(1, Math.round(usual * times));
}

/**
 * Every draw starts from one seed, so that a test which fails fails because of a change. `npm run test:deep` draws from
 * a new one each time, and says which.
 */
export const seed = Number(process.env['HANDRAIL_SEED'] ?? 20_260_302);

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });

/** Some of a list that is too long for `npm test`, in its order; all of it once as many cases are asked for. */
export function some<T>(list: readonly T[], usual: number): readonly T[] {
  const length = Math.min(list.length, cases(usual));
  const [drawn = []] = fc.sample(fc.subarray([...list], { minLength: length, maxLength: length }), {
    numRuns: 1,
    seed,
  });
  return drawn;
}
