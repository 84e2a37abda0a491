import { narrowAt, sameAt, type Box, type Dimension } from '../condition/space/dimension.ts';
import { isList } from '../condition/space/space.ts';
import type { FactOf } from './facts.ts';
import { clausesOf, inForce, type Ground, type GroundRule, type Period } from './ground.ts';
import { common, type Answer, type Inquiry } from './inquiry.ts';
import { setState } from './point.ts';
import { clauseOf } from './search/clause.ts';
import { dropClauses, enterClause, type ClauseSet } from './search/clause-index.ts';
import { witnessOf } from './witness.ts';

type Gap = FactOf<'boundary-gap'>;

/** A boundary: one value of a signal, and the rules that stop just below it or start just above it. */
interface Boundary {
  signal: string;
  value: number;
  dimension: Dimension;
  cell: number;
  below: { rule: GroundRule; box: Box }[];
  above: { rule: GroundRule; box: Box }[];
}

/**
 * Values that adjoining rules leave out exactly: no rule fires at the value, one fires just below it and another just above, all else being equal.
 * @param always rules that fire on every input: like the default, they are there for what others leave out
 */
export function boundaryGaps(
  inquiry: Inquiry,
  always: ReadonlySet<GroundRule>,
): { facts: Gap[]; undecided: GroundRule[] } {
  const { ground } = inquiry;
  const facts: Gap[] = [];
  const undecided = new Set<GroundRule>();
  for (const boundary of boundariesOf(ground, always)) {
    const told = new Set<GroundRule>();
    for (const period of ground.periods) {
      const rules = clausesOf(ground, period, rule => !always.has(rule));
      const anything = inquiry.ask([atBoundary(ground.space.layout.whole, boundary)], rules, period);
      if (anything === null) continue;
      for (const above of boundary.above) {
        if (told.has(above.rule) || !inForce(above.rule, period)) continue;
        for (const below of boundary.below) {
          if (below.rule === above.rule || !inForce(below.rule, period)) continue;
          const gap = gapBetween(inquiry, boundary, below, above, rules, period);
          if (gap === null) continue;
          if (gap === 'undecided') undecided.add(above.rule);
          else {
            facts.push(gap);
            told.add(above.rule);
            break;
          }
        }
      }
    }
  }
  return { facts, undecided: [...undecided] };
}

function* boundariesOf(ground: Ground, always: ReadonlySet<GroundRule>): Generator<Boundary> {
  for (const [signal, axes] of ground.space.signals) {
    if (isList(axes) || axes.dimension.kind !== 'ordered') continue;
    const { dimension } = axes;
    const at = dimension.offset;
    const stops = new Map<number, Boundary['below']>();
    const starts = new Map<number, Boundary['above']>();
    for (const rule of ground.rules) {
      if (always.has(rule)) continue;
      for (const box of rule.fires) {
        const [low = 0, high = -1] = [box[at], box[at + 1]];
        if (low > high) continue;
        if (high < dimension.cells - 2) push(stops, high + 1, { rule, box });
        if (low > 1) push(starts, low - 1, { rule, box });
      }
    }
    for (const [cell, below] of [...stops].sort(([a], [b]) => a - b)) {
      const above = starts.get(cell);
      const meaning = axes.meaning(cell);
      if (above === undefined || meaning.kind !== 'interval' || meaning.interval.low !== meaning.interval.high)
        continue;
      yield { signal, value: meaning.interval.low, dimension, cell, below, above };
    }
  }
}

function push<T>(lists: Map<number, T[]>, key: number, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

function atBoundary(box: Box, { dimension, cell }: Boundary): Box {
  const copy = box.slice();
  setState(copy, dimension, cell);
  return copy;
}

function gapBetween(
  inquiry: Inquiry,
  boundary: Boundary,
  below: Boundary['below'][number],
  above: Boundary['above'][number],
  rules: ClauseSet,
  period: Period,
): Gap | null | 'undecided' {
  const { ground } = inquiry;
  const region = common(ground, [atBoundary(below.box, boundary)], [atBoundary(above.box, boundary)]);
  if (region.length === 0) return null;
  const found = besidesToo(inquiry, boundary, region, rules, period);
  if (found === null || found === 'undecided') return found;
  const witness = witnessOf(ground, { answer: found, region, outside: rules });
  if (witness === null) return null;
  const { signal, value } = boundary;
  return { kind: 'boundary-gap', signal, value, below: below.rule.rule, above: above.rule.rule, witness };
}

/** An input at the boundary whose neighbours are inputs too: laws that speak of the neighbouring cells hold there as well. */
function besidesToo(
  inquiry: Inquiry,
  boundary: Boundary,
  region: Box[],
  rules: ClauseSet,
  period: Period,
): Answer | null | 'undecided' {
  const { index, space, laws } = inquiry.ground;
  const { dimension, cell } = boundary;
  const start = index.clauses.length;
  const outside = rules.slice();
  try {
    for (const law of index.clauses.slice(0, laws)) {
      if (sameAt(law.box, space.layout.whole, dimension)) continue;
      for (const neighbour of [cell - 1, cell + 1]) {
        const there = space.layout.whole.slice();
        setState(there, dimension, neighbour);
        const moved = law.box.slice();
        if (!narrowAt(moved, there, dimension)) continue;
        if (index.clauses.length >= index.words * 32) return 'undecided';
        setState(moved, dimension, cell);
        const number = enterClause(index, clauseOf(space.layout, moved, { kind: 'found' }));
        outside[number >>> 5] = (outside[number >>> 5] as number) | (1 << (number & 31));
      }
    }
    return inquiry.ask(region, outside, period);
  } finally {
    dropClauses(index, start);
  }
}
