import { isOn } from '../../space/number-line.ts';
import type { Budget } from '../search/budget.ts';
import {
  extremeOf,
  satisfies,
  statesOf,
  type CellsOf,
  type NumberQuestion,
  type NumberVariable,
} from './number-question.ts';
import { toDouble } from './rational.ts';
import type { Solved } from './solved.ts';

/** Maximum number of assignments that are tried. */
const maxAssignments = 20_000;
/** The work of an assignment for each term, in words of clauses examined. */
const workPerTerm = 4;

/** Tries all values of integers, multiples and listed numbers, if they are few: exact where bounds are not, because of roundings or gaps. */
export function eachAssignment(question: NumberQuestion, values: Map<string, number>, budget: Budget): Solved {
  const ranges = question.ranges.filter(range => range !== undefined);
  const domains = ranges.map(valuesIn);
  let count = 1;
  for (const domain of domains) count *= domain?.length ?? Infinity;
  if (count > maxAssignments || count * workPerTerm * question.rows.length > budget.left) return { kind: 'unknown' };
  budget.left -= count * workPerTerm * question.rows.length;
  const places = domains.map(() => 0);
  for (let number = 0; number < count; number++) {
    ranges.forEach((range, at) => values.set(range.of.name, domains[at]?.[places[at] as number] as number));
    if (satisfies(question, values)) return { kind: 'possible', values };
    for (let at = 0; at < places.length; at++) {
      places[at] = (places[at] as number) + 1;
      if (places[at] !== domains[at]?.length) break;
      places[at] = 0;
    }
  }
  return {
    kind: 'impossible',
    states: [
      ...question.rows.map(row => statesOf(row.of.axis.dimension, row)),
      ...ranges.map(range => statesOf(range.of.dimension, range)),
    ],
  };
}

/** The values of a range of cells in ascending order; null if they are too many. */
function valuesIn(range: CellsOf<NumberVariable>): number[] | null {
  const { line, unit, isInteger } = range.of;
  const [low, high] = [extremeOf(range, 'low'), extremeOf(range, 'high')];
  if (line.listed !== null) return line.listed.filter(value => value >= low && value <= high);
  if (low === high) return [low];
  const step = toDouble(unit);
  if (!isInteger || !((high - low) / step < maxAssignments)) return null;
  const all = Array.from({ length: Math.round((high - low) / step) + 1 }, (_, at) => low + at * step);
  return all.filter(value => isOn(line, value));
}
