import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at, inputs, ruleSets } from '../../testing/oracle/generate.ts';
import { asWritten } from '../../testing/oracle/naive-interpreter.ts';
import type { RuleSet } from '../model/rule-set.ts';
import { cases } from '../../testing/random/random-cases.ts';
import { compile } from './compile.ts';
import { decide } from './decide.ts';
import { prepare, restore } from './prepared.ts';

test('restored rules give the same records', () => {
  fc.assert(
    fc.property(
      ruleSets.map((made): RuleSet => ({ ...asWritten(made), default: { decide: 'stop', reason: 'No: {{ 1 + 1 }}' } })),
      fc.array(fc.tuple(inputs, fc.constantFrom(at - 2, at - 1, at, at + 1)), { minLength: 12, maxLength: 20 }),
      (ruleSet, occasions) => {
        const compiled = compile(ruleSet);
        const travelled = JSON.parse(JSON.stringify({ ruleSet, prepared: prepare(compiled) })) as {
          ruleSet: typeof ruleSet;
          prepared: ReturnType<typeof prepare>;
        };
        const restored = restore(travelled.ruleSet, travelled.prepared);
        for (const [input, time] of occasions)
          expect(decide(restored, input, { at: time }), JSON.stringify(ruleSet)).toEqual(
            decide(compiled, input, { at: time }),
          );
      },
    ),
    { numRuns: cases(60) },
  );
});
