import { thresholdOf } from '../../condition/declarations.ts';
import { describeDuration, parseDuration } from '../../model/time/duration.ts';
import type { RuleSet, Signal, Threshold } from '../../model/rule-set.ts';
import type { Consequence } from '../facts.ts';
import { readsTheSame } from '../joint-signal.ts';
import { consequence, differences, listed, same } from './compared.ts';

/** The ids of the rules that read a signal or threshold, and the number of regions with one of them as decider. */
export interface Uses {
  rules: readonly string[];
  regions: number;
}

export type UsesOf = (kind: 'signal' | 'threshold', name: string) => Uses;

/** The consequences of changed signals and thresholds. Which decisions change is shown by the regions. */
export function declarationConsequences(before: RuleSet, after: RuleSet, uses: UsesOf): Consequence[] {
  return [...signalConsequences(before, after, uses), ...thresholdConsequences(before, after, uses)];
}

function signalConsequences(before: RuleSet, after: RuleSet, uses: UsesOf): Consequence[] {
  return differences(before.signals, after.signals).flatMap(({ name, old, next }) => {
    const path = ['signals', name];
    if (old === undefined || next === undefined) {
      const what = old === undefined ? `\`${name}\` is a new signal` : `\`${name}\` is no signal any more`;
      const message = `${what}${usedInWords(uses('signal', name))}.`;
      return [consequence('signal', name, path, { old, next }, { message, class: 'neutral' })];
    }
    if (readsTheSame(old, next) && old.required === next.required) {
      const message = `What is said about \`${name}\` changed, not which values it has.`;
      return [consequence('signal', name, path, { old, next }, { message, class: 'neutral' })];
    }
    return changedKeys(old, next).map(key => {
      const { regions } = uses('signal', name);
      const message = `${toldOf(name, key, old, next)}${key === 'required' ? '' : resultInWords(uses('signal', name))}`;
      return consequence(
        'signal',
        name,
        [...path, key],
        { old: old[key], next: next[key] },
        { message, class: 'neutral', regions },
      );
    });
  });
}

const words = new Set<string>(['title', 'description', 'examples', 'default', 'unit']);

function changedKeys(old: Signal, next: Signal): (keyof Signal)[] {
  const keys = [...new Set([...Object.keys(next), ...Object.keys(old)])] as (keyof Signal)[];
  return keys.filter(key => !words.has(key) && !same(old[key], next[key]));
}

function toldOf(name: string, key: keyof Signal, old: Signal, next: Signal): string {
  const [was, is] = [old[key], next[key]];
  const write = (value: unknown): string =>
    value === undefined ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);
  switch (key) {
    case 'required':
      return next.required === true
        ? `\`${name}\` is promised to be there: an input without it is invalid.`
        : `\`${name}\` is no longer promised to be there.`;
    case 'maxAge':
      return `\`${name}\` counts as missing when it is older than ${age(next.maxAge)}; before, older than ${age(old.maxAge)}.`;
    case 'observedAt':
      return `The age of \`${name}\` is told by \`${write(is)}\`, no longer by \`${write(was)}\`.`;
    case 'enum':
    case 'items':
      return enumInWords(name, valuesOf(old, key), valuesOf(next, key)) ?? `The \`${key}\` of \`${name}\` changed.`;
    default:
      return `The \`${key}\` of \`${name}\` is ${write(is)}, no longer ${write(was)}: a value outside counts as missing.`;
  }
}

function valuesOf({ enum: values, items }: Signal, key: 'enum' | 'items'): unknown[] | undefined {
  return key === 'enum' ? values : items?.enum;
}

function enumInWords(name: string, old: unknown[] | undefined, next: unknown[] | undefined): string | null {
  if (old === undefined || next === undefined) return null;
  const write = (values: unknown[]) =>
    listed(
      values.map(value => JSON.stringify(value)),
      5,
    );
  const added = next.filter(value => !old.includes(value));
  const gone = old.filter(value => !next.includes(value));
  const parts = [
    ...(added.length === 0
      ? []
      : [`has the new ${added.length === 1 ? 'value' : 'values'} ${write(added)}, missing before`]),
    ...(gone.length === 0 ? [] : [`no longer has ${write(gone)}, missing now`]),
  ];
  return parts.length === 0 ? `The order of the values of \`${name}\` changed.` : `\`${name}\` ${parts.join(' and ')}.`;
}

function age(duration: string | undefined): string {
  const milliseconds = duration === undefined ? undefined : parseDuration(duration);
  return milliseconds === undefined ? 'any age' : describeDuration(milliseconds);
}

function usedInWords({ rules }: Uses): string {
  return rules.length === 0 ? '; no rule uses it' : `, used by ${listed(rules)}`;
}

function resultInWords({ rules, regions }: Uses): string {
  if (rules.length === 0) return ' No rule uses it.';
  return ` Used by ${listed(rules)}${regions === 0 ? '; no decision changes by it' : ''}.`;
}

function thresholdConsequences(before: RuleSet, after: RuleSet, uses: UsesOf): Consequence[] {
  return differences(before.thresholds, after.thresholds).map(({ name, old, next }) => {
    const [was, is] = [
      old === undefined ? undefined : thresholdOf(old),
      next === undefined ? undefined : thresholdOf(next),
    ];
    const path = ['thresholds', name, ...(isLong(old) && isLong(next) && was?.value !== is?.value ? ['value'] : [])];
    const values = path.length === 3 ? { old: was?.value, next: is?.value } : { old, next };
    const used = uses('threshold', name);
    return consequence('threshold', name, path, values, {
      message: thresholdInWords(name, was, is, used),
      class: 'neutral',
      regions: was?.value === is?.value ? 0 : used.regions,
    });
  });
}

function isLong(declared: unknown): boolean {
  return typeof declared === 'object';
}

function thresholdInWords(name: string, was: Threshold | undefined, is: Threshold | undefined, uses: Uses): string {
  if (was === undefined || is === undefined) {
    return `\`${name}\` is ${was === undefined ? 'a new threshold' : 'no threshold any more'}${usedInWords(uses)}.`;
  }
  if (was.value === is.value) return `What is said about \`${name}\` changed, not its value.`;
  const unit = is.unit === undefined ? '' : ` ${is.unit}`;
  return `\`${name}\` is ${String(is.value)}${unit}, no longer ${String(was.value)}.${resultInWords(uses)}`;
}
