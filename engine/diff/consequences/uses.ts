import { listed } from './compared.ts';

/** The ids of the rules that read a signal or threshold, and the number of regions, undecided ones included, with one of them as decider. */
export interface Uses {
  rules: readonly string[];
  regions: number;
}

export type UsesOf = (kind: 'signal' | 'threshold', name: string) => Uses;

/** ", used by `a` and `b`" */
export function usedInWords({ rules }: Uses): string {
  return rules.length === 0 ? '; no rule uses it' : `, used by ${listed(rules)}`;
}

/** Which rules use a signal or threshold, and whether a decision changes by it, as a sentence after others. */
export function resultInWords({ rules, regions }: Uses): string {
  if (rules.length === 0) return ' No rule uses it.';
  return ` Used by ${listed(rules)}${regions === 0 ? '; no decision changes by it' : ''}.`;
}
