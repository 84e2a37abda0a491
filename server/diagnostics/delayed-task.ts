import type { Session } from '../session.ts';

/** A task that is wanted again and again, and done once for all that was wanted meanwhile. */
export interface DelayedTask {
  /** Does it after the delay, which takes the place of one that still runs. */
  schedule(milliseconds: number): void;
  cancel(): void;
}

/** Never done twice at once: what is wanted while the task runs is done right after. `name` says in the log what failed. */
export function createDelayedTask(
  { connection, environment }: Session,
  name: string,
  task: () => Promise<void>,
): DelayedTask {
  let cancel: (() => void) | null = null;
  let running = false;
  let again = false;

  const run = async (): Promise<void> => {
    cancel = null;
    again = running;
    if (running) return;
    running = true;
    try {
      do {
        again = false;
        await task();
      } while (again);
    } catch (error) {
      connection.console.error(`${name} failed: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
    } finally {
      running = false;
    }
  };

  return {
    schedule(milliseconds) {
      cancel?.();
      cancel = environment.timers.after(milliseconds, () => void run());
    },
    cancel: () => cancel?.(),
  };
}
