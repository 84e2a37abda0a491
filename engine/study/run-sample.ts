import { parseDuration } from '../model/time/duration.ts';
import { parseTimestamp, formatTimestamp } from '../model/time/timestamp.ts';
import { withCounts } from '../model/count-events.ts';
import type { CompiledRuleSet } from '../decide/compile.ts';
import { decide } from '../decide/decide.ts';
import { advance, happen, isOver, requestHandoff, type Handoff } from '../handoff/handoff.ts';
import type { DecisionRecord } from '../model/decision-record.ts';
import { mismatchesOf, unmetExpectations, type Mismatch } from '../model/expectation.ts';
import type { HandoffStep, Sample } from '../model/samples.ts';

export interface StepResult {
  /** RFC 3339, on the virtual clock. */
  at: string;
  state: string;
  to: string | null;
  because: string | null;
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
  const record = decide(compiled, sample.input, { at, trace });
  const mismatches = sample.expect ? unmetExpectations(sample.expect, record) : [];
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
  record: DecisionRecord,
  steps: HandoffStep[],
  start: number,
): StepResult[] {
  const targets = new Map(Object.entries(ruleSet.targets ?? {}));
  let handoff: Handoff | undefined = record.to === null ? undefined : requestHandoff(targets, record.to, start);
  let at = start;
  return steps.map(({ after, event, expect = {} }) => {
    at += parseDuration(after) ?? 0;
    if (!handoff) {
      return {
        at: formatTimestamp(at),
        state: 'no handoff',
        to: null,
        because: null,
        mismatches: mismatchesOf({ state: 'requested', ...expect }, { state: 'no handoff' }),
      };
    }
    const before = advance(targets, handoff, at);
    handoff = event === undefined ? before : happen(targets, before, event, at);
    const seen = { state: handoff.state, to: handoff.to, because: handoff.because };
    const mismatches = mismatchesOf(expect, seen);
    if (event !== undefined && isOver(before))
      mismatches.push({ key: 'event', expected: event, actual: `the handoff is over: ${before.state}` });
    return { at: formatTimestamp(at), ...seen, mismatches };
  });
}
