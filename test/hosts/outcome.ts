import type { Effect } from '../../hosts/index.ts';

/** What a host did with a call that a hook was asked about. */
export interface Outcome {
  effect: Effect;
  /** What the agent, or the person who is asked, is told; empty if nothing. */
  reason: string;
}

export const usual: Outcome = { effect: 'usual', reason: '' };

/** What became of a call in the same process: the tool ran, a person is asked, it did not run, or the run failed. */
export interface CodeOutcome {
  effect: Exclude<Effect, 'usual'>;
  /** The message with which the run failed; null if it did not. */
  error: string | null;
}
