import type { Session } from '../session.ts';

/** A task that can be scheduled repeatedly and runs once for several calls close together. */
export interface DelayedTask {
  /** Runs the task after the delay. Replaces a delay that has not ended yet. */
  schedule(milliseconds: number): void;
  cancel(): void;
}

/** Creates a task that never runs twice at once: if it is due while it runs, it runs again afterwards. `name` is used in the log. */
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
