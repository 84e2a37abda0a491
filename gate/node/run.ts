import type { CompiledRuleSet } from '../../engine/index.ts';
import { decideCall, type GateDecision, type GateEvent, readEvent } from '../gate.ts';
import { bounded } from './bounded.ts';

export interface GateSetup {
  /** As given with `--host`. */
  host: unknown;
  /** What the host wrote to standard input. */
  text: string;
  /** Compiles the rules. It is interrupted if it takes too long. */
  rules: () => CompiledRuleSet;
  /** Milliseconds since the Unix epoch. */
  now: number;
  /** The milliseconds that are left. */
  left: () => number;
  /** Where the decision is logged, and grants are kept; null for neither. */
  keeper: Keeper | null;
}

/** A call, and the input that it is. */
export type DecidedCall = Pick<GateEvent, 'call' | 'input'>;

/** Keeps decisions and grants. */
export interface Keeper {
  /** The grants that may be in force for a call. @param at the decision time, in milliseconds since the Unix epoch */
  grants(compiled: CompiledRuleSet, event: DecidedCall, at: number): Promise<readonly unknown[]>;
  /**
   * Logs a decision and spends one use of each grant in its record, in one step.
   * @returns false if a grant was spent or revoked meanwhile, so that the call must be decided again
   */
  keep(event: DecidedCall, decision: Pick<GateDecision, 'record'>): Promise<boolean>;
}

/** How often a call is decided again because others spent its grants. */
const maxAttempts = 5;

/**
 * Answers an event: what goes to standard output. It is logged before it is returned.
 * @throws if there is no answer: the event cannot be read, the rules do not compile, nothing can be logged, or time runs out while deciding
 */
export async function runGate({ host, text, rules, now, left, keeper }: GateSetup): Promise<string> {
  const { event, compiled } = bounded(() => ({ event: readEvent(host, text), compiled: rules() }), left());
  if (keeper === null) return bounded(() => decideCall(compiled, event, { at: now }), left()).output;
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const grants = await keeper.grants(compiled, event, now);
    const decision = bounded(() => decideCall(compiled, event, { at: now, grants }), left());
    if (await keeper.keep(event, decision)) return decision.output;
  }
  throw new Error('other calls spent the grants of this one each time');
}
