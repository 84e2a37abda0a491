/** Something that the person at the keyboard can put right. The message says what is wrong and what to do; no stack is shown. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

/** Runs a script's work, and ends the process with the message where it fails for a reason the person can act on. */
export async function reportingFailures<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    process.exit(1);
  }
}

/** The last lines of an output, for a message about a command that failed. */
export function tail(output: string, lines = 15): string {
  return output.trimEnd().split('\n').slice(-lines).join('\n');
}
