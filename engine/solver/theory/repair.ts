import { isInside, isOn, type Interval, type NumberLine } from '../../space/number-line.ts';
import {
  extremeOf,
  satisfies,
  termInterval,
  type CellsOf,
  type NumberQuestion,
  type NumberVariable,
  type TermRow,
} from './number-question.ts';

const rounds = 6;

/**
 * Moves values, in place, into the ranges of all terms, one term and one signal after the other. Most questions have a solution that is found this way.
 * @returns false if that did not succeed, which proves nothing
 */
export function repaired(question: NumberQuestion, values: Map<string, number>): boolean {
  for (let left = rounds; left > 0; left--) {
    if (satisfies(question, values)) return true;
    for (const row of question.rows) moveInto(question, row, values);
  }
  return satisfies(question, values);
}

function moveInto({ ranges }: NumberQuestion, row: CellsOf<TermRow>, values: Map<string, number>): void {
  const interval = termInterval(row);
  const { valueOf } = row.of.axis.term;
  for (const { variable, slope } of row.of.parts) {
    const value = valueOf(values);
    if (isInside(interval, value)) return;
    const range = ranges[variable] as CellsOf<NumberVariable>;
    const own = values.get(range.of.name) as number;
    const moved = own + (aimIn(interval, value) - value) / slope;
    values.set(range.of.name, nearestIn(range, Number.isFinite(moved) ? moved : own, moved > own));
  }
}

/** A value inside an interval, not far from the end next to `from`. */
function aimIn({ low, high, lowOpen, highOpen }: Interval, from: number): number {
  const [near, isOpen, inward] = from < low || (from === low && lowOpen) ? [low, lowOpen, 1] : [high, highOpen, -1];
  if (!isOpen) return near;
  const width = high - low;
  return near + inward * Math.min(1, width / 2);
}

/** The value of a signal's cells that is nearest to a number; if it must be rounded, up or down. */
function nearestIn(range: CellsOf<NumberVariable>, wanted: number, isUp: boolean): number {
  const [low, high] = [extremeOf(range, 'low'), extremeOf(range, 'high')];
  const inside = Math.max(low, Math.min(high, wanted));
  const value = onLine(range.of.line, inside, isUp);
  return value >= low && value <= high ? value : isUp ? high : low;
}

function onLine(line: NumberLine, value: number, isUp: boolean): number {
  if (line.listed !== null) {
    const near = isUp ? line.listed.find(each => each >= value) : line.listed.findLast(each => each <= value);
    return near ?? value;
  }
  const unit = line.multipleOf ?? (line.step === 1 ? 1 : null);
  if (unit === null) {
    const short = Number(value.toPrecision(12));
    return isOn(line, short) ? short : value;
  }
  const count = value / unit;
  return Number(((isUp ? Math.ceil(count - 1e-9) : Math.floor(count + 1e-9)) * unit).toPrecision(15));
}
