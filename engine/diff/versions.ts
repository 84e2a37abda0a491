import { clausesOf } from '../condition/condition.ts';
import { inDecidingOrder, buildProblem, type Problem, type ProblemRule } from '../solver/problem.ts';
import { triggerKey } from '../solver/rule-key.ts';
import type { AnalysedRule, AnalysisSubject } from '../solver/subject.ts';
import { type DefaultOutcome } from '../model/rule-set.ts';
import { outcomeKey } from '../model/outcome.ts';
import { commonAssumptions, readBySome } from './common-assumptions.ts';
import { commonSignals } from './common-signals.ts';
import { type CommonSignals, type Side } from './differing-signals.ts';
import { thresholdsOf, withOwnThresholds } from './own-thresholds.ts';

/** The active rules of one version, in deciding order, in the space common to both versions. */
export interface Version {
  rules: readonly ProblemRule[];
  /** The rules as this version has them. Rules in `rules` that both versions share are those of the version before. */
  written: readonly AnalysedRule[];
  /** For each rule's position in the problem, its position in this version's deciding order. */
  ranks: ReadonlyMap<number, number>;
  /** For the position in the problem of each rule that only this version has: the modified form that the other version has of it. */
  counterparts: ReadonlyMap<number, ProblemRule>;
  /** The outcome if no rule fires. */
  default: DefaultOutcome;
}

/** Two versions of a rule set in one space. A rule that is the same in both, at whatever position, is a single `ProblemRule`. */
export interface Versions {
  problem: Problem;
  signals: CommonSignals;
  before: Version;
  after: Version;
}

export function buildVersions(before: AnalysisSubject, after: AnalysisSubject, now: number): Versions {
  const signals = commonSignals(before.declarations.signals, after.declarations.signals);
  const rulesBefore = inCommon(before, after, 'before', signals);
  const rulesAfter = inCommon(after, before, 'after', signals);
  const known = new Map<string, number[]>();
  rulesBefore.forEach(({ meaning }, position) => {
    const positions = known.get(meaning);
    if (positions === undefined) known.set(meaning, [position]);
    else positions.push(position);
  });
  const rules = rulesBefore.map(({ rule }) => rule);
  const positions = rulesAfter.map(({ rule, meaning }) => known.get(meaning)?.shift() ?? rules.push(rule) - 1);
  const subject: AnalysisSubject = {
    ...after,
    declarations: { ...after.declarations, signals: signals.signals },
    hitPolicy: 'first',
    rules,
    assumptions: [
      ...commonAssumptions(before, after, signals),
      ...readBySome(
        signals,
        rules.map(({ condition }) => condition),
      ),
    ],
    invariants: [],
  };
  const problem = buildProblem(subject, now, { frame: signals });
  const version = (
    chosen: readonly number[],
    written: readonly AnalysedRule[],
    { default: otherwise }: AnalysisSubject,
  ): Version => ({
    rules: chosen.flatMap(position => problem.rules[position] ?? []),
    written,
    ranks: new Map(chosen.map((position, rank) => [position, rank])),
    counterparts: new Map(),
    default: otherwise ?? { decide: 'pause' },
  });
  const versionBefore = version(
    [...rulesBefore.keys()],
    rulesBefore.map(({ rule }) => rule),
    before,
  );
  const versionAfter = version(
    positions,
    rulesAfter.map(({ rule }) => rule),
    after,
  );
  return {
    problem,
    signals,
    before: { ...versionBefore, counterparts: counterparts(versionBefore, versionAfter) },
    after: { ...versionAfter, counterparts: counterparts(versionAfter, versionBefore) },
  };
}

/** How a version reads a signal, if it says whether a grant matches. */
function grantRead({ declarations: { signals } }: AnalysisSubject, name: string): unknown[] {
  const signal = signals.get(name);
  return signal?.derived?.kind === 'grant' ? [signal.derived, signal.const ?? null] : [];
}

/** The modified forms of a version's rules in another version, matched by id and version, or else by id. */
function counterparts(of: Version, other: Version): Map<number, ProblemRule> {
  const byName = new Map<string, ProblemRule>();
  other.written.forEach(({ ref: { id, version } }, rank) => {
    const rule = other.rules[rank];
    if (rule === undefined || of.ranks.has(rule.position)) return;
    byName.set(`${id}@${version}`, rule);
    byName.set(id, rule);
  });
  return new Map(
    of.written.flatMap(({ ref: { id, version } }, rank): [number, ProblemRule][] => {
      const rule = of.rules[rank];
      const form = byName.get(`${id}@${version}`) ?? byName.get(id);
      return rule === undefined || form === undefined || other.ranks.has(rule.position) ? [] : [[rule.position, form]];
    }),
  );
}

/** The active rules of a version with their conditions in the common space. `meaning` is equal for rules that are the same in both versions. */
function inCommon(
  of: AnalysisSubject,
  other: AnalysisSubject,
  side: Side,
  signals: CommonSignals,
): { rule: AnalysedRule; meaning: string }[] {
  const own = withOwnThresholds(of.declarations, other.declarations);
  return inDecidingOrder(of).map(rule => {
    const { condition, onUnknown, from, until } = rule;
    const differs =
      signals.differing.size > 0 &&
      clausesOf(condition).some(each => each.signals.some(name => signals.differing.has(name)));
    const meaning = [
      triggerKey(rule.rule),
      clausesOf(condition).flatMap(({ signals: names }) => names.flatMap(name => grantRead(of, name))),
      thresholdsOf([condition], of.declarations),
      onUnknown,
      outcomeKey(rule.rule),
      from,
      until,
    ];
    return {
      rule: { ...rule, condition: signals.read(side, own(condition)) },
      meaning: JSON.stringify(differs ? [side, ...meaning] : meaning),
    };
  });
}
