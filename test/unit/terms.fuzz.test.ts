import fc from 'fast-check';
import { expect, test } from 'vitest';
import { factsOf } from '../../testing/oracle/comparable-facts.ts';
import type { InputSpace } from '../../testing/oracle/input-space.ts';
import { judge } from '../../testing/oracle/judge.ts';
import { asWritten, type NaiveRuleSet } from '../../testing/oracle/naive-interpreter.ts';
import { searchOf } from '../../testing/oracle/search.ts';
import { roundedRuleSets, termRuleSets } from '../../testing/oracle/term-rule-sets.ts';
import { createTally } from '../../testing/oracle/tally.ts';
import { wholeSpace } from '../../testing/oracle/whole-space.ts';
import { cases } from '../../testing/random/random-cases.ts';

const runs = cases(24);

/** The largest share of questions that may be undecided, and of those whose true answer may not be given. */
interface Allowance {
  undecided: number;
  missed: number;
  /** The largest number of refused inputs for each confirmed witness. */
  refused: number;
}

const kinds = [
  ['exact', termRuleSets, { undecided: 0.12, missed: 0.05, refused: Infinity }],
  ['rounded', roundedRuleSets, { undecided: 0.15, missed: 0.08, refused: Infinity }],
] as const satisfies [string, fc.Arbitrary<NaiveRuleSet>, Allowance][];

function spaceOf(naive: NaiveRuleSet): InputSpace {
  const space = wholeSpace(naive);
  if (space === undefined) throw new Error('The rule set has too many inputs to try them all.');
  return space;
}

test.each(kinds)('%s: every statement and every silence is what trying all inputs gives', (kind, ruleSets, allowed) => {
  const tally = createTally();
  const witnesses = { confirmed: 0, refused: 0 };
  fc.assert(
    fc.property(ruleSets, naive => {
      const search = searchOf(naive, spaceOf(naive));
      const analysed = factsOf(asWritten(naive));
      witnesses.confirmed += analysed.witnesses.confirmed;
      witnesses.refused += analysed.witnesses.refused;
      const verdicts = judge(search, analysed);
      verdicts.forEach(tally.add);
      const wrong = verdicts.filter(({ is }) => is === 'wrong');
      expect(wrong, JSON.stringify(search.naive, null, 1)).toEqual([]);
    }),
    { numRuns: runs },
  );
  const shares = { undecided: tally.share('undecided'), missed: tally.share('missed') };
  tally.print(kind, { ...shares, ...witnesses });
  expect(shares.undecided).toBeLessThanOrEqual(allowed.undecided);
  expect(shares.missed).toBeLessThanOrEqual(allowed.missed);
  expect(witnesses.refused).toBeLessThanOrEqual(allowed.refused * witnesses.confirmed);
});
