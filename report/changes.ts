import type { ChangeClass, Consequence, Decider, TrafficShare } from '../engine/index.ts';
import { fallbacksText } from '../engine/model/fallbacks-text.ts';
import { ruleName } from '../engine/model/rule-set.ts';

/** The classes of changes, most severe first. */
const inOrder: readonly ChangeClass[] = ['loosened', 'rerouted', 'tightened'];

/** A mark for each class, most severe first. */
export const marks: Readonly<Record<ChangeClass, string>> = { loosened: '▼', rerouted: '◆', tightened: '▲' };

/** How many changes there are of each class, most severe first; classes without changes are omitted. */
export function countClasses(changes: readonly ChangeClass[]): { name: ChangeClass; count: number }[] {
  return inOrder
    .map(name => ({ name, count: changes.filter(each => each === name).length }))
    .filter(({ count }) => count > 0);
}

/** `2 loosened, 1 tightened`; empty if there is no change. */
export function classCounts(changes: readonly ChangeClass[]): string {
  return countClasses(changes)
    .map(({ name, count }) => `${count.toLocaleString('en-US')} ${name}`)
    .join(', ');
}

/** True for an edited signal or threshold behind changed decisions: it has no class of its own, since the regions have. */
export function isCause({ class: kind, regions }: Pick<Consequence, 'class' | 'regions'>): boolean {
  return kind === 'neutral' && regions > 0;
}

/** `small-refund@1`, or `the default`. */
export function deciderName({ rule }: Pick<Decider, 'rule'>): string {
  return rule === null ? 'the default' : ruleName(rule);
}

/** `escalate → support-l1, on timeout deny`, and `with refund@1` if payloads matter. */
export function outcomeText(outcome: Decider['outcome'], withPayload = false): string {
  const { decide, to, payload } = outcome;
  const fallbacks = fallbacksText(outcome);
  return `${decide}${to === undefined ? '' : ` → ${to}`}${fallbacks === '' ? '' : `, ${fallbacks}`}${withPayload ? ` with ${payload ?? 'no payload'}` : ''}`;
}

/** "for 10 % of conversation.id"; empty if a region is about all of the traffic. */
export function trafficInWords(shares: readonly TrafficShare[]): string {
  return shares.length === 0 ? '' : `for ${shares.map(({ by, percent }) => `${percent} % of ${by}`).join(' and ')}`;
}
