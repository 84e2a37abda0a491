import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createExpressionChecker } from '../../engine/condition/check-expression.ts';
import { createCachingChecker } from '../../engine/condition/caching-checker.ts';
import type { Rule, RuleSet } from '../../engine/model/rule-set.ts';
import { declarationsOf } from '../../engine/condition/declarations.ts';
import { semanticDiff } from '../../engine/diff/semantic-diff.ts';
import { analysisSubject, type AnalysisSubject } from '../../engine/solver/subject.ts';
import { byEngine, factsOf, now } from '../../testing/oracle/comparable-facts.ts';
import type { InputSpace } from '../../testing/oracle/input-space.ts';
import { judgeDiff } from '../../testing/oracle/judge-diff.ts';
import { judge } from '../../testing/oracle/judge.ts';
import { asWritten, type NaiveRuleSet } from '../../testing/oracle/naive-interpreter.ts';
import { searchOf } from '../../testing/oracle/search.ts';
import { roundedRuleSets, termRuleSets } from '../../testing/oracle/term-rule-sets.ts';
import { edited } from '../../testing/oracle/term-edits.ts';
import { createTally, print } from '../../testing/oracle/tally.ts';
import { refutations } from '../../testing/oracle/judge-witnesses.ts';
import type { Verdict } from '../../testing/oracle/verdict.ts';
import { wholeSpace } from '../../testing/oracle/whole-space.ts';
import { cases } from '../../testing/random/random-cases.ts';

const runs = cases(24);
const sequences = cases(10);
/** Enough for thousands of cases. */
const timeout = 7_200_000;
/** A case is not made smaller, since each attempt costs several analyses. */
const endOnFailure = true;

/** The largest share of questions that may be undecided, and of those whose true answer may not be given. */
interface Allowance {
  undecided: number;
  missed: number;
  /** The largest share of changed inputs that may be in no region, because it is undecided whether there are any. */
  unshown: number;
  /** The largest number of refused inputs for each confirmed witness. */
  refused: number;
}

const kinds = [
  ['exact', termRuleSets, { undecided: 0, missed: 0.0001, unshown: 0, refused: 0.05 }],
  ['rounded', roundedRuleSets, { undecided: 0.005, missed: 0.005, unshown: 0.005, refused: 0.1 }],
] as const satisfies [string, fc.Arbitrary<NaiveRuleSet>, Allowance][];

/** All inputs; a rule set with too many of them is not a case. */
function spaceOf(naive: NaiveRuleSet): InputSpace {
  const space = wholeSpace(naive);
  fc.pre(space !== undefined);
  return space;
}

function subjectOf(naive: NaiveRuleSet): AnalysisSubject {
  const ruleSet = asWritten(naive);
  return analysisSubject(ruleSet, createExpressionChecker(declarationsOf(ruleSet)));
}

test.each(kinds)(
  '%s: every statement and every silence is what trying all inputs gives',
  (kind, ruleSets, allowed) => {
    const tally = createTally();
    const witnesses = { confirmed: 0, refused: 0, tried: 0 };
    fc.assert(
      fc.property(ruleSets, naive => {
        const search = searchOf(naive, spaceOf(naive));
        const analysed = factsOf(asWritten(naive));
        witnesses.confirmed += analysed.witnesses.confirmed;
        witnesses.refused += analysed.witnesses.refused;
        const verdicts = judge(search, analysed);
        verdicts.forEach(tally.add);
        const { tried, refuted } = refutations(naive, search.space, analysed);
        witnesses.tried += tried;
        const wrong = verdicts.filter(({ is }) => is === 'wrong');
        expect({ wrong, refuted }, JSON.stringify(asWritten(naive), null, 1)).toEqual({ wrong: [], refuted: [] });
      }),
      { numRuns: runs, endOnFailure },
    );
    const shares = { undecided: tally.share('undecided'), missed: tally.share('missed') };
    tally.print(kind, { ...shares, ...witnesses });
    expect(shares.undecided).toBeLessThanOrEqual(allowed.undecided);
    expect(shares.missed).toBeLessThanOrEqual(allowed.missed);
    expect(witnesses.refused).toBeLessThanOrEqual(allowed.refused * witnesses.confirmed);
  },
  timeout,
);

test.each(kinds)(
  '%s: every input has one outcome in two versions, or is in the one region that says which',
  (kind, sets, allowed) => {
    const seen = { inputs: 0, changed: 0, undecided: 0, regions: 0, equivalent: 0 };
    fc.assert(
      fc.property(edited(sets, { min: 2, max: 4 }), ({ naive: before, edits }) => {
        const after = edits.reduce((naive, edit) => edit(naive), before);
        const diff = semanticDiff(subjectOf(before), subjectOf(after), { now });
        const about = [before, after].map(each => JSON.stringify(asWritten(each))).join('\n');
        const verdict = judgeDiff(before, after, diff);
        fc.pre(verdict !== null);
        const { wrong, empty, ...counts } = verdict;
        expect({ wrong, empty }, about).toEqual({ wrong: [], empty: [] });
        expect(diff.equivalent, about).toBe(diff.regions.length === 0 && diff.complete);
        for (const each of ['inputs', 'changed', 'undecided'] as const) seen[each] += counts[each];
        seen.regions += diff.regions.length;
        if (diff.equivalent) seen.equivalent++;
      }),
      { numRuns: runs, endOnFailure },
    );
    print(`${kind} diffs`, seen);
    expect(seen.undecided / seen.changed).toBeLessThanOrEqual(allowed.unshown);
    expect(Math.min(seen.regions, seen.equivalent)).toBeGreaterThan(runs / 20);
  },
);

test.each(kinds)(
  '%s: an analysis after an edit says what one from scratch says',
  (kind, sets, allowed) => {
    const tally = createTally();
    const seen = { analyses: 0, compared: 0, reused: 0 };
    fc.assert(
      fc.property(edited(mostlyReusable(sets), { min: 3, max: 6 }), ({ naive: first, edits }) => {
        const written = rememberedRules();
        let naive = first;
        let ruleSet = written(naive);
        let checker = createCachingChecker(declarationsOf(ruleSet));
        let { memory } = factsOf(ruleSet, undefined, checker);
        for (const edit of edits) {
          naive = edit(naive);
          ruleSet = written(naive);
          checker = checker.over(declarationsOf(ruleSet));
          const known = new Set(memory.results.values());
          const search = searchOf(naive, spaceOf(naive));
          const [after, scratch] = [factsOf(ruleSet, memory, checker), factsOf(asWritten(naive))];
          memory = after.memory;
          const verdicts = judge(search, after);
          const { refuted } = refutations(naive, search.space, after);
          const wrong = verdicts.filter(({ is }) => is === 'wrong');
          expect({ wrong, refuted }, JSON.stringify(ruleSet, null, 1)).toEqual({ wrong: [], refuted: [] });
          verdicts.forEach(tally.add);
          const open = (of: readonly Verdict[]) => of.filter(({ is }) => is === 'undecided' || is === 'missed').length;
          const details = JSON.stringify(ruleSet, null, 1);
          // With questions left open, a remembered witness may answer more of them than a search from scratch.
          if (open(judge(search, scratch)) === 0) {
            // A gap of a rule that compares the signal with others too may be left out, by either of them.
            const compared = (facts: typeof after) => ({ ...byEngine(facts), boundaryGaps: null });
            expect({ open: open(verdicts), ...compared(after) }, details).toEqual({ open: 0, ...compared(scratch) });
            seen.compared++;
          }
          seen.analyses++;
          seen.reused += [...memory.results.values()].filter(result => known.has(result)).length;
        }
      }),
      { numRuns: sequences, endOnFailure },
    );
    print(`${kind} edits`, seen);
    expect(tally.share('missed')).toBeLessThanOrEqual(allowed.missed);
    expect(seen.reused).toBeGreaterThan(sequences);
    expect(seen.compared).toBeGreaterThan(sequences);
  },
  timeout,
);

/** Rule sets most of which have rules in an order that are always in force, without which no result is reused. */
function mostlyReusable(sets: fc.Arbitrary<NaiveRuleSet>): fc.Arbitrary<NaiveRuleSet> {
  const reusable = sets.map(({ frame, rules, ...rest }): NaiveRuleSet => ({
    ...rest,
    frame: { ...frame, hitPolicy: frame.hitPolicy === 'priority' ? 'priority' : 'first' },
    rules: rules.map(({ rule: { effective: _, ...rule }, trigger }) => ({ rule, trigger })),
  }));
  return fc.oneof({ weight: 3, arbitrary: reusable }, { weight: 1, arbitrary: sets });
}

/** Writes rule sets as in an editor: rules that an edit does not change stay the same objects. */
function rememberedRules(): (naive: NaiveRuleSet) => RuleSet {
  const known = new Map<string, Rule>();
  return naive => {
    const ruleSet = asWritten(naive);
    const same = (rule: Rule): Rule => {
      const text = JSON.stringify(rule);
      const remembered = known.get(text) ?? rule;
      known.set(text, remembered);
      return remembered;
    };
    return { ...ruleSet, rules: ruleSet.rules.map(same) };
  };
}
