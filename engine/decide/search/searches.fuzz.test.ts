import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at, inputs, ruleSets } from '../../../testing/oracle/generate.ts';
import { asWritten } from '../../../testing/oracle/naive-interpreter.ts';
import type { Json } from '../../model/json.ts';
import type { RuleSet } from '../../model/rule-set.ts';
import { clausesOf, type SignalValue, type SignalValues } from '../../condition/condition.ts';
import { evaluateClause } from '../../condition/evaluate.ts';
import { compile, type CompiledRuleSet } from '../compile.ts';
import { createDecider } from '../decider.ts';
import { createIndexedSearch } from './indexed-search.ts';
import { createPlainSearch } from './plain-search.ts';
import { cases } from '../../../testing/random/random-cases.ts';

/** Rule sets with dozens of rules: the rules of several generated ones, over the signals of the first. */
const manyRules: fc.Arbitrary<RuleSet> = fc.array(ruleSets, { minLength: 1, maxLength: 14 }).map(made => {
  const [first] = made;
  if (!first) throw new Error('there is one at least');
  return asWritten({ ...first, rules: made.flatMap(({ rules }) => rules) });
});

function valuesOf({ signals }: CompiledRuleSet, input: Json, time: number): SignalValues {
  return new Map(
    signals.flatMap(({ name, read }): [string, SignalValue][] => {
      const reading = read(input, time);
      return 'value' in reading ? [[name, reading.value]] : [];
    }),
  );
}

/** Times around those at which generated rules begin or end. */
const times = fc.constantFrom(at - 2, at - 1, at, at + 1, at + 2);

const runs = cases(8);

test('the indexed search finds the same rules as the plain search', () => {
  fc.assert(
    fc.property(
      manyRules,
      fc.array(fc.tuple(inputs, times), { minLength: 12, maxLength: 20 }),
      (ruleSet, occasions) => {
        const compiled = compile(ruleSet);
        const [plain, indexed, decider] = [
          createPlainSearch(compiled),
          createIndexedSearch(compiled),
          createDecider(compiled),
        ];
        for (const [input, time] of occasions) {
          const context = () => `${JSON.stringify(ruleSet.rules, null, 1)}\non ${JSON.stringify(input)} at ${time}`;
          plain.look(input, time);
          indexed.look(input, time);
          const winner = plain.winner();
          expect(indexed.winner(), context()).toBe(winner);
          expect(indexed.firing(), context()).toEqual(plain.firing());
          expect(indexed.shadows(), context()).toEqual(plain.shadows());
          expect(indexed.values(), context()).toEqual(plain.values());
          const values = valuesOf(compiled, input, time);
          const { decides, clause: truthOf } = decider.trace(input, time);
          compiled.rules.forEach(({ condition }, position) =>
            clausesOf(condition).forEach((clause, index) => {
              const { value } = evaluateClause(clause, values);
              if (truthOf(position, index) !== value) expect(truthOf(position, index), context()).toBe(value);
            }),
          );
          expect(decides, context()).toBe(decider.decide(input, time));
          expect(decider.decide(input, time), context()).toBe(winner < 0 ? -1 : compiled.rules[winner]?.index);
        }
      },
    ),
    { numRuns: runs },
  );
});
