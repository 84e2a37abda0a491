import { everyPoint, somePoints } from '../analysis/cover.ts';
import type { Witness } from '../analysis/facts.ts';
import { inForce, outcomeKey, type GroundRule, type Period } from '../analysis/ground.ts';
import { common, createInquiry, lawsOf } from '../analysis/inquiry.ts';
import { isEmpty, meeting } from '../analysis/point.ts';
import type { AnalysedRule, AnalysisSubject } from '../analysis/subject.ts';
import { witnessOf } from '../analysis/witness.ts';
import { statesIn, type Box } from '../condition/space/dimension.ts';
import { oversight, type DefaultOutcome } from '../model/rule-set.ts';
import { deciderAt, earlierThan, layVersions, type Version, type Versions } from './versions.ts';

/** Less oversight, more of it, or as much with another target or payload. */
export type ChangeClass = 'loosened' | 'tightened' | 'rerouted';

/** What decides on some inputs, and how. */
export interface Decider {
  /** Null: the default. */
  rule: AnalysedRule | null;
  outcome: Pick<DefaultOutcome, 'decide' | 'to' | 'payload'>;
}

/** Inputs that go from one outcome to another. */
export interface OutcomeChange {
  /** What decides on the witness. */
  before: Decider;
  after: Decider;
  class: ChangeClass;
  witness: Witness;
  /** Of all combinations of cells, 0 to 1. */
  share: number;
}

export interface Changes {
  /** One for each pair of outcomes, the largest share first. None where the two versions are equivalent, if `complete`. */
  changes: OutcomeChange[];
  share: { value: number; exact: boolean };
  /** False where the work limit left it open whether there are more. */
  complete: boolean;
}

/**
 * The exact comparison of two versions of a rule set: from which outcome to which some input goes, each proved by a witness.
 * @returns null where the versions declare other signals
 */
export function changesBetween(
  before: AnalysisSubject,
  after: AnalysisSubject,
  { now, limit }: { now: number; limit?: number },
): Changes | null {
  const versions = layVersions(before, after, now);
  if (versions === null) return null;
  const { ground } = versions;
  const inquiry = createInquiry(ground, limit);
  const found = new Map<string, OutcomeChange>();
  const open = new Set<string>();
  for (const period of ground.periods) {
    for (const { old, next } of differingPairs(versions, period)) {
      const name = pairName(old.outcome, next.outcome);
      if (found.has(name)) continue;
      const region = commonRegion(versions, old.rule, next.rule);
      if (region.length === 0) continue;
      const outside = earlierThan(ground, versions.before, old.place, period);
      earlierThan(ground, versions.after, next.place, period).forEach((word, at) => {
        outside[at] = (outside[at] as number) | word;
      });
      const answer = inquiry.ask(region, outside, period);
      if (answer === 'undecided') open.add(name);
      if (answer === null || answer === 'undecided') continue;
      const witness = witnessOf(ground, { answer, region, outside });
      // What hangs on a condition that cannot be read is not known to change.
      if (witness === null) continue;
      const [was, is] = [deciderOf(old), deciderOf(next)];
      found.set(name, { before: was, after: is, class: classOf(was, is), witness, share: 0 });
    }
  }
  const { shares, exact } = sharesOfChanges(versions);
  for (const [name, change] of found) change.share = shares.get(name) ?? 0;
  const changes = [...found.values()].sort((a, b) => b.share - a.share);
  return {
    changes,
    share: { value: changes.reduce((sum, { share }) => sum + share, 0), exact },
    complete: [...open].every(name => found.has(name)),
  };
}

interface Placed {
  /** Null: the default, which stands behind all rules. */
  rule: GroundRule | null;
  written: AnalysedRule | null;
  place: number;
  outcome: DefaultOutcome;
}

function placed({ rules, written, default: otherwise }: Version, period: Period): Placed[] {
  return [
    ...rules.flatMap((rule, place) =>
      inForce(rule, period) ? [{ rule, written: written[place] ?? null, place, outcome: rule.rule.rule }] : [],
    ),
    { rule: null, written: null, place: rules.length, outcome: otherwise },
  ];
}

/**
 * Pairs of deciders with different outcomes that can both have their turn on one input. Where a rule stands in both versions it must come behind the
 * other in one of them: it fires in both, and would decide in both.
 */
function* differingPairs({ before, after }: Versions, period: Period): Generator<{ old: Placed; next: Placed }> {
  const sameDefault = outcomeKey(before.default) === outcomeKey(after.default);
  const placeIn = ({ rules, places }: Version, rule: GroundRule | null): number | undefined =>
    rule !== null ? places.get(rule.position) : sameDefault ? rules.length : undefined;
  const later = placed(after, period).map(next => ({
    next,
    key: outcomeKey(next.outcome),
    before: placeIn(before, next.rule) ?? Infinity,
  }));
  for (const old of placed(before, period)) {
    const key = outcomeKey(old.outcome);
    const placeAfter = placeIn(after, old.rule) ?? Infinity;
    for (const { next, key: nextKey, before: placeBefore } of later) {
      if (next.place >= placeAfter || old.place >= placeBefore || key === nextKey) continue;
      yield { old, next };
    }
  }
}

function commonRegion({ ground }: Versions, a: GroundRule | null, b: GroundRule | null): readonly Box[] {
  if (a === null) return b === null ? [ground.space.layout.whole] : b.fires;
  return b === null ? a.fires : common(ground, a.fires, b.fires);
}

function deciderOf({ written, outcome: { decide, to, payload } }: Placed): Decider {
  const outcome = {
    decide,
    ...(to === undefined ? {} : { to }),
    ...(payload === undefined ? {} : { payload }),
  };
  return { rule: written, outcome };
}

function classOf({ outcome: before }: Decider, { outcome: after }: Decider): ChangeClass {
  const more = oversight(after.decide) - oversight(before.decide);
  if (more === 0) return 'rerouted';
  return more > 0 ? 'tightened' : 'loosened';
}

function pairName(before: DefaultOutcome, after: DefaultOutcome): string {
  return `${outcomeKey(before)} ${outcomeKey(after)}`;
}

/** More combinations than this are not counted one by one: shares are then estimated from as many. */
const mostCombinations = 2048;

/** Of all possible combinations, today's rules in force: how many go from one outcome to another. */
function sharesOfChanges({ ground, before, after }: Versions): { shares: Map<string, number>; exact: boolean } {
  const { layout } = ground.space;
  const period = ground.periods.find(({ from, until }) => ground.now >= from && ground.now < until);
  const shares = new Map<string, number>();
  if (period === undefined) return { shares, exact: false };
  const total = layout.dimensions.reduce((product, dimension) => product * statesIn(layout.whole, dimension), 1);
  const exact = total <= mostCombinations;
  const laws = lawsOf(ground);
  const inForceBefore = earlierThan(ground, before, before.rules.length, period);
  const inForceAfter = earlierThan(ground, after, after.rules.length, period);
  let counted = 0;
  for (const point of exact
    ? everyPoint(layout.whole, layout.dimensions)
    : somePoints(layout.whole, layout.dimensions, mostCombinations)) {
    if (!isEmpty(meeting(ground, point, laws))) continue;
    counted++;
    const was = deciderAt(ground, before, inForceBefore, point);
    const is = deciderAt(ground, after, inForceAfter, point);
    const [old, next] = [was?.rule.rule ?? before.default, is?.rule.rule ?? after.default];
    if (outcomeKey(old) === outcomeKey(next)) continue;
    const name = pairName(old, next);
    shares.set(name, (shares.get(name) ?? 0) + 1);
  }
  for (const [name, count] of shares) shares.set(name, count / Math.max(1, counted));
  return { shares, exact };
}
