import { common, isInside, isOn, type Interval } from '../../space/number-line.ts';
import { intervalOf, satisfies, termInterval, type NumberQuestion } from './number-question.ts';

/** Replaces values, which satisfy a question, in place by round ones that still do, one after the other. */
export function roundEach(question: NumberQuestion, values: Map<string, number>): void {
  // Once the others are round, there may be room for the first.
  for (let left = 2; left > 0; left--) roundOnce(question, values);
}

function roundOnce(question: NumberQuestion, values: Map<string, number>): void {
  for (const [variable, range] of question.ranges.entries()) {
    if (range === undefined) continue;
    const { name, line, interval, round, usual } = range.of;
    const own = values.get(name) as number;
    const cells = intervalOf(interval(range.first), interval(range.last));
    const inside = common(cells, slackOf(question, variable, name, values));
    const typical = usual(range.first, range.last);
    for (const value of [typical, inside.low > inside.high ? own : round(inside)]) {
      if (value === own) break;
      if (!isInside(cells, value) || !isOn(line, value)) continue;
      values.set(name, value);
      if (satisfies(question, values)) break;
      values.set(name, own);
    }
  }
}

/** Where a signal can move while the others stay, but for roundings. */
function slackOf({ rows }: NumberQuestion, variable: number, name: string, values: Map<string, number>): Interval {
  let slack: Interval = { low: -Infinity, high: Infinity, lowOpen: false, highOpen: false };
  const own = values.get(name) as number;
  for (const row of rows) {
    const part = row.of.parts.find(each => each.variable === variable);
    if (part === undefined) continue;
    const { low, high, lowOpen, highOpen } = termInterval(row);
    const value = row.of.axis.term.valueOf(values);
    const [a, b] = [own + (low - value) / part.slope, own + (high - value) / part.slope];
    slack = common(
      slack,
      part.rises ? { low: a, high: b, lowOpen, highOpen } : { low: b, high: a, lowOpen: highOpen, highOpen: lowOpen },
    );
  }
  return slack;
}
