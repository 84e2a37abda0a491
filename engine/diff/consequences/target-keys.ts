import type { RuleSet, Target } from '../../model/rule-set.ts';
import { same } from '../sections.ts';
import { haveSameMeaning } from './fallback.ts';

const keys = [
  'kind',
  'channel',
  'acknowledgeWithin',
  'resolveWithin',
  'remindAfter',
  'approvals',
  'also',
  'rounds',
  'onTimeout',
  'onUnavailable',
  'onReject',
  'hours',
  'capacity',
  'breaker',
  'failOpen',
  'title',
  'description',
] as const;
export type Key = (typeof keys)[number];

/** The keys of which the values differ, or a fallback `deny` that leads to a target in only one of the versions. */
export function changedKeys(before: Target, after: Target, sets: [RuleSet, RuleSet]): Key[] {
  return keys.filter(key => !same(before[key], after[key]) || !isSameFallback(key, [before, after], sets));
}

function isSameFallback(key: Key, targets: [Target, Target], sets: [RuleSet, RuleSet]): boolean {
  switch (key) {
    case 'onTimeout':
    case 'onUnavailable':
    case 'onReject':
      return haveSameMeaning([targets[0][key], targets[1][key]], sets);
    case 'breaker':
      return haveSameMeaning([targets[0].breaker?.then, targets[1].breaker?.then], sets);
    default:
      return true;
  }
}
