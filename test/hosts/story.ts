import type { GateOptions } from '../../gate/embedded/call-gate.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';

export interface Call {
  name: string;
  args: Record<string, unknown>;
}

/** What a person who is asked sees. */
export interface Question {
  name: string;
  text: string;
}

export interface Story {
  ruleSet: RuleSet;
  options?: GateOptions;
  /** The calls that the model makes, turn by turn; then it says that it is done. */
  turns: readonly (readonly Call[])[];
  /** What the person answers; null leaves the run waiting. */
  person?: (question: Question) => 'approve' | 'reject' | null;
}

export interface Ending {
  /** The calls whose tools ran. */
  ran: Call[];
  asked: Question[];
  /** What the model was told instead of, or as, the results of its calls. */
  told: string[];
  /** `done`: the model came to its end; `stopped`: the run ended before; `waiting`: for a person; `failed`: with an error. */
  ended: 'done' | 'stopped' | 'waiting' | 'failed';
  error: unknown;
}

export type Drive = (story: Story) => Promise<Ending>;
