export interface Pace {
  warmUp: number;
  repeats: number;
  /** Of one repeat, in milliseconds; the warm-up too. */
  duration: number;
}

export const steady: Pace = { warmUp: 700, repeats: 5, duration: 500 };
export const hasty: Pace = { warmUp: 500, repeats: 3, duration: 100 };

/** Work to be measured: does it `count` times, one after the other. */
export type Work = (count: number) => void | Promise<void>;

/**
 * How often the work is done in a second of processor time, all threads counted: the median of several repeats after a warm-up. Processor
 * time and not the clock's, so that another process on the machine does not count; what waits for nothing gives the same by either.
 */
export async function perCpuSecond(work: Work, { warmUp, repeats, duration }: Pace): Promise<number> {
  await runFor(work, warmUp);
  const rates: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) rates.push(await runFor(work, duration));
  return median(rates);
}

async function runFor(work: Work, duration: number): Promise<number> {
  const started = performance.now();
  const before = process.cpuUsage();
  let done = 0;
  let batch = 1;
  for (let elapsed = 0; elapsed < duration;) {
    const working = work(batch);
    if (working) await working;
    done += batch;
    elapsed = performance.now() - started;
    // Look at the clock about every 20 ms.
    batch = Math.max(1, Math.min(1_000_000, Math.floor((done / elapsed) * Math.min(20, duration - elapsed))));
  }
  const { user, system } = process.cpuUsage(before);
  return done / ((user + system) / 1e6);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
