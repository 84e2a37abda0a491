import type { Json } from '../model/json.ts';
import type { Signal, SignalItems } from '../model/rule-set.ts';

/** Keywords that do not restrict values. */
const words = new Set([
  'title',
  'description',
  'examples',
  'default',
  'unit',
  'required',
  'sensitive',
  'counts',
  'by',
  'within',
]);

/** True if two declarations read the same values, at the same ages, in the same way. */
export function readsTheSame(a: Signal, b: Signal): boolean {
  return JSON.stringify(restrictions(a)) === JSON.stringify(restrictions(b));
}

/** The keywords that restrict the values, in a fixed order. */
export function restrictions(declared: Signal | SignalItems): [string, unknown][] {
  return Object.entries(declared)
    .filter(([key, value]) => !words.has(key) && value !== undefined)
    .map(([key, value]): [string, unknown] => [
      key,
      key === 'items' ? restrictions(value as SignalItems) : (value as Json),
    ])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A declaration of the same values, of any age. */
export function withoutAge(signal: Signal): Signal {
  const fresh = { ...signal };
  delete fresh.maxAge;
  delete fresh.observedAt;
  return fresh;
}
