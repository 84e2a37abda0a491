import type { Region } from '../../../protocol/review-requests.ts';
import type { Signal } from '../../../engine/model/rule-set.ts';
import { namedSignals } from '../named-signals.ts';
import type { Comparison } from '../../../protocol/server.ts';

export interface AxisSignal {
  name: string;
  /** True for numbers, durations and times, which people read from left to right. */
  ordered: boolean;
}

/** Signals that can be an axis: all of the version after, then those that only the version before has. */
export function axisSignals({ before, after }: Comparison): AxisSignal[] {
  const declared = [after, before].flatMap(({ ruleSet }) => ruleSet?.signals ?? []);
  const found = new Map(declared.map(({ name, declaration }) => [name, isOrdered(declaration)]));
  return [...found].map(([name, ordered]) => ({ name, ordered }));
}

function isOrdered({ type, format }: Signal): boolean {
  return type === 'number' || type === 'integer' || format === 'duration' || format === 'date-time';
}

/**
 * The signal that moves in a region and the next one that its words name; if there are fewer, those that its condition names first, among those that make
 * a difference around its example, and then others. An ordered signal goes across, the other one down. Null if there are fewer than two signals.
 */
export function firstAxes(
  signals: readonly AxisSignal[],
  region: Pick<Region, 'condition' | 'when' | 'witness'>,
): { x: string; y: string } | null {
  const { condition, witness } = region;
  const named = namedSignals(region);
  const places = signals.map(signal => ({
    ...signal,
    said: named.indexOf(signal.name),
    at: placeIn(condition, signal.name),
  }));
  const rank = ({ name, said, at }: (typeof places)[number]) =>
    said >= 0 ? said - named.length : at < 0 ? 2 : witness.free.includes(name) ? 1 : 0;
  const [first, second] = places.sort((a, b) => rank(a) - rank(b) || (a.at < 0 ? 0 : a.at - b.at));
  if (first === undefined || second === undefined) return null;
  return !first.ordered && second.ordered ? { x: second.name, y: first.name } : { x: first.name, y: second.name };
}

/** The offset at which a condition first names a signal, outside strings; -1 if it does not. */
function placeIn(condition: string, name: string): number {
  const code = condition.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, text => ' '.repeat(text.length));
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return code.search(new RegExp(String.raw`(?<![\w.])${escaped}(?![\w.]*\w)`));
}
