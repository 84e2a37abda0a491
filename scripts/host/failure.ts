import { stopEverything } from './processes.ts';

/** An error that the user can fix. The message says what is wrong and what to do; no stack is shown. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

/**
 * Runs the work of a script. If it fails, ends all started processes and then this one, with the message of a `Failure`
 * or the stack of any other error.
 */
export async function reportingFailures<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await stopEverything();
    const text = error instanceof Failure ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`\n${text}\n`);
    process.exit(1);
  }
}

/** The last lines of an output, for a message about a command that failed. */
export function tail(output: string, lines = 15): string {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}
