import { boxesMeet, isEmptyAt, withinAt, type Box, type Dimension, type Layout } from '../../space/dimension.ts';
import type { ProblemRule } from '../../solver/problem.ts';
import type { Solver } from '../../solver/solver.ts';
import { scratch } from '../../space/small-arrays.ts';
import type { Pair, RankedDecider } from '../differing.ts';
import { earlierThatMatter } from '../earlier-rules.ts';
import type { Version, Versions } from '../versions.ts';
import type { RegionParts } from './region-parts.ts';

/** The most rules that separate a region from its neighbours and are named one by one; more are only counted. */
const maxSeparating = 2;

/**
 * The earlier rules of a region that keep its inputs apart from those of the regions beside it: rules that an edit changes, and rules that come between the two
 * deciders, so that an input on which one of them fires is decided by it before or after. The changed ones first; without a group that would make it too many.
 * @param isChanged true for a rule that the edits behind the region change
 */
export function separatingRules(
  { before, after }: Versions,
  pair: Pair,
  { earlier }: RegionParts,
  isChanged: (rule: ProblemRule) => boolean,
): ProblemRule[] {
  const comesFirst = (version: Version, decider: RankedDecider, rule: ProblemRule): boolean => {
    const form = version.ranks.has(rule.position) ? rule : otherForm(rule, before, after);
    const rank = form === undefined ? undefined : version.ranks.get(form.position);
    return rank !== undefined && rank < decider.rank;
  };
  const changed = earlier.filter(isChanged);
  const between = earlier.filter(
    rule => !changed.includes(rule) && comesFirst(before, pair.before, rule) !== comesFirst(after, pair.after, rule),
  );
  const found = changed.length <= maxSeparating ? changed : [];
  return found.length + between.length <= maxSeparating ? [...found, ...between] : found;
}

function otherForm({ position }: ProblemRule, before: Version, after: Version): ProblemRule | undefined {
  return before.counterparts.get(position) ?? after.counterparts.get(position);
}

/**
 * The same inputs with as many of some earlier rules as possible told by what their conditions leave: `request.topic` is `other` instead of a rule that asks for any
 * other topic. That is possible for a rule that differs from each part in one dimension alone.
 */
export function withoutRules(
  solver: Solver,
  pair: Pair,
  parts: RegionParts,
  rules: readonly ProblemRule[],
): RegionParts {
  const { layout } = solver.problem.space;
  let boxes: readonly Box[] = parts.boxes;
  for (const { fires } of rules) {
    const cut = boxes.map(box => fires.reduce<Box | null>((left, each) => left && leftOf(layout, left, each), box));
    if (!cut.includes(null)) boxes = cut as Box[];
  }
  return boxes === parts.boxes ? parts : { boxes, earlier: earlierThatMatter(solver, pair, boxes) };
}

/** A box without another; null if what is left is empty or no box. */
function leftOf(layout: Layout, box: Box, without: Box): Box | null {
  if (!boxesMeet(layout, box, without)) return box;
  const [only, ...others] = layout.dimensions.filter(dimension => !withinAt(box, without, dimension));
  if (only === undefined || others.length > 0 || !isSayable(only)) return null;
  const left = scratch.copied(box);
  if (!removeAt(left, without, only) || isEmptyAt(left, only)) return null;
  return left;
}

function isSayable({ subject: { kind } }: Dimension): boolean {
  return kind === 'value' || kind === 'member' || kind === 'size';
}

/** Removes the states of another box from a box in one dimension, in place. Returns false if the ordered cells that are left have a gap. */
function removeAt(box: Box, without: Box, { kind, offset, width }: Dimension): boolean {
  const at = (of: Box, index: number): number => of[offset + index] ?? 0;
  if (kind === 'finite') {
    for (let i = 0; i < width; i++) box[offset + i] = at(box, i) & ~at(without, i);
    return true;
  }
  const [low, high, first, last] = [at(box, 0), at(box, 1), at(without, 0), at(without, 1)];
  box[offset + 2] = at(box, 2) & ~at(without, 2);
  if (low > high || first > last || first > high || last < low) return true;
  if (first > low && last < high) return false;
  const [newLow, newHigh] = first <= low ? [last + 1, high] : [low, first - 1];
  [box[offset], box[offset + 1]] = newLow > newHigh ? [0, -1] : [newLow, newHigh];
  return true;
}
