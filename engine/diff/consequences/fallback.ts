import { isEndState, type Decision, type EndState, type Fallback, type RuleSet } from '../../model/rule-set.ts';
import { own } from './compared.ts';

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

/** The decision with the same oversight as a fallback. */
export function asDecision(fallback: Fallback = 'pause', ruleSet: RuleSet): Decision {
  if (!isEnd(fallback, ruleSet)) return own(ruleSet.targets, fallback)?.kind === 'agent' ? 'route' : 'escalate';
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
