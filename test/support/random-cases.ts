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

/** Whether there is time for large cases too. */
export const deep = times > 1;

/** The number of random cases of a test: `usual` in `npm test`, where each test has a second or two. */
export function cases(usual: number): number {
  return Math.max(1, Math.round(usual * times));
}

/** Some of a list that is too long for `npm test`, in its order; all of it once as many cases are asked for. */
export function some<T>(list: readonly T[], usual: number): readonly T[] {
  const length = Math.min(list.length, cases(usual));
  const [drawn = []] = fc.sample(fc.subarray([...list], { minLength: length, maxLength: length }), {
    numRuns: 1,
    seed,
  });
  return drawn;
}
