import type { RuleSet, Target } from '../../model/rule-set.ts';
import { own } from './compared.ts';

/** The targets and payloads that decisions and handoffs can use. */
export interface Reach {
  targets: ReadonlySet<string>;
  payloads: ReadonlySet<string>;
}

/** What is reachable from the active rules and the default, including all fallbacks. */
export function reachOf({ rules, default: otherwise, targets = {} }: RuleSet): Reach {
  const deciding = rules.filter(({ status }) => status === undefined || status === 'active');
  const outcomes = [...deciding, ...(otherwise === undefined ? [] : [otherwise])];
  const reached = new Set<string>();
  const open = outcomes.flatMap(({ to }) => to ?? []);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    const target = own(targets, name);
    if (target !== undefined) open.push(...fallbacksOf(target).filter(next => Object.hasOwn(targets, next)));
  }
  return { targets: reached, payloads: new Set(outcomes.flatMap(({ payload }) => payload ?? [])) };
}

export function fallbacksOf({ onTimeout, onUnavailable, onReject, breaker }: Target): string[] {
  return [onTimeout, onUnavailable, onReject, breaker?.then].filter(each => each !== undefined);
}
