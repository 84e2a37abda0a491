import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyse } from '../../engine/analysis/analyse.ts';
import type { TimedInput } from '../../engine/solver/gate.ts';
import { explainRule } from '../../engine/analysis/story.ts';
import { analysisSubject } from '../../engine/solver/subject.ts';
import { createExpressionChecker } from '../../engine/condition/check-expression.ts';
import { declarationsOf } from '../../engine/condition/declarations.ts';
import { compile, type CompiledRuleSet } from '../../engine/decide/compile.ts';
import { decide } from '../../engine/decide/decide.ts';
import { semanticDiff } from '../../engine/diff/semantic-diff.ts';
import type { Decider } from '../../engine/diff/facts.ts';
import { ruleName, type RuleRef, type RuleSet } from '../../engine/model/rule-set.ts';
import { asWritten, decideNaively, type NaiveRuleSet } from '../../testing/oracle/naive-interpreter.ts';
import { opaqueRuleSets } from '../../testing/oracle/opaque-rule-sets.ts';
import { smallRuleSets } from '../../testing/oracle/small-rule-sets.ts';
import { now } from '../../testing/oracle/comparable-facts.ts';
import { claims } from '../../testing/oracle/claims.ts';
import { cases } from '../../testing/random/random-cases.ts';

/** The number of cases of each kind: with clauses that only CEL can decide, and mostly without. `HANDRAIL_CASES` multiplies it. */
const runs = cases(16);

const subjectOf = (ruleSet: RuleSet) => analysisSubject(ruleSet, createExpressionChecker(declarationsOf(ruleSet)));
const nameOf = (rule: RuleRef | null): string => (rule === null ? 'default' : ruleName(rule));

/** Decides with a version by the engine, and expects that the naive interpreter agrees. */
function deciding(naive: NaiveRuleSet) {
  const ruleSet = asWritten(naive);
  const compiled: CompiledRuleSet = compile(ruleSet);
  return {
    ruleSet,
    compiled,
    decidedBy: ({ input, at }: TimedInput): string => {
      const record = decide(compiled, input, { at: at ?? now });
      const details = JSON.stringify({ input, at, ruleSet });
      expect(record.decision, details).toBe(decideNaively(naive, input, at ?? now).decision);
      return nameOf(record.rule);
    },
  };
}

/** The same rules with some of them removed or moved, and with another value of a threshold. */
function changed(naive: NaiveRuleSet, gone: number, turned: boolean): NaiveRuleSet {
  const rules = naive.rules.filter((_, index) => index !== gone % (naive.rules.length + 1));
  const [first, ...rest] = rules;
  const thresholds = { ...naive.frame.thresholds, most: 1 };
  return {
    ...naive,
    rules: turned && first !== undefined ? [...rest, first] : rules,
    frame: { ...naive.frame, thresholds },
  };
}

test.each([
  ['clauses outside the exact fragment', opaqueRuleSets, true],
  ['hardly any', smallRuleSets, false],
] as const)(
  'no witness is refuted of rule sets with %s',
  (_, ruleSets, isOpaque) => {
    const seen = { ruleSets: 0, witnesses: 0, stories: 0, regions: 0, refuted: 0, undecided: 0, refusedInputs: 0 };
    const check = (isRight: boolean, details: () => object): void => {
      if (!isRight) seen.refuted++;
      expect(isRight, isRight ? '' : JSON.stringify(details())).toBe(true);
    };
    fc.assert(
      fc.property(ruleSets, fc.nat(20), fc.boolean(), (naive, gone, turned) => {
        const version = deciding(naive);
        const { ruleSet, compiled, decidedBy } = version;
        expect(compiled.problems, JSON.stringify(ruleSet)).toEqual([]);
        const subject = subjectOf(ruleSet);
        const analysis = analyse(subject, { now });
        seen.ruleSets++;
        seen.refusedInputs += analysis.witnesses.refused;
        for (const fact of analysis.facts) {
          if (fact.kind === 'analysis-incomplete') seen.undecided += fact.undecided.length;
          for (const { witness, holds } of claims(fact, subject)) {
            if (witness === null) continue;
            const record = decide(compiled, witness.input, { at: witness.at ?? now, trace: true });
            const firing = record.trace?.rules.filter(each => each.fires && !each.shadow) ?? [];
            decidedBy(witness);
            seen.witnesses++;
            const names = firing.map(each => ruleName(each.rule));
            const isReal = record.inputValid && record.assumptionsBroken.length === 0;
            check(isReal && holds(record, names), () => ({ fact: fact.kind, witness, record, ruleSet }));
          }
        }
        for (const { rule } of analysis.problem.rules) {
          const { decides, matters, periods } = explainRule(analysis, rule);
          const own = nameOf(rule.ref);
          const details = () => ({ own, decides, matters, ruleSet });
          seen.stories++;
          if (decides !== null) check(decidedBy(decides) === own, details);
          if (matters !== null) {
            check(decidedBy(matters.witness) === own, details);
            const without = deciding({ ...naive, rules: naive.rules.filter(each => each.rule.id !== rule.ref.id) });
            check(without.decidedBy(matters.witness) === nameOf(matters.instead?.ref ?? null), details);
          }
          for (const { rule: other, witness } of periods.flatMap(({ takenBy }) => takenBy))
            check(decidedBy(witness) === nameOf(other.ref), () => ({ own, other: other.ref, witness, ruleSet }));
        }
        const next = deciding(changed(naive, gone, turned));
        const diff = semanticDiff(subject, subjectOf(next.ruleSet), { now });
        const outcome = ({ rule }: Decider): string => nameOf(rule);
        for (const { before, after, witness } of diff.regions) {
          seen.regions++;
          check(decidedBy(witness) === outcome(before) && next.decidedBy(witness) === outcome(after), () => ({
            before,
            after,
            witness,
            ruleSets: [ruleSet, next.ruleSet],
          }));
        }
      }),
      { numRuns: runs },
    );
    process.stdout.write(`${JSON.stringify(seen)}\n`);
    expect(seen.refuted).toBe(0);
    expect(Math.min(seen.witnesses, seen.stories, seen.regions)).toBeGreaterThan(runs / 2);
    if (isOpaque) expect(seen.undecided).toBeGreaterThan(0);
  },
  7_200_000,
);
