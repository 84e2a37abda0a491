import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at, inputs, ruleSets } from '../../testing/oracle/generate.ts';
import { asWritten } from '../../testing/oracle/naive-interpreter.ts';
import { cases } from '../../testing/random/random-cases.ts';
import { compile, type CompiledRuleSet } from '../decide/compile.ts';
import { decide } from '../decide/decide.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { RuleSet } from '../model/rule-set.ts';
import { runAtOnce } from '../model/steps.ts';
import { inSituation } from './in-situation.ts';

/** An input without the values of some signals. */
function without(input: Json, names: readonly string[]): Json {
  const copy = structuredClone(input) as JsonObject;
  for (const name of names) {
    const path = name.split('.');
    const last = path.pop() ?? '';
    let holder: Json | undefined = copy;
    for (const key of path) holder = (holder as JsonObject | undefined)?.[key];
    if (typeof holder === 'object' && holder !== null) delete (holder as JsonObject)[last];
  }
  return copy;
}

test('what rules do without some signals is what they decide on inputs without them', () => {
  const counts = { always: 0, 'wherever-possible': 0, sometimes: 0, never: 0, undecided: 0 };
  fc.assert(
    fc.property(
      // Random inputs break the promise of a required signal.
      ruleSets.map((made): RuleSet => {
        const written = asWritten(made);
        delete written.assumptions;
        const { signals = {} } = written;
        const optional = Object.entries(signals).map(
          ([name, signal]) => [name, { ...signal, required: false }] as const,
        );
        return {
          ...written,
          signals: Object.fromEntries(optional),
          rules: written.rules.map(({ effective: __, ...rule }) => rule),
        };
      }),
      fc.array(inputs, { minLength: 10, maxLength: 30 }),
      fc.infiniteStream(fc.boolean()),
      (ruleSet, occasions, choices) => {
        const missing = Object.keys(ruleSet.signals ?? {}).filter(() => choices.next().value === true);
        const found = runAtOnce(inSituation(ruleSet, { missing, kinds: [{ id: 'all', when: 'true' }] }, { now: at }));
        const compiled = compile(ruleSet);
        const said = JSON.stringify({ ruleSet, missing, found });
        for (const { fires } of found.rules) counts[fires ?? 'undecided']++;
        const alone = ruleSet.rules.map(rule => compile({ ...ruleSet, rules: [rule] }));
        const firesOn = (index: number, input: Json) =>
          decide(alone[index] as CompiledRuleSet, input, { at }).rule !== null;
        for (const whole of occasions) {
          const lacking = without(whole, missing);
          for (const { index, fires, unknownBecause } of found.rules) {
            if (fires === 'never') expect(firesOn(index, lacking), said).toBe(false);
            if (fires === 'always') expect(firesOn(index, lacking), said).toBe(true);
            if (fires !== 'wherever-possible') continue;
            expect(unknownBecause.length, said).toBeGreaterThan(0);
            if (firesOn(index, whole)) expect(firesOn(index, lacking), said).toBe(true);
          }
        }
        for (const { index, decides } of found.rules) {
          for (const { witness } of decides) {
            expect(without(witness.input, missing), said).toEqual(witness.input);
            const record = decide(compiled, witness.input, { at: witness.at ?? at });
            expect(record.rule?.id, said).toBe(ruleSet.rules[index]?.id);
          }
        }
      },
    ),
    { numRuns: cases(60) },
  );
  expect(counts.always, JSON.stringify(counts)).toBeGreaterThan(0);
  expect(counts['wherever-possible'], JSON.stringify(counts)).toBeGreaterThan(0);
  expect(counts.never, JSON.stringify(counts)).toBeGreaterThan(0);
});
