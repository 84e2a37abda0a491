import type { CancellationToken } from 'vscode-languageserver';
import type { Steps } from '../../engine/model/steps.ts';
import type { Schedule } from '../../language/queries/queries.ts';
import type { Environment } from '../environment.ts';
import { throwIfCancelled } from '../protocol/requests.ts';

/** The server looks for messages at least this often. */
const sliceMs = 8;

/**
 * Does work that is made of steps without keeping the server from its messages.
 * @param proceed is called between two slices; if it throws, the work ends there
 */
export async function inSlices<T>(
  { clock, timers }: Pick<Environment, 'clock' | 'timers'>,
  steps: Steps<T>,
  proceed: () => void | Promise<void> = () => undefined,
): Promise<T> {
  let sliceStart = clock();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (clock() - sliceStart < sliceMs) continue;
    await timers.idle();
    await proceed();
    sliceStart = clock();
  }
}

/** Does the work of queries in slices. */
export function slicesOn(environment: Pick<Environment, 'clock' | 'timers'>): Schedule {
  return (steps, work) => inSlices(environment, steps, work?.proceed);
}

/** The same for a request, until the client withdraws it. */
export function inSlicesUntil<T>(
  environment: Pick<Environment, 'clock' | 'timers'>,
  steps: Steps<T>,
  token: CancellationToken,
): Promise<T> {
  return inSlices(environment, steps, () => throwIfCancelled(token));
}
