import type { Region } from '../../protocol/review-requests.ts';

/** The signals that the words of a region name: what moves first, and what is only excluded last. */
export function namedSignals({ when }: Pick<Region, 'when'>): string[] {
  if (when === null) return [];
  const { moves, asks, either } = when;
  const excludes = ({ text }: (typeof asks)[number]) => text.includes('` is not ');
  const ordered = [...asks.filter(fact => !excludes(fact)), ...asks.filter(excludes)];
  return [...new Set([...moves, ...ordered, ...either.flat()].flatMap(({ signals }) => signals))];
}
