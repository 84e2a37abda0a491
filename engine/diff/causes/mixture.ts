import { createCachingChecker, type CachingChecker } from '../../condition/caching-checker.ts';
import { readsTheSame } from '../../condition/same-reading.ts';
import { declarationsOf } from '../../condition/declarations.ts';
import { brokenPartsOf, clausesOf } from '../../condition/condition.ts';
import type { Rule, Signal } from '../../model/rule-set.ts';
import { analysisSubject, type AnalysedRule, type AnalysisSubject } from '../../solver/subject.ts';
import type { CommonSignals } from '../differing-signals.ts';
import { commonSignals } from '../common-signals.ts';
import type { Edit } from '../edits/edit.ts';
import type { Edits } from '../edits/edits-between.ts';
import { withUndone } from '../edits/undo.ts';
import type { Mixture } from '../versions.ts';

/** A version with some edits undone; or the rules that cannot be read then, because they need one of these edits. */
export type Undone = { kind: 'mixture'; mixture: Mixture } | { kind: 'unreadable'; rules: readonly AnalysedRule[] };

/** Makes the version after with edits undone. Conditions that the edits do not concern are compiled once. */
export function undoer(
  before: AnalysisSubject,
  after: AnalysisSubject,
  edits: Edits,
): (undone: ReadonlySet<Edit>) => Undone {
  const signals = commonSignals(before.declarations.signals, after.declarations.signals);
  const broken = new Set([...before.rules, ...after.rules].filter(isBroken).map(({ rule }) => rule.id));
  const copied = copier();
  let checker: CachingChecker = createCachingChecker(after.declarations);
  return undone => {
    const mixed = withUndone(before.ruleSet, after.ruleSet, edits, undone);
    const ruleSet = { ...mixed, rules: mixed.rules.map(copied) };
    const declarations = declarationsOf(ruleSet);
    checker = checker.over(declarations);
    const subject = analysisSubject(ruleSet, checker);
    const unreadable = subject.rules.filter(
      rule => (isBroken(rule) && !broken.has(rule.rule.id)) || !isKnown(signals, subject.declarations.signals, rule),
    );
    if (unreadable.length > 0) return { kind: 'unreadable', rules: unreadable };
    const declared = subject.declarations.signals;
    const side = (name: string): 'before' | 'after' => {
      const [own, was] = [declared.get(name), before.declarations.signals.get(name)];
      if (own === undefined || was === undefined) return own === undefined ? 'before' : 'after';
      const isBefore =
        own.derived?.kind === 'bucket' && was.derived?.kind === 'bucket'
          ? readsTheSame(own.derived.of, was.derived.of)
          : readsTheSame(own, was);
      return isBefore ? 'before' : 'after';
    };
    return { kind: 'mixture', mixture: { subject, reading: { side, declared } } };
  };
}

function isBroken({ condition }: AnalysedRule): boolean {
  return brokenPartsOf(condition).length > 0;
}

/** Copies of rules, since what is compiled of a rule is kept with it, and belongs to the versions themselves. */
function copier(): (rule: Rule) => Rule {
  const copies = new WeakMap<Rule, Rule>();
  return rule => {
    const copy = copies.get(rule) ?? { ...rule };
    copies.set(rule, copy);
    return copy;
  };
}

/** True if the space of both versions has all signals of a rule. It gets those that are derived for a mixture alone. */
function isKnown(
  { signals, differing, apart }: CommonSignals,
  declared: ReadonlyMap<string, Signal>,
  { condition }: AnalysedRule,
): boolean {
  return clausesOf(condition).every(clause =>
    clause.signals.every(
      name => signals.has(name) || differing.has(name) || apart.has(name) || declared.get(name)?.derived !== undefined,
    ),
  );
}
