import type { CodeOutcome } from './outcome.ts';

/** How long a call may wait for a gate that never answers, in milliseconds. */
const patience = 2000;

/**
 * Runs one call of a tool through a package and says what came of it.
 *
 * @param run gets the body of the tool, and says whether the run ended or waits for a person
 */
export async function watched(run: (executed: () => string) => Promise<'asked' | 'ended'>): Promise<CodeOutcome> {
  let executed = false;
  const body = () => {
    executed = true;
    return 'done';
  };
  let timer: NodeJS.Timeout | undefined;
  const waiting = new Promise<'waits'>(resolve => {
    timer = setTimeout(() => resolve('waits'), patience);
  });
  try {
    const how = await Promise.race([run(body), waiting]);
    if (executed) return { effect: 'runs', error: null };
    return { effect: how === 'asked' ? 'asks' : 'blocks', error: null };
  } catch (error) {
    return { effect: executed ? 'runs' : 'ends', error: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
