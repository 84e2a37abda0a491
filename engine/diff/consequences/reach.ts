import {
  fallbackKeys,
  isEndState,
  type DefaultOutcome,
  type Fallback,
  type Fallbacks,
  type RuleSet,
  type Target,
} from '../../model/rule-set.ts';
import { pickFallbacks } from '../../model/outcome.ts';
import { own } from '../sections.ts';

/** The targets and payloads that decisions and handoffs can use. */
export interface Reach {
  /** The targets that can be asked. */
  targets: ReadonlySet<string>;
  /** Those of them of which a handoff can be requested: their deadlines, approvals and fallbacks apply. The others only join. */
  requested: ReadonlySet<string>;
  payloads: ReadonlySet<string>;
  /** The fallbacks with which a target can lose a handoff: its own, unless every rule replaces it, and those that rules declare instead. */
  fallbacks: (target: string, key: keyof Fallbacks) => ReadonlySet<Fallback | undefined>;
}

/** What is reachable from the active rules and the default, including all fallbacks. */
export function reachOf({ rules, default: otherwise, targets = {} }: RuleSet): Reach {
  const deciding = rules.filter(({ status }) => status === undefined || status === 'active');
  const outcomes: DefaultOutcome[] = [...deciding, ...(otherwise === undefined ? [] : [otherwise])];
  const isTarget = (name: string) => Object.hasOwn(targets, name);
  const requests = new Map<string, { name: string; replaced: Fallbacks }>();
  const request = (name: string, replaced: Fallbacks = {}): void => {
    const key = JSON.stringify([name, replaced]);
    if (!requests.has(key)) requests.set(key, { name, replaced });
  };
  for (const outcome of outcomes) if (outcome.to !== undefined) request(outcome.to, pickFallbacks(outcome));
  for (const { name, replaced } of requests.values())
    for (const next of fallbacksOf({ ...own(targets, name), ...replaced }))
      if (!isEndState(next, isTarget) && isTarget(next)) request(next);
  const requested = new Set([...requests.values()].map(({ name }) => name));
  const joining = [...requested].flatMap(name => own(targets, name)?.also?.target ?? []);
  return {
    targets: new Set([...requested, ...joining]),
    requested,
    payloads: new Set(outcomes.flatMap(({ payload }) => payload ?? [])),
    fallbacks: (target, key) =>
      new Set(
        [...requests.values()]
          .filter(({ name }) => name === target)
          .map(({ replaced }) => replaced[key] ?? own(targets, target)?.[key]),
      ),
  };
}

export function fallbacksOf(target: Fallbacks & Pick<Target, 'breaker'>): Fallback[] {
  return [...fallbackKeys.map(key => target[key]), target.breaker?.then].filter(each => each !== undefined);
}
