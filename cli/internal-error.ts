/** The message of an internal error, and its stack frames; a line each. */
export function internalError(error: unknown): string[] {
  const what = error instanceof Error ? error.message : String(error);
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter(line => /^ +at /.test(line)) : [];
  return [`Internal error in handrail. Please report it: ${what}`, ...frames];
}
