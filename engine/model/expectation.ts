import type { DecisionRecord } from './decision-record.ts';
import type { Json } from './json.ts';
import { ruleName } from './rule-set.ts';
import type { Expectation, HandoffExpectation } from './samples.ts';

/** The key of a mismatch if the event of a step cannot happen. */
export const eventKey = 'event';

/** An expectation that was not met, or an event that cannot happen. */
export interface Mismatch {
  /** The key of `expect`, or of a handoff step's `expect`; `event` for the event of a step. */
  key: string;
  expected: Json;
  actual: Json;
}

/** The actual values in a record, by the keys that a sample may expect. */
const actualValues: Record<keyof Expectation, (record: DecisionRecord, expect: Expectation) => Json> = {
  decide: record => record.decision,
  to: record => record.to,
  payload: record => record.payload?.contract ?? null,
  rule: (record, { rule }) => decidingRule(record, rule?.includes('@') === true),
  reasonCode: record => record.reasonCode,
  missing: record => record.missing.map(({ signal }) => signal).sort(),
  firedOnUnknown: record => record.firedOnUnknown,
};

/** The keys of `expect`. */
export const expectationKeys = Object.keys(actualValues) as readonly (keyof Expectation)[];

/** The differences between a decision and what a sample expects. Only keys that are present in `expect` are compared. */
export function unmetExpectations(expect: Expectation, record: DecisionRecord): Mismatch[] {
  const actual = Object.fromEntries(expectationKeys.map(key => [key, actualValues[key](record, expect)]));
  return mismatchesOf({ ...expect, ...(expect.missing ? { missing: [...expect.missing].sort() } : {}) }, actual);
}

/** What a step of a handoff expects. Lists of names are compared without regard to order. */
export function unmetHandoffExpectations(
  expect: HandoffExpectation,
  seen: { [key in keyof Required<HandoffExpectation>]: string | null | readonly string[] },
): Mismatch[] {
  const sorted = (values: object) =>
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, Array.isArray(value) ? [...(value as Json[])].sort() : value]),
    ) as Record<string, Json>;
  return mismatchesOf(sorted(expect), sorted(seen));
}

/** The expected values that differ from the actual ones. A key without an actual value counts as null. */
export function mismatchesOf(expected: object, actual: Readonly<Record<string, Json>>): Mismatch[] {
  return Object.entries(expected).flatMap(([key, value]): Mismatch[] => {
    const found = Object.hasOwn(actual, key) ? (actual[key] ?? null) : null;
    return JSON.stringify(value) === JSON.stringify(found) ? [] : [{ key, expected: value as Json, actual: found }];
  });
}

/** A text as it is; any other value as JSON. */
export function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A mismatch in words: `decide: expected "continue", was "pause"`; for the event of a step that cannot happen, why. */
export function mismatchText({ key, expected, actual }: Mismatch): string {
  if (key === eventKey) return `${asText(expected)} cannot happen: ${asText(actual)}`;
  return `${key}: expected ${JSON.stringify(expected)}, was ${JSON.stringify(actual)}`;
}

/**
 * The expectation of a new sample: the decision as it was made.
 * @param pinned true to expect the version of the rule too, so that the sample fails once a new version decides
 */
export function expectationOf(record: DecisionRecord, pinned = false): Expectation {
  return {
    decide: record.decision,
    ...(record.to === null ? {} : { to: record.to }),
    rule: decidingRule(record, pinned),
  };
}

/** The rule that decided, as named in a sample: `id`, `id@version` if it is pinned, or `default`. */
function decidingRule({ rule }: DecisionRecord, pinned: boolean): string {
  if (rule === null) return 'default';
  return pinned ? ruleName(rule) : rule.id;
}
