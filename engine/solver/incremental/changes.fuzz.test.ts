import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asWritten, type NaiveRule } from '../../../testing/oracle/naive-interpreter.ts';
import { factsOf } from '../../../testing/oracle/comparable-facts.ts';
import { smallRuleSets } from '../../../testing/oracle/small-rule-sets.ts';
import { documentsOf, type Versions } from '../../../testing/oracle/version-pairs.ts';
import type { SignalValues } from '../../condition/condition.ts';
import { holdsCell, type Box } from '../../space/dimension.ts';
import { evaluate } from '../../condition/evaluate.ts';
import { compile } from '../../decide/compile.ts';
import { changesBetween } from './changes.ts';
import type { ProblemRule } from '../problem.ts';
import { cellMappingsFrom } from './memory.ts';
import { cases } from '../../../testing/random/random-cases.ts';

const runs = cases(25);

function fires({ rule: { condition, onUnknown, rule } }: ProblemRule, values: SignalValues): boolean {
  const truth = evaluate(condition, values);
  return truth === 'unknown'
    ? onUnknown === 'fire' || (onUnknown === 'safe' && rule.decide !== 'continue')
    : truth === 'true';
}

/** Rule sets whose rules are always in force, before and after one or two edits of triggers, outcomes and positions. */
const edited: fc.Arbitrary<Versions> = smallRuleSets.chain(made => {
  const before = {
    ...made,
    rules: made.rules.map(({ rule: { effective: _, ...rule }, trigger }): NaiveRule => ({ rule, trigger })),
  };
  const place = fc.nat(before.rules.length - 1);
  const triggers = before.rules.map(({ trigger }) => trigger);
  const edit = fc.oneof(
    fc.tuple(place, fc.constantFrom(...triggers)).map(
      ([at, trigger]) =>
        (rules: readonly NaiveRule[]): NaiveRule[] =>
          rules.map((each, index) => (index === at ? { ...each, trigger } : each)),
    ),
    place.map(
      at =>
        (rules: readonly NaiveRule[]): NaiveRule[] =>
          rules.length > 1 ? rules.filter((_, index) => index !== at) : [...rules],
    ),
    place.map(
      at =>
        (rules: readonly NaiveRule[]): NaiveRule[] =>
          rules.map((each, index) => (index === at ? { ...each, rule: { ...each.rule, decide: 'stop' } } : each)),
    ),
  );
  return fc
    .tuple(fc.array(edit, { minLength: 1, maxLength: 2 }), fc.constantFrom(1, 2.5, 3))
    .map(([edits, most]): Versions => [
      before,
      {
        ...before,
        frame: { ...before.frame, thresholds: { ...before.frame.thresholds, most } },
        rules: edits.reduce((rules, each) => each(rules), before.rules),
      },
    ]);
});

test('every input on which the set of firing rules changed is in the reported region', () => {
  let differing = 0;
  let hidden = 0;
  fc.assert(
    fc.property(edited, ([before, after]) => {
      const documents = documentsOf(before, after, 3000);
      if (documents === undefined) return;
      const earlier = factsOf(asWritten(before)).memory;
      const { problem } = factsOf(asWritten(after)).memory;
      const mapping = cellMappingsFrom(earlier, problem);
      if (mapping === null || problem.periods.length > 1) return;
      const { unchanged, modified, head, region, open } = changesBetween(earlier.problem, problem, mapping);
      const stayed = new Map([...unchanged, ...modified]);
      for (const [rule, was] of stayed) expect(was.outcome).toBe(rule.outcome);
      const stayedBefore = new Set(stayed.values());
      const changed = (values: SignalValues): boolean =>
        problem.rules.some(rule => {
          const was = stayed.get(rule);
          return was === undefined ? fires(rule, values) : fires(rule, values) !== fires(was, values);
        }) || earlier.problem.rules.some(rule => !stayedBefore.has(rule) && fires(rule, values));
      const { signals } = compile(asWritten(after));
      for (const { input, at } of documents) {
        const values = new Map(
          signals.flatMap(({ name, read }) => {
            const reading = read(input, at);
            return 'value' in reading ? [[name, reading.value] as const] : [];
          }),
        );
        const states = problem.space.locate(values);
        const isPossible =
          signals.every(({ name, signal }) => values.has(name) || !signal.required) && !states.includes(-1);
        if (!isPossible || !changed(values)) continue;
        const holds = (box: Box): boolean =>
          problem.space.layout.dimensions.every(dimension => holdsCell(box, dimension, states[dimension.index] ?? -1));
        expect(region.some(holds), JSON.stringify({ input, before, after })).toBe(true);
        const isTaken = problem.rules.slice(0, head).some(rule => fires(rule, values));
        if (!isTaken) expect(open.some(holds), JSON.stringify({ input, before, after })).toBe(true);
        differing++;
        if (isTaken) hidden++;
      }
    }),
    { numRuns: runs },
  );
  expect(differing).toBeGreaterThan(runs * 4);
  expect(hidden).toBeGreaterThan(runs / 5);
});
