export interface Pace {
  /** In milliseconds. */
  warmUp: number;
  repeats: number;
  /** Milliseconds for each repeat. */
  duration: number;
}

export const steady: Pace = { warmUp: 700, repeats: 5, duration: 500 };
export const hasty: Pace = { warmUp: 500, repeats: 3, duration: 100 };

/** Runs the measured work `count` times in sequence. */
export type Work = (count: number) => void | Promise<void>;

/**
 * The number of runs per second of processor time over all threads: the median of several repeats after a warm-up. Processor time excludes other
 * processes on the machine; for work that never waits, it is otherwise the same as wall-clock time.
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
    // Checks the clock about every 20 ms.
    batch = Math.max(1, Math.min(1_000_000, Math.floor((done / elapsed) * Math.min(20, duration - elapsed))));
  }
  const { user, system } = process.cpuUsage(before);
  return done / ((user + system) / 1e6);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
