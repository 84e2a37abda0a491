import { fill, type Box, type Dimension } from '../condition/space/dimension.ts';
import { printBox } from '../condition/space/print.ts';
import { sharesOf } from './cover.ts';
import type { FactOf } from './facts.ts';
import type { Ground, Period } from './ground.ts';
import type { Answer, Inquiry } from './inquiry.ts';
import { ordinaryPoint } from './point.ts';
import { clauseOf } from './search/clause.ts';
import { dropClauses, enterClause, numbersIn, type ClauseSet } from './search/clause-index.ts';
import { witnessOf } from './witness.ts';
import { ordinaryState } from './values.ts';

/** Regions listed; of others only that there are more is said. */
export const mostRegions = 10;
/** Combinations counted one by one for the share; of more, as many are taken for a sample. */
const mostCounted = 1000;

/** The inputs on which no rule fires, in the first period that has any, today's before others. */
export function uncovered(inquiry: Inquiry): FactOf<'uncovered-input'> | null | 'undecided' {
  const { ground } = inquiry;
  let undecided = false;
  const isToday = ({ from, until }: Period): boolean => ground.now >= from && ground.now < until;
  for (const period of [...ground.periods].sort((a, b) => Number(isToday(b)) - Number(isToday(a)))) {
    const rules = ground.inForce.get(period) as ClauseSet;
    const found = inquiry.ask([ground.space.layout.whole], rules, period);
    if (found === 'undecided') undecided = true;
    else if (found !== null) return describe(inquiry, found, rules);
  }
  return undecided ? 'undecided' : null;
}

function describe(inquiry: Inquiry, first: Answer, rules: ClauseSet): FactOf<'uncovered-input'> | null {
  const { ground } = inquiry;
  const { space, index } = ground;
  const { period } = first;
  const start = index.clauses.length;
  const outside = rules.slice();
  const regions: FactOf<'uncovered-input'>['regions'] = [];
  let more = false;
  try {
    for (
      let found: ReturnType<Inquiry['ask']> = first;
      found !== null;
      found = inquiry.ask([space.layout.whole], outside, period)
    ) {
      // Also those count that hang on a condition with errors, and are not told.
      if (found === 'undecided' || index.clauses.length - start === mostRegions) {
        more = true;
        break;
      }
      const box = enlarged(ground, found.box, rules, outside);
      const witness = witnessOf(ground, { answer: found, region: [box], outside });
      if (witness !== null) regions.push({ condition: printBox(space, box), witness });
      const number = enterClause(index, clauseOf(space.layout, box, { kind: 'found' }));
      outside[number >>> 5] = (outside[number >>> 5] as number) | (1 << (number & 31));
    }
  } finally {
    dropClauses(index, start);
  }
  if (regions.length === 0) return null;
  const { shares, exact } = sharesOf(ground, [space.layout.whole], rules, mostCounted);
  return { kind: 'uncovered-input', regions, more, share: { value: shares.get(null) ?? 0, exact } };
}

/**
 * A largest box around an answer in which no rule fires: each dimension in turn is opened as far as the rules that meet the rest of the box
 * allow. Impossible combinations may be inside, so that its condition stays short.
 */
export function enlarged(ground: Ground, answer: Box, rules: ClauseSet, outside: ClauseSet): Box {
  const { layout } = ground.space;
  const ordinary = (ground.ordinary ??= ordinaryState(ground.space, ground.subject.declarations.signals, ground.now));
  let box = ordinaryPoint(ground, { box: answer, region: [layout.whole], outside }, ordinary);
  for (const dimension of layout.dimensions) box = opened(ground, box, rules, dimension);
  return box;
}

/** The box with a dimension opened as far around its present states as no rule fires. */
function opened({ index, laws }: Ground, box: Box, rules: ClauseSet, dimension: Dimension): Box {
  const { kind, offset: at, width } = dimension;
  const wideBox = box.slice();
  fill(wideBox, dimension);
  const met = rules.slice();
  for (const row of index.rows) row.keepMeeting(wideBox, met, index.words);
  for (const number of numbersIn(met)) {
    const blocking = number < laws ? undefined : index.clauses[number]?.box;
    if (blocking === undefined) continue;
    if (kind === 'finite') {
      for (let i = at; i < at + width; i++) wideBox[i] = (wideBox[i] as number) & ~(blocking[i] as number);
      continue;
    }
    const [low = 0, high = -1] = [blocking[at], blocking[at + 1]];
    wideBox[at + 2] = (wideBox[at + 2] as number) & ~(blocking[at + 2] as number);
    if (low > high) continue;
    // Of what lies on both sides of the rule's range, the side where the box is.
    const [from = 0, to = -1] = [box[at], box[at + 1]];
    if (from > to ? low > 0 : low > to) wideBox[at + 1] = Math.min(wideBox[at + 1] as number, low - 1);
    else wideBox[at] = Math.max(wideBox[at] as number, high + 1);
  }
  if (kind === 'ordered' && (wideBox[at] as number) > (wideBox[at + 1] as number)) {
    wideBox[at] = 0;
    wideBox[at + 1] = -1;
  }
  return wideBox;
}
