import type { Region } from '../../../engine/diff/facts.ts';
import type { Comparison } from '../../../server/messages.ts';

/** Signals that can be an axis: all of the newer version, then those that only the older one has. */
export function axisSignals({ before, after }: Comparison): string[] {
  const names = [after, before].flatMap(({ ruleSet }) => (ruleSet?.signals ?? []).map(({ name }) => name));
  return [...new Set(names)];
}

/**
 * The two signals that a region's condition names first, of those that make a difference around its example; where there are fewer, others take their
 * place. Null where there are no two.
 */
export function firstAxes(
  signals: readonly string[],
  { condition, witness: { free } }: Region,
): { x: string; y: string } | null {
  const places = signals.map(name => ({ name, at: placeIn(condition, name) }));
  const rank = ({ name, at }: (typeof places)[number]) => (at < 0 ? 2 : free.includes(name) ? 1 : 0);
  const [x, y] = places.sort((a, b) => rank(a) - rank(b) || (a.at < 0 ? 0 : a.at - b.at));
  return x === undefined || y === undefined ? null : { x: x.name, y: y.name };
}

/** Where a condition names a signal for the first time, outside of texts; -1 where it does not. */
function placeIn(condition: string, name: string): number {
  const code = condition.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, text => ' '.repeat(text.length));
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return code.search(new RegExp(String.raw`(?<![\w.])${escaped}(?![\w.]*\w)`));
}
