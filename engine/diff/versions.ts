import { clausesOf } from '../condition/condition.ts';
import { inDecidingOrder, buildProblem, type Problem, type ProblemRule } from '../solver/problem.ts';
import { triggerKey } from '../solver/rule-key.ts';
import type { AnalysedRule, AnalysisSubject } from '../solver/subject.ts';
import type { DefaultOutcome, Signal } from '../model/rule-set.ts';
import { outcomeKey } from '../model/outcome.ts';
import { commonAssumptions, readBySome } from './common-assumptions.ts';
import { commonSignals, readerOf } from './common-signals.ts';
import { type CommonSignals, type Reading } from './differing-signals.ts';
import { changedThresholds, thresholdsOf, withOwnThresholds } from './own-thresholds.ts';

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

/** A version that is neither of two compared, but made of parts of both. */
export interface Mixture {
  subject: AnalysisSubject;
  /** How it reads signals: each by its declaration in one of the two. */
  reading: Reading;
}

export function buildVersions(before: AnalysisSubject, after: AnalysisSubject, now: number): Versions {
  const { problem, signals, versions } = inOneSpace(before, after, [], now);
  const [versionBefore, versionAfter] = versions as [Version, Version];
  return paired({ problem, signals }, versionBefore, versionAfter);
}

/**
 * Mixtures of two versions, and the two versions themselves, all in one space. `mixtures` compares each with the version before, `undone` the version after with
 * each.
 */
export function buildMixtures(
  before: AnalysisSubject,
  after: AnalysisSubject,
  mixtures: readonly Mixture[],
  now: number,
): { versions: Versions; mixtures: Versions[]; undone: Versions[] } {
  const { problem, signals, versions } = inOneSpace(before, after, mixtures, now);
  const [versionBefore, versionAfter, ...others] = versions as [Version, Version, ...Version[]];
  const space = { problem, signals };
  return {
    versions: paired(space, versionBefore, versionAfter),
    mixtures: others.map(each => paired(space, versionBefore, each)),
    undone: others.map(each => paired(space, versionAfter, each)),
  };
}

function paired(space: Pick<Versions, 'problem' | 'signals'>, before: Version, after: Version): Versions {
  return {
    ...space,
    before: { ...before, counterparts: counterparts(before, after) },
    after: { ...after, counterparts: counterparts(after, before) },
  };
}

/** Two versions and mixtures of them in one space; a rule that several have is one rule of the problem. */
function inOneSpace(
  before: AnalysisSubject,
  after: AnalysisSubject,
  mixtures: readonly Mixture[],
  now: number,
): Pick<Versions, 'problem' | 'signals'> & { versions: Version[] } {
  const signals = commonSignals(before.declarations.signals, withDerived(before, after, mixtures));
  const changed = changedThresholds(before.declarations, after.declarations);
  const all: Mixture[] = [
    { subject: before, reading: signals.readings.before },
    { subject: after, reading: signals.readings.after },
    ...mixtures,
  ];
  const rules: AnalysedRule[] = [];
  const known = new Map<string, number[]>();
  const chosen = all.map(({ subject, reading }) => {
    const used = new Map<string, number>();
    return inCommon(subject, reading, signals, changed).map(({ rule, meaning }) => {
      const positions = known.get(meaning) ?? [];
      known.set(meaning, positions);
      const count = used.get(meaning) ?? 0;
      used.set(meaning, count + 1);
      return (positions[count] ??= rules.push(rule) - 1);
    });
  });
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
  const versions = all.map(({ subject: own }, at): Version => {
    const positions = chosen[at] ?? [];
    return {
      rules: positions.flatMap(position => problem.rules[position] ?? []),
      written: inDecidingOrder(own),
      ranks: new Map(positions.map((position, rank) => [position, rank])),
      counterparts: new Map(),
      default: own.default ?? { decide: 'pause' },
    };
  });
  return { problem, signals, versions };
}

/** The signals of the version after, with those that only rules of mixtures have: the bucket of a rule with the id of one version and the rollout of the other. */
function withDerived(
  before: AnalysisSubject,
  after: AnalysisSubject,
  mixtures: readonly Mixture[],
): ReadonlyMap<string, Signal> {
  const [own, other] = [after.declarations.signals, before.declarations.signals];
  const more = mixtures.flatMap(({ subject }) =>
    [...subject.declarations.signals].filter(
      ([name, { derived }]) => derived !== undefined && !own.has(name) && !other.has(name),
    ),
  );
  return more.length === 0 ? own : new Map([...own, ...more]);
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

/** The active rules of a version with their conditions in the common space. `meaning` is equal for rules that are the same in several versions. */
function inCommon(
  of: AnalysisSubject,
  reading: Reading,
  signals: CommonSignals,
  changed: ReadonlySet<string>,
): { rule: AnalysedRule; meaning: string }[] {
  const own = withOwnThresholds(of.declarations, changed);
  return inDecidingOrder(of).map(rule => {
    const { condition, onUnknown, from, until } = rule;
    const names = new Set(signals.differing.size === 0 ? [] : clausesOf(condition).flatMap(each => each.signals));
    const differing = [...names].filter(name => signals.differing.has(name));
    const meaning = [
      triggerKey(rule.rule),
      clausesOf(condition).flatMap(({ signals: named }) => named.flatMap(name => grantRead(of, name))),
      thresholdsOf([condition], of.declarations),
      onUnknown,
      outcomeKey(rule.rule),
      from,
      until,
    ];
    return {
      rule: { ...rule, condition: signals.read(reading, own(condition)) },
      meaning: JSON.stringify(differing.length > 0 ? [readerOf(signals, reading, differing), ...meaning] : meaning),
    };
  });
}
