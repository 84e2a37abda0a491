import type { Assumption } from '../condition/assumptions.ts';
import { clausesOf, type Condition } from '../condition/condition.ts';
import { isReadIn } from '../solver/relevant-assumptions.ts';
import type { AnalysisSubject } from '../solver/subject.ts';
import { clauseFor } from './common-signals.ts';
import { type CommonSignals, type Side } from './differing-signals.ts';
import { changedThresholds, thresholdsOf, withOwnThresholds } from './own-thresholds.ts';

interface Assumed extends Assumption {
  /** A key that is equal for assumptions that exclude the same inputs. */
  text: string;
}

/** Maximum number of pairs of assumptions that are not in both versions; beyond it they are ignored, so that fewer inputs are excluded. */
const maxPairs = 64;

/** The assumptions that hold in both versions: they exclude an input if assumptions of both versions do. */
export function commonAssumptions(
  before: AnalysisSubject,
  after: AnalysisSubject,
  signals: CommonSignals,
): AnalysisSubject['assumptions'] {
  const assumedBefore = assumed(before, after, 'before', signals);
  const assumedAfter = assumed(after, before, 'after', signals);
  const known = new Set(assumedBefore.map(({ text }) => text));
  const same = assumedAfter.filter(({ text }) => known.has(text));
  const shared = new Set(same.map(({ text }) => text));
  const [onlyBefore, onlyAfter] = [assumedBefore, assumedAfter].map(each =>
    each.filter(({ text }) => !shared.has(text)),
  ) as [Assumed[], Assumed[]];
  const pairs =
    onlyBefore.length * onlyAfter.length > maxPairs
      ? []
      : onlyBefore.flatMap(a => onlyAfter.map(b => excludedByBoth(a, b)));
  return [...same.map(({ when, holds, law }) => ({ when, holds, law })), ...pairs];
}

/** Assumptions that each value is read by some version. A value that neither reads is equivalent to a missing one. */
export function readBySome(signals: CommonSignals, conditions: readonly Condition[]): AnalysisSubject['assumptions'] {
  const named = new Set(conditions.flatMap(clausesOf).flatMap(clause => clause.signals));
  return [...signals.differing.keys()].flatMap(name => {
    const views = (['before', 'after'] as const).map(side => signals.views.get(signals.nameIn(side, name)));
    const operands = views.flatMap(view => (view === undefined ? [] : [view.readable]));
    const [first] = operands;
    if (first === undefined || !(['before', 'after'] as const).some(side => named.has(signals.nameIn(side, name))))
      return [];
    const { span } = first;
    const holds: Condition = { kind: 'any', operands, text: 'any', span };
    return [{ when: clauseFor({ kind: 'has', signal: name }), holds, law: null }];
  });
}

function assumed(of: AnalysisSubject, other: AnalysisSubject, side: Side, signals: CommonSignals): Assumed[] {
  const own = withOwnThresholds(of.declarations, changedThresholds(of.declarations, other.declarations));
  const isRead = isReadIn([of, other]);
  return of.assumptions.flatMap((assumption, index): Assumed[] => {
    const { when, holds, law } = assumption;
    if (!isRead(assumption)) return [];
    const written = law === null ? of.ruleSet.assumptions?.[index] : { when: true, holds: law.holds };
    const differs = [when, holds]
      .flatMap(clausesOf)
      .some(each => each.signals.some(name => signals.differing.has(name)));
    const text = [written?.when ?? true, written?.holds, thresholdsOf([when, holds], of.declarations)];
    return [
      {
        text: JSON.stringify(differs ? [side, ...text] : text),
        when: signals.read(signals.readings[side], own(when)),
        holds: signals.read(signals.readings[side], own(holds)),
        law,
      },
    ];
  });
}

function excludedByBoth(a: Assumed, b: Assumed): Assumption {
  const { span } = a.holds;
  const broken: Condition = { kind: 'not', operand: a.holds, text: 'not', span };
  return { when: { kind: 'all', operands: [a.when, broken, b.when], text: 'all', span }, holds: b.holds, law: null };
}
