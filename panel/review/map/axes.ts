import type { Region } from '../../../engine/diff/facts.ts';
import type { Comparison } from '../../../server/messages.ts';

/** Signals that can be an axis: all of the newer version, then those that only the older one has. */
export function axisSignals({ before, after }: Comparison): string[] {
  const names = [after, before].flatMap(({ ruleSet }) => (ruleSet?.signals ?? []).map(({ name }) => name));
  return [...new Set(names)];
}

/** The two signals that a region's condition names first; where it names fewer, others take their place. Null where there are no two. */
export function firstAxes(signals: readonly string[], { condition }: Region): { x: string; y: string } | null {
  const places = signals.map(name => ({ name, at: placeIn(condition, name) }));
  const named = places.filter(({ at }) => at >= 0).sort((a, b) => a.at - b.at);
  const [x, y] = [...named, ...places.filter(({ at }) => at < 0)];
  return x === undefined || y === undefined ? null : { x: x.name, y: y.name };
}

/** Where a condition names a signal for the first time, outside of texts; -1 where it does not. */
function placeIn(condition: string, name: string): number {
  const code = condition.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, text => ' '.repeat(text.length));
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return code.search(new RegExp(String.raw`(?<![\w.])${escaped}(?![\w.]*\w)`));
}
