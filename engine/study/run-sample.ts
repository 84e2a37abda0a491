import { parseDuration } from '../condition/duration.ts';
import { parseTimestamp, formatTimestamp } from '../condition/timestamp.ts';
import type { CompiledRuleSet } from '../decide/compile.ts';
import { decide } from '../decide/decide.ts';
import { advance, happen, isOver, requestHandoff, type Handoff } from '../handoff/handoff.ts';
import type { DecisionRecord } from '../model/decision-record.ts';
import type { Json } from '../model/json.ts';
import { ruleName } from '../model/rule-set.ts';
import type { Expectation, HandoffStep, Sample } from '../model/samples.ts';

/** An expectation that was not met. */
export interface Mismatch {
  /** What was expected: a key of `expect`, or of a handoff step's `expect`. */
  key: string;
  expected: Json;
  actual: Json;
}

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
  /** False where the sample expects nothing: it is only there to be tried out. */
  checked: boolean;
  record: DecisionRecord;
  mismatches: Mismatch[];
  handoff: StepResult[];
}

/**
 * Runs a sample: decides on its input and, where it has a handoff's timeline, plays that on a virtual clock that starts at the decision.
 * @param now the decision time of samples that give none, in milliseconds since the Unix epoch
 */
export function runSample(compiled: CompiledRuleSet, sample: Sample, now: number, trace = false): SampleResult {
  const at = (sample.at === undefined ? undefined : parseTimestamp(sample.at)) ?? now;
  const record = decide(compiled, sample.input, { at, trace });
  const mismatches = sample.expect ? compareRecord(sample.expect, record) : [];
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

/** Compares what a sample expects with a decision record; only what is expected is compared. */
export function compareRecord(expect: Expectation, record: DecisionRecord): Mismatch[] {
  const missing = record.missing.map(({ signal }) => signal).sort();
  const actual: Record<keyof Expectation, Json> = {
    decide: record.decision,
    to: record.to,
    payload: record.payload?.contract ?? null,
    rule: ruleForm(record, expect.rule),
    reasonCode: record.reasonCode,
    missing,
    firedOnUnknown: record.firedOnUnknown,
  };
  return mismatchesOf({ ...expect, ...(expect.missing ? { missing: [...expect.missing].sort() } : {}) }, actual);
}

/** The rule that decided in the form in which it is expected: `id` alone, or `id@version`. */
function ruleForm({ rule }: DecisionRecord, expected: string | undefined): string {
  if (!rule) return 'default';
  return expected?.includes('@') ? ruleName(rule) : rule.id;
}

function mismatchesOf(expected: object, actual: Record<string, Json>): Mismatch[] {
  return Object.entries(expected).flatMap(([key, value]): Mismatch[] => {
    const found = Object.hasOwn(actual, key) ? (actual[key] ?? null) : null;
    return JSON.stringify(value) === JSON.stringify(found) ? [] : [{ key, expected: value as Json, actual: found }];
  });
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
