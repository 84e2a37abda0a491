import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile } from '../../engine/decide/compile.ts';
import { decide } from '../../engine/decide/decide.ts';
import { countEvents, withCounts } from '../../engine/model/count-events.ts';
import type { JsonObject } from '../../engine/model/json.ts';
import type { RuleSet, Signal } from '../../engine/model/rule-set.ts';
import { lawsOf } from '../../testing/oracle/counter-laws.ts';
import { durationIn } from '../../testing/oracle/values.ts';
import { cases } from '../../testing/random/random-cases.ts';

const runs = cases(200);
const one = <T>(values: readonly T[]) => fc.constantFrom(...values);
const now = Date.parse('2026-03-02T10:00:00Z');

const keys: Record<string, Signal> = {
  'session.id': { type: 'string' },
  user: { type: 'string' },
};

const counter: fc.Arbitrary<Signal> = fc
  .record({
    counts: one(['failed', 'failed', 'refunded']),
    by: one([undefined, ['user'], ['session.id'], ['session.id', 'user'], ['user', 'session.id']]),
    within: one(['9m', '10m', '1h', 'PT60M', '2h']),
  })
  .map(({ by, ...rest }) => ({ type: 'integer', minimum: 0, ...rest, ...(by && { by }) }));

const counters = fc
  .array(counter, { minLength: 2, maxLength: 4 })
  .map(made => Object.fromEntries(made.map((signal, index) => [`counts.c${index}`, signal])));

/** The data of an event or an input: each key given, null or absent. */
const data: fc.Arbitrary<JsonObject> = fc
  .record({ session: one(['s1', 's2', null, undefined]), user: one(['u1', 'u2', null, undefined]) })
  .map(({ session, user }) => ({
    ...(session !== undefined && { session: { id: session } }),
    ...(user !== undefined && { user }),
  }));

/** Minutes before the decision: just at, before and after the limits of windows. */
const ago = one([0, 1, 8, 9, 10, 11, 59, 60, 61, 120, 121]);

const events = fc.array(fc.tuple(one(['failed', 'failed', 'refunded', 'other']), ago, data), { maxLength: 12 });

/** Counts as the reference says, from events with times in minutes. */
function counted(signal: Signal, all: readonly [string, number, JsonObject][], input: JsonObject): number | null {
  const window = (durationIn(signal.within ?? '') ?? NaN) / 60_000;
  const keyOf = (of: JsonObject) =>
    (signal.by ?? []).map(name => {
      const [first = '', second] = name.split('.');
      const value = of[first];
      return (second === undefined ? value : (value as JsonObject | undefined)?.[second]) ?? null;
    });
  if (keyOf(input).includes(null)) return null;
  return all.filter(
    ([name, minutes, event]) =>
      name === signal.counts && minutes < window && JSON.stringify(keyOf(event)) === JSON.stringify(keyOf(input)),
  ).length;
}

test('counters are what the reference says, in a sample and for a producer', () => {
  fc.assert(
    fc.property(counters, events, data, fc.boolean(), (signals, happened, input, timed) => {
      const written = happened.map(([event, minutes, more]) => ({
        event,
        ...(timed ? { at: new Date(now - minutes * 60_000).toISOString() } : { ago: `${minutes}m` }),
        ...more,
      }));
      const sample = { name: 'any', input, events: written, ...(timed && { at: new Date(now).toISOString() }) };
      const { sample: complete } = withCounts({ ...keys, ...signals }, sample);
      const expected = Object.entries(signals).map(
        ([name, signal]) => [name, counted(signal, happened, input)] as const,
      );
      const values = ((complete.input as JsonObject)['counts'] ?? {}) as JsonObject;
      expect(expected.map(([name]) => values[name.slice('counts.'.length)] ?? null)).toEqual(
        expected.map(([, count]) => count),
      );
      const list = happened.map(([event, minutes, more]) => ({ event, at: now - minutes * 60_000, data: more }));
      expect(Object.values(signals).map(signal => countEvents(signal, list, input, now))).toEqual(
        expected.map(([, count]) => count),
      );
    }),
    { numRuns: runs },
  );
});

test('counts of real events break no law', () => {
  fc.assert(
    fc.property(counters, events, data, (signals, happened, input) => {
      const ruleSet: RuleSet = {
        escalation: 2,
        name: 'any',
        version: '1.0.0',
        signals: { ...keys, ...signals },
        rules: [],
      };
      const written = happened.map(([event, minutes, more]) => ({ event, ago: `${minutes}m`, ...more }));
      const { sample } = withCounts(ruleSet.signals, { name: 'any', input, events: written });
      expect(decide(compile(ruleSet), sample.input, { at: now }).assumptionsBroken).toEqual([]);
    }),
    { numRuns: runs },
  );
});

test('of two counters without a law, each can be larger', () => {
  const seen = { laws: 0, others: 0 };
  fc.assert(
    fc.property(fc.tuple(counter, counter), ([a, b]) => {
      const signals = { a, b };
      const compiled = compile({ escalation: 2, name: 'any', version: '1.0.0', signals, rules: [] });
      const isRuledOut = (values: JsonObject) => decide(compiled, values, { at: now }).assumptionsBroken.length > 0;
      // One event that the first counts and the second does not, if there is any.
      const input = { session: { id: 's1' }, user: 'u1' };
      const some = ['failed', 'refunded'].flatMap(event =>
        [0, 9.5, 30, 90].flatMap(minutes =>
          ['s1', 's2'].flatMap(id =>
            ['u1', 'u2'].map((user): [string, number, JsonObject] => [event, minutes, { session: { id }, user }]),
          ),
        ),
      );
      const canExceed = some.some(each => counted(a, [each], input) === 1 && counted(b, [each], input) === 0);
      expect(isRuledOut({ a: 1, b: 0 })).toBe(!canExceed);
      expect(lawsOf(signals).some(({ smaller }) => smaller === 'a')).toBe(!canExceed);
      seen[canExceed ? 'others' : 'laws']++;
    }),
    { numRuns: runs },
  );
  expect(Math.min(seen.laws, seen.others)).toBeGreaterThan(runs / 10);
});
