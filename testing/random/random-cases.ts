import fc from 'fast-check';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    times: number;
    seed: number;
  }
}

const [times, seed] = [inject('times'), inject('seed')];
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });

/** True if there is time for large cases. */
export const deep = times > 1;

/** The number of random cases of a test. @param usual the number in `npm test`, where each test has one or two seconds */
export function cases(usual: number): number {
  return Math.max(1, Math.round(usual * times));
}

/** A selection from a list that is too long for `npm test`, in order; the whole list in longer runs. */
export function some<T>(list: readonly T[], usual: number): readonly T[] {
  const length = Math.min(list.length, cases(usual));
  const [drawn = []] = fc.sample(fc.subarray([...list], { minLength: length, maxLength: length }), {
    numRuns: 1,
    seed,
  });
  return drawn;
}
