import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCachingChecker } from '../../engine/condition/caching-checker.ts';
import { createExpressionChecker } from '../../engine/condition/check-expression.ts';
import { declarationsOf } from '../../engine/condition/declarations.ts';
import { compile } from '../../engine/decide/compile.ts';
import { decide } from '../../engine/decide/decide.ts';
import { createIndexedSearch } from '../../engine/decide/search/indexed-search.ts';
import { semanticDiff } from '../../engine/diff/semantic-diff.ts';
import { ruleName, type Rule, type RuleSet } from '../../engine/model/rule-set.ts';
import { analysisSubject, type AnalysisSubject } from '../../engine/solver/subject.ts';
import { bucketOf } from '../../testing/oracle/buckets.ts';
import { factsOf, now } from '../../testing/oracle/comparable-facts.ts';
import type { InputSpace } from '../../testing/oracle/input-space.ts';
import { judgeDiff } from '../../testing/oracle/judge-diff.ts';
import { refutations } from '../../testing/oracle/judge-witnesses.ts';
import { judge } from '../../testing/oracle/judge.ts';
import { asWritten, decideNaively, type NaiveRuleSet } from '../../testing/oracle/naive-interpreter.ts';
import { rolloutEdit, rolloutRuleSets, withoutOtherRollouts } from '../../testing/oracle/rollout-rule-sets.ts';
import { searchOf } from '../../testing/oracle/search.ts';
import { createTally, print } from '../../testing/oracle/tally.ts';
import { edited, type Edit } from '../../testing/oracle/term-edits.ts';
import { wholeSpace } from '../../testing/oracle/whole-space.ts';
import { cases } from '../../testing/random/random-cases.ts';

const runs = cases(24);
const sequences = cases(10);
const timeout = 7_200_000;
const endOnFailure = true;

function spaceOf(naive: NaiveRuleSet): InputSpace {
  const space = wholeSpace(naive);
  fc.pre(space !== undefined);
  return space;
}

function subjectOf(naive: NaiveRuleSet): AnalysisSubject {
  const ruleSet = asWritten(naive);
  return analysisSubject(ruleSet, createExpressionChecker(declarationsOf(ruleSet)));
}

test('every input is decided as the interpreter decides it, with its bucket in the record', () => {
  const seen = { decisions: 0, inRollout: 0 };
  fc.assert(
    fc.property(rolloutRuleSets, naive => {
      const compiled = compile(asWritten(naive));
      const indexed = createIndexedSearch(compiled);
      const space = spaceOf(naive);
      for (let index = 0; index < space.size; index += 1 + Math.floor(space.size / 200)) {
        const input = space.documentOf(index);
        const expected = decideNaively(naive, input, now);
        const { decision, rule, shadow, rollout } = decide(compiled, input, { at: now });
        indexed.look(input, now);
        const winner = compiled.rules[indexed.winner()];
        const about = JSON.stringify([asWritten(naive), input]);
        expect({ decision, rule, shadow }, about).toEqual({
          decision: expected.decision,
          rule: expected.rule,
          shadow: expected.shadow,
        });
        expect(winner ? ruleName(winner.ref) : null, about).toBe(expected.rule && ruleName(expected.rule));
        seen.decisions++;
        if (rollout === undefined) continue;
        seen.inRollout++;
        expect(rollout.bucket >= rollout.from && rollout.bucket < rollout.from + rollout.percent, about).toBe(true);
        const reading = space.signals.find(({ name }) => name === rollout.by);
        const value = reading?.readings[space.digit(reading, index)];
        expect(BigInt(rollout.bucket), about).toBe(
          bucketOf(rule?.id ?? '', value && 'value' in value ? value.value : undefined),
        );
      }
    }),
    { numRuns: runs, endOnFailure },
  );
  print('decisions', seen);
  expect(seen.inRollout).toBeGreaterThan(seen.decisions / 10);
});

test('every bucket is on the right side of the bounds of a rollout', () => {
  fc.assert(
    fc.property(rolloutRuleSets, naive => {
      const compiled = compile(asWritten(naive));
      for (let number = 0; number < 200; number++) {
        const input = { user: `id-${number}`, tenant: number % 50, risk: (number % 3) / 2 };
        const { rule } = decide(compiled, input, { at: now });
        expect(rule, JSON.stringify([asWritten(naive), input])).toEqual(decideNaively(naive, input, now).rule);
      }
    }),
    { numRuns: runs, endOnFailure },
  );
});

test(
  'every statement and every silence is what trying all inputs gives',
  () => {
    const tally = createTally();
    const witnesses = { confirmed: 0, refused: 0, tried: 0 };
    fc.assert(
      fc.property(rolloutRuleSets, naive => {
        const search = searchOf(naive, spaceOf(naive));
        const analysed = factsOf(asWritten(naive));
        witnesses.confirmed += analysed.witnesses.confirmed;
        witnesses.refused += analysed.witnesses.refused;
        const verdicts = judge(search, analysed);
        verdicts.forEach(tally.add);
        const { tried, refuted } = refutations(naive, search.space, analysed);
        witnesses.tried += tried;
        const wrong = verdicts.filter(({ is }) => is === 'wrong' || is === 'missed');
        expect({ wrong, refuted }, JSON.stringify(asWritten(naive), null, 1)).toEqual({ wrong: [], refuted: [] });
      }),
      { numRuns: runs, endOnFailure },
    );
    const undecided = tally.share('undecided');
    tally.print('rollouts', { undecided, ...witnesses });
    // Few values have the wanted buckets of three rules, and not all of them are tried.
    expect(undecided).toBeLessThanOrEqual(0.01);
  },
  timeout,
);

test(
  'every input has one outcome in two versions, or is in the one region that says which',
  () => {
    const seen = { inputs: 0, changed: 0, undecided: 0, regions: 0, equivalent: 0 };
    fc.assert(
      fc.property(editedRollouts({ min: 1, max: 3 }), ({ naive: before, edits }) => {
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
    print('diffs of rollouts', seen);
    expect(seen.undecided / seen.changed).toBeLessThanOrEqual(0.01);
    expect(seen.regions).toBeGreaterThan(runs / 20);
  },
  timeout,
);

test(
  'an analysis after an edit says what one from scratch says',
  () => {
    const tally = createTally();
    fc.assert(
      fc.property(editedRollouts({ min: 3, max: 6 }), ({ naive: first, edits }) => {
        const written = rememberedRules();
        let naive = first;
        let ruleSet = written(naive);
        let checker = createCachingChecker(declarationsOf(ruleSet));
        let { memory } = factsOf(ruleSet, undefined, checker);
        for (const edit of edits) {
          naive = edit(naive);
          ruleSet = written(naive);
          checker = checker.over(declarationsOf(ruleSet));
          const search = searchOf(naive, spaceOf(naive));
          const after = factsOf(ruleSet, memory, checker);
          memory = after.memory;
          const verdicts = judge(search, after);
          const { refuted } = refutations(naive, search.space, after);
          const wrong = verdicts.filter(({ is }) => is === 'wrong' || is === 'missed');
          expect({ wrong, refuted }, JSON.stringify(ruleSet, null, 1)).toEqual({ wrong: [], refuted: [] });
          verdicts.forEach(tally.add);
        }
      }),
      { numRuns: sequences, endOnFailure },
    );
    tally.print('edits of rollouts', {});
    expect(tally.share('undecided')).toBeLessThanOrEqual(0.01);
  },
  timeout,
);

/** Rule sets with edits, of which every second one is of a rollout. */
function editedRollouts(length: { min: number; max: number }): fc.Arbitrary<{ naive: NaiveRuleSet; edits: Edit[] }> {
  return fc
    .tuple(edited(rolloutRuleSets, length), fc.array(rolloutEdit, { minLength: length.max, maxLength: length.max }))
    .map(([{ naive, edits }, others]) => ({
      naive,
      edits: edits.flatMap((each, at): Edit[] => [others[at] ?? each, after => withoutOtherRollouts(each(after))]),
    }));
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
