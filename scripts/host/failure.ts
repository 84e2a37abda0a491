import { stopEverything } from './processes.ts';

/** Something that the person at the keyboard can put right. The message says what is wrong and what to do; no stack is shown. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

/**
 * Runs a script's work. Where it fails, everything that was started is ended, and so is the process: with the message
 * alone where the person can act on it, with the stack where it is a fault of ours.
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
