import { sampleGrants } from './sample-grants.ts';
import { parseDuration } from '../model/time/duration.ts';
import { parseTimestamp, formatTimestamp } from '../model/time/timestamp.ts';
import { withCounts } from '../model/count-events.ts';
import type { CompiledRuleSet } from '../decide/compile.ts';
import { decide } from '../decide/decide.ts';
import { advance, happen, requestHandoff } from '../handoff/handoff.ts';
import { objectionTo, type Actor } from '../handoff/objection.ts';
import { isOver, type Handoff } from '../handoff/state.ts';
import type { DecisionRecord } from '../model/decision-record.ts';
import {
  eventKey,
  mismatchesOf,
  unmetExpectations,
  unmetHandoffExpectations,
  type Mismatch,
} from '../model/expectation.ts';
import type { HandoffEvent, HandoffStep, Sample } from '../model/samples.ts';

export interface StepResult {
  /** RFC 3339, on the virtual clock. */
  at: string;
  state: string;
  to: string | null;
  because: string | null;
  /** The available targets that joined. */
  joined: readonly string[];
  /** The targets that are not available although the handoff was requested of them. */
  unavailable: readonly string[];
  /** The people who have approved. */
  approvals: readonly string[];
  /** How many people must approve; 0 if there is no handoff. */
  approvalsNeeded: number;
  mismatches: Mismatch[];
}

export interface SampleResult {
  name: string;
  passed: boolean;
  /** False if the sample has no expectations. */
  checked: boolean;
  record: DecisionRecord;
  mismatches: Mismatch[];
  handoff: StepResult[];
}

/**
 * Runs a sample: counts its events, decides its input and plays the steps of its handoff, if any, on a virtual clock that starts at the decision.
 * @param now the decision time of samples without one, in milliseconds since the Unix epoch
 */
export function runSample(compiled: CompiledRuleSet, written: Sample, now: number, trace = false): SampleResult {
  const { sample } = withCounts(compiled.ruleSet.signals, written);
  const at = (sample.at === undefined ? undefined : parseTimestamp(sample.at)) ?? now;
  const granted = sample.grants === undefined ? null : sampleGrants(compiled, sample, at);
  const record = decide(compiled, sample.input, { at, trace, ...(granted && { grants: granted.grants }) });
  const mismatches = [
    ...(granted?.mismatches ?? []),
    ...(sample.expect ? unmetExpectations(sample.expect, record) : []),
  ];
  const handoff = sample.handoff ? playHandoff(compiled, record, sample.handoff, at) : [];
  return {
    name: sample.name,
    passed: mismatches.length === 0 && handoff.every(step => step.mismatches.length === 0),
    checked: sample.expect !== undefined || sample.handoff !== undefined,
    record,
    mismatches,
    handoff,
  };
}

function playHandoff(
  { ruleSet }: CompiledRuleSet,
  { to, fallbacks }: DecisionRecord,
  steps: HandoffStep[],
  start: number,
): StepResult[] {
  const targets = new Map(Object.entries(ruleSet.targets ?? {}));
  let handoff: Handoff | undefined = to === null ? undefined : requestHandoff(targets, to, start, fallbacks);
  let at = start;
  return steps.map(({ after, event, by, target, expect = {} }) => {
    at += parseDuration(after) ?? 0;
    if (!handoff) {
      return {
        at: formatTimestamp(at),
        ...noHandoff,
        mismatches: mismatchesOf({ state: 'requested', ...expect }, { state: noHandoff.state }),
      };
    }
    const before = advance(targets, handoff, at);
    const against = event === undefined ? null : objectionAgainst(before, event, { by, target });
    handoff = event === undefined || against !== null ? before : happen(targets, before, event, at, { by, target });
    const { state, because, joined, unavailable, approvals, approvalsNeeded } = handoff;
    const seen = { state, to: handoff.to, because, joined, unavailable, approvals, approvalsNeeded };
    const mismatches = unmetHandoffExpectations(expect, seen);
    if (event !== undefined && against !== null)
      mismatches.unshift({ key: eventKey, expected: event, actual: against });
    return { at: formatTimestamp(at), ...seen, mismatches };
  });
}

const noHandoff = {
  state: 'no handoff',
  to: null,
  because: null,
  joined: [],
  unavailable: [],
  approvals: [],
  approvalsNeeded: 0,
} as const;

function objectionAgainst(handoff: Handoff, event: HandoffEvent, actor: Actor): string | null {
  return isOver(handoff) ? `the handoff is over: ${handoff.state}` : objectionTo(handoff, event, actor);
}
