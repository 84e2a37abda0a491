import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile } from '../../engine/decide/compile.ts';
import { decide } from '../../engine/decide/decide.ts';
import type { DecisionRecord } from '../../engine/model/decision-record.ts';
import type { Json } from '../../engine/model/json.ts';
import { at, inputs, ruleSets } from '../../testing/oracle/generate.ts';
import {
  asWritten,
  byText,
  decideNaively,
  type NaiveRecord,
  type NaiveRuleSet,
  pairOf,
} from '../../testing/oracle/naive-interpreter.ts';
import { cases } from '../../testing/random/random-cases.ts';

/** The part of a record that the naive interpreter determines. */
function comparable(record: DecisionRecord): NaiveRecord {
  return {
    decision: record.decision,
    to: record.to,
    rule: record.rule,
    reason: record.reason,
    reasonCode: record.reasonCode,
    missing: record.missing.map(({ signal, cause, required }) => ({ signal, cause, ...(required && { required }) })),
    inputValid: record.inputValid,
    firedOnUnknown: record.firedOnUnknown,
    assumptionsBroken: record.assumptionsBroken.filter(each => each.index !== null),
    countersBroken: record.assumptionsBroken
      .flatMap(each => (each.index === null ? [pairOf(each.counters.smaller, each.counters.larger)] : []))
      .sort(byText),
    shadow: record.shadow,
    conflicts: record.conflicts,
    alsoFired: record.alsoFired,
    considered: (record.trace?.rules ?? []).map(({ rule, value, fires, reached, decides }) => ({
      rule,
      value,
      fires,
      reached,
      decides,
    })),
  };
}

/** The case as an author would write it, so that a failure can be understood without the generator. */
function caseInWords(ruleSet: NaiveRuleSet, input: Json): string {
  const { rules, assumptions, ...frame } = asWritten(ruleSet);
  const conditions = JSON.stringify({ rules, assumptions }, null, 1);
  return `${conditions}\n${JSON.stringify(frame)}\non ${JSON.stringify(input)}\n`;
}

const runs = cases(20);

test('the engine decides as an interpreter does that follows the language reference to the letter', () => {
  fc.assert(
    fc.property(ruleSets, fc.array(inputs, { minLength: 8, maxLength: 12 }), (ruleSet, documents) => {
      const compiled = compile(asWritten(ruleSet));
      expect(compiled.problems, caseInWords(ruleSet, null)).toEqual([]);
      for (const input of documents) {
        const record = decide(compiled, input, { at, trace: true });
        expect(comparable(record), caseInWords(ruleSet, input)).toEqual(decideNaively(ruleSet, input, at));
        expect({ ...decide(compiled, input, { at }), trace: record.trace }).toEqual(record);
      }
    }),
    { numRuns: runs },
  );
});
