import { holdsCell, statesOf, type Box, type Dimension } from '../condition/space/dimension.ts';
import type { Cover } from './facts.ts';
import { inForce, type Ground, type GroundRule, type Period } from './ground.ts';
import { before, lawsOf, meet, periodsOf, type Inquiry } from './inquiry.ts';
import { atState, meeting, setState, stateAt } from './point.ts';
import { addRange, lowestBit, numbersIn, type ClauseSet } from './search/clause-index.ts';

/** More combinations than this are not counted one by one: shares are then estimated from as many. */
const mostCombinations = 256;

/** What takes all of its inputs away from a rule that never decides, in the first period in which it is in force. */
export function coverOf(inquiry: Inquiry, rule: GroundRule): Cover {
  const { ground } = inquiry;
  const [period] = periodsOf(ground, rule);
  if (period === undefined) return { alone: [], together: [], owners: [], exact: true, assumptions: [] };
  const earlier = ground.rules
    .slice(0, rule.position)
    .filter(other => inForce(other, period) && meet(ground, other.fires, rule.fires));
  const alone = earlier.filter(other => covers(inquiry, rule, [other]));
  const { together, assumptions } =
    alone.length > 0 ? { together: [], assumptions: [] } : jointCover(inquiry, rule, period);
  const { shares, exact } = sharesOf(ground, rule.fires, before(ground, rule.position, period));
  const share = (other: GroundRule): number => shares.get(other.position) ?? 0;
  const byShare = (a: GroundRule, b: GroundRule): number => share(b) - share(a) || a.position - b.position;
  return {
    alone: alone.map(other => other.rule),
    together: together.sort(byShare).map(other => other.rule),
    owners: earlier
      .filter(other => share(other) > 0)
      .sort(byShare)
      .map(other => ({ rule: other.rule, share: share(other) })),
    exact,
    assumptions,
  };
}

/** Whether some rules fire wherever a rule does. */
function covers(inquiry: Inquiry, rule: GroundRule, others: readonly GroundRule[]): boolean {
  const outside = lawsOf(inquiry.ground);
  for (const other of others) addRange(outside, other.first, other.end);
  return rule.fires.every(box => inquiry.prove(box, outside).kind === 'none');
}

/** A smallest set of rules that cover a rule: of those that the proof leans on, each that can be left out is. */
function jointCover(
  inquiry: Inquiry,
  rule: GroundRule,
  period: Period,
): { together: GroundRule[]; assumptions: number[] } {
  const { ground } = inquiry;
  const positions = new Set<number>();
  const assumptions = new Set<number>();
  for (const box of rule.fires) {
    const proof = inquiry.prove(box, before(ground, rule.position, period));
    if (proof.kind !== 'none') continue;
    for (const number of numbersIn(proof.because)) {
      const source = ground.index.clauses[number]?.source;
      if (source?.kind === 'rule') positions.add(source.position);
      if (source?.kind === 'assumption') assumptions.add(source.index);
    }
  }
  let together = [...positions].sort((a, b) => a - b).flatMap(position => ground.rules[position] ?? []);
  // The later a rule stands, the less it takes that others have not taken before it.
  for (const other of [...together].reverse()) {
    const rest = together.filter(each => each !== other);
    if (rest.length > 0 && covers(inquiry, rule, rest)) together = rest;
  }
  return { together, assumptions: [...assumptions].sort((a, b) => a - b) };
}

/**
 * By position, the share of a region that each rule of a set decides, of combinations of cells in the dimensions that matter. Counted where they are
 * few, else estimated from a sample that is the same every time.
 */
export function sharesOf(
  ground: Ground,
  region: readonly Box[],
  rules: ClauseSet,
): { shares: Map<number | null, number>; exact: boolean } {
  const { index, space } = ground;
  const used = new Set<number>();
  const met = region.map(box => meeting(ground, box, rules));
  for (const set of met) {
    for (const number of numbersIn(set)) {
      for (const dimension of index.clauses[number]?.dimensions ?? []) used.add(dimension);
    }
  }
  const dimensions = space.layout.dimensions.filter(({ index: at }) => used.has(at));
  const combinations = region.map(box =>
    dimensions.reduce((product, dimension) => product * statesOf(box, dimension).length, 1),
  );
  const total = combinations.reduce((sum, each) => sum + each, 0);
  const exact = total <= mostCombinations;
  const counts = new Map<number | null, number>();
  let counted = 0;
  region.forEach((box, at) => {
    const points = exact
      ? everyPoint(box, dimensions)
      : somePoints(box, dimensions, Math.max(1, Math.round((mostCombinations * (combinations[at] ?? 0)) / total)));
    for (const point of points) {
      const owner = ownerOf(ground, point, rules);
      if (owner === 'impossible' || region.slice(0, at).some(other => holdsPoint(other, point, dimensions))) continue;
      counts.set(owner, (counts.get(owner) ?? 0) + 1);
      counted++;
    }
  });
  return { shares: new Map([...counts].map(([owner, count]) => [owner, count / counted])), exact };
}

/** The position of the first rule of a set that fires in a box of one combination; null where none does. */
export function ownerOf(ground: Ground, point: Box, rules: ClauseSet): number | null | 'impossible' {
  const set = meeting(ground, point, rules);
  for (let word = 0; word < set.length; word++) {
    const bits = set[word] as number;
    if (bits === 0) continue;
    const source = ground.index.clauses[(word << 5) + lowestBit(bits)]?.source;
    return source?.kind === 'rule' ? source.position : 'impossible';
  }
  return null;
}

function* everyPoint(box: Box, dimensions: readonly Dimension[]): Generator<Box> {
  const [dimension, ...rest] = dimensions;
  if (dimension === undefined) {
    yield box;
    return;
  }
  for (const state of statesOf(box, dimension)) yield* everyPoint(atState(box, dimension, state), rest);
}

function* somePoints(box: Box, dimensions: readonly Dimension[], count: number): Generator<Box> {
  const states = dimensions.map(dimension => statesOf(box, dimension));
  let seed = 1;
  const next = (below: number): number => {
    // Park and Miller's generator: a sample that is the same every time.
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  for (let i = 0; i < count; i++) {
    const point = box.slice();
    dimensions.forEach((dimension, at) => {
      const choice = states[at] ?? [];
      setState(point, dimension, choice[next(choice.length)] ?? 0);
    });
    yield point;
  }
}

function holdsPoint(box: Box, point: Box, dimensions: readonly Dimension[]): boolean {
  return dimensions.every(dimension => holdsCell(box, dimension, stateAt(point, dimension)));
}
