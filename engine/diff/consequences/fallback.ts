import { resumptionOf } from '../../handoff/resumption.ts';
import {
  isEndState,
  oversight,
  type Decision,
  type EndState,
  type Fallback,
  type RuleSet,
  type Target,
} from '../../model/rule-set.ts';
import type { ChangeClass } from '../facts.ts';
import { own } from '../sections.ts';

/** What happens to a handoff, as a predicate: "ends the task". */
export function fallbackInWords(fallback: Fallback = 'pause', ruleSet: RuleSet): string {
  if (!isEnd(fallback, ruleSet)) return `goes to \`${fallback}\``;
  switch (fallback) {
    case 'pause':
      return 'leaves the agent paused';
    case 'resume':
      return 'lets the agent go on';
    case 'deny':
      return 'denies the action';
    case 'stop':
      return 'ends the task';
  }
}

/** A fallback of a target in one of two versions. */
export interface PlacedFallback {
  set: RuleSet;
  target: Target;
  fallback: Fallback | undefined;
}

/** The class of a changed fallback, by the decision with the same oversight. `opens`: the handoff can now end in `resume`, or in one without a bound. */
export function fallbackChange(
  before: PlacedFallback,
  after: PlacedFallback,
): { class: ChangeClass | 'neutral'; opens: boolean } {
  const resumption = ({ set, target, fallback }: PlacedFallback) => resumptionOf(set.targets ?? {}, target, fallback);
  const opens = resumption(after) > resumption(before);
  if (haveSameMeaning([before.fallback, after.fallback], [before.set, after.set])) return { class: 'neutral', opens };
  const more = oversight(asDecision(after)) - oversight(asDecision(before));
  return { class: opens || more < 0 ? 'loosened' : more === 0 ? 'rerouted' : 'tightened', opens };
}

/** The decision with the same oversight as a fallback. */
function asDecision({ fallback = 'pause', set }: PlacedFallback): Decision {
  if (!isEnd(fallback, set)) return own(set.targets, fallback)?.kind === 'agent' ? 'route' : 'escalate';
  return fallback === 'resume' ? 'continue' : fallback;
}

/** What happened to a handoff, as a predicate: "ended the task". */
export function pastFallback(fallback: Fallback | undefined, ruleSet: RuleSet): string {
  return fallbackInWords(fallback, ruleSet)
    .replace(/^leaves/, 'left')
    .replace(/^lets/, 'let')
    .replace(/^denies/, 'denied')
    .replace(/^ends/, 'ended')
    .replace(/^goes/, 'went');
}

/** True if two fallbacks, each of its version, lead to the same target or end. */
export function haveSameMeaning(
  [before = 'pause', after = 'pause']: [Fallback | undefined, Fallback | undefined],
  [setBefore, setAfter]: [RuleSet, RuleSet],
): boolean {
  return before === after && isEnd(before, setBefore) === isEnd(after, setAfter);
}

function isEnd(fallback: Fallback, { targets = {} }: RuleSet): fallback is EndState {
  return isEndState(fallback, name => Object.hasOwn(targets, name));
}
