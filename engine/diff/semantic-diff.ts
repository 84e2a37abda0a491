import type { Witness } from '../analysis/facts.ts';
import type { Period } from '../analysis/ground.ts';
import { createInquiry, type Inquiry } from '../analysis/inquiry.ts';
import type { AnalysisSubject } from '../analysis/subject.ts';
import { witnessOf } from '../analysis/witness.ts';
import { printBox } from '../condition/space/print.ts';
import type { Box } from '../condition/space/dimension.ts';
import { digest } from '../decide/digest.ts';
import { oversight } from '../model/rule-set.ts';
import { consequencesOf } from './consequences.ts';
import { coverOf, isCover } from './cover.ts';
import { differingPairs, type Pair, type Placed } from './differing.ts';
import type { ChangeClass, Decider, DiffClass, Region, SemanticDiff } from './facts.ts';
import { ruleChanges } from './rule-changes.ts';
import { sharesOf } from './shares.ts';
import { layVersions, type Versions } from './versions.ts';

export interface DiffOptions {
  /** The time that witnesses call today, in milliseconds since the Unix epoch. */
  now: number;
  /** Work that one question may take, in words of clauses looked at. */
  limit?: number;
}

/** Compares two versions of a rule set in one go. */
export function semanticDiff(before: AnalysisSubject, after: AnalysisSubject, options: DiffOptions): SemanticDiff {
  const steps = semanticDiffing(before, after, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same in small steps, so that a server can look for messages between them; yields how much of the work is done, from 0 to 1. */
export function* semanticDiffing(
  before: AnalysisSubject,
  after: AnalysisSubject,
  { now, limit }: DiffOptions,
): Generator<number, SemanticDiff, undefined> {
  const versions = layVersions(before, after, now);
  const changes = ruleChanges(before.ruleSet, after.ruleSet);
  const consequences = consequencesOf(before, after);
  yield 0.2;
  const found: FoundRegion[] = [];
  let complete = versions !== null;
  if (versions !== null) {
    const inquiry = createInquiry(versions.ground, limit);
    const { periods } = versions.ground;
    for (const [number, period] of periods.entries()) {
      for (const pair of differingPairs(versions, period)()) {
        const region = regionOf(inquiry, pair, found);
        complete &&= region;
        yield 0.2 + (0.8 * number) / periods.length;
      }
    }
  }
  const shares = versions === null ? null : sharesOf(versions.ground, found);
  const regions = found
    .flatMap((each, at) => (versions === null ? [] : toRegion(versions, each, shares?.values[at] ?? 0)))
    .sort(byWeight)
    .map(region => ({ ...region, share: { ...region.share, exact: shares?.exact ?? false } }));
  return {
    equivalent: complete && regions.length === 0,
    class: gravest([...regions, ...consequences].map(each => each.class)),
    regions,
    complete,
    share: { value: regions.reduce((sum, { share }) => sum + share.value, 0), exact: shares?.exact ?? false },
    ...changes,
    consequences,
  };
}

interface FoundRegion {
  pair: Pair;
  period: Period;
  boxes: Box[] | null;
  witness: Witness;
}

/** Adds the region of a pair, if it is not empty, to those found; false where it is not known whether it is. */
function regionOf(inquiry: Inquiry, pair: Pair, found: FoundRegion[]): boolean {
  const { ground } = inquiry;
  const answer = inquiry.ask(pair.region, pair.outside, pair.period);
  if (answer === null) return true;
  if (answer === 'undecided') return false;
  const earlier = found.find(
    each =>
      each.period.until === pair.period.from &&
      each.pair.old.written === pair.old.written &&
      each.pair.next.written === pair.next.written,
  );
  if (earlier?.boxes && isCover(inquiry, pair, earlier.boxes)) {
    earlier.period = { from: earlier.period.from, until: pair.period.until };
    return true;
  }
  const witness = witnessOf(ground, { answer, region: pair.region, outside: pair.outside });
  // What hangs on a condition that cannot be read is not known to change.
  if (witness === null) return false;
  found.push({ pair, period: pair.period, boxes: coverOf(inquiry, pair, answer), witness });
  return true;
}

function toRegion({ ground }: Versions, { pair, period, boxes, witness }: FoundRegion, share: number): Region {
  const [before, after] = [deciderOf(pair.old), deciderOf(pair.next)];
  const condition = (boxes ?? pair.region)
    .map(box => printBox(ground.space, box))
    .sort()
    .join(' || ');
  const { from, until } = period;
  return {
    id: digest([before, after, condition, Number.isFinite(from) ? from : null]).slice(0, 12),
    before,
    after,
    class: classOf(before, after),
    condition,
    from,
    until,
    witness,
    share: { value: share, exact: false },
  };
}

function deciderOf({ written, outcome: { decide, to, payload } }: Placed): Decider {
  return {
    rule: written?.ref ?? null,
    outcome: { decide, ...(to === undefined ? {} : { to }), ...(payload === undefined ? {} : { payload }) },
  };
}

function classOf({ outcome: before }: Decider, { outcome: after }: Decider): ChangeClass {
  const more = oversight(after.decide) - oversight(before.decide);
  if (more === 0) return 'rerouted';
  return more > 0 ? 'tightened' : 'loosened';
}

const byGravity = ['loosened', 'rerouted', 'tightened'] as const;

function gravest(classes: readonly (ChangeClass | 'neutral')[]): DiffClass {
  return byGravity.find(each => classes.includes(each)) ?? 'equivalent';
}

function byWeight(a: Region, b: Region): number {
  return (
    byGravity.indexOf(a.class) - byGravity.indexOf(b.class) || b.share.value - a.share.value || (a.id < b.id ? -1 : 1)
  );
}
