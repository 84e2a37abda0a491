import type { CancellationToken } from 'vscode-languageserver';
import type { Environment } from '../environment.ts';
import { throwIfCancelled } from '../protocol/requests.ts';

/** The server looks for messages at least this often. */
const sliceMs = 8;

/**
 * Runs work that is made of small steps without keeping the server from its messages.
 * @throws Cancelled as soon as the client has withdrawn its request, between two slices
 */
export async function inSlices<T>(
  { clock, timers }: Pick<Environment, 'clock' | 'timers'>,
  steps: Generator<unknown, T, undefined>,
  token: CancellationToken,
): Promise<T> {
  let sliceStart = clock();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (clock() - sliceStart < sliceMs) continue;
    await timers.idle();
    throwIfCancelled(token);
    sliceStart = clock();
  }
}
