import type { Changes, Decider } from '../../engine/diff/changes.ts';
import { shareInWords } from '../findings/fact-words.ts';

/** Menus cut longer titles off. */
const longestTitle = 100;

/** What is done and what it changes: "Move `a` before `b` — about 12 % of combinations change: pause → escalate (support-l1)". */
export function titleWithChanges(done: string, changes: Changes): string {
  const whole = `${done} — ${changesInWords(changes, true)}`;
  return whole.length <= longestTitle ? whole : `${done} — ${changesInWords(changes, false)}`;
}

/** "about 12 % of combinations change: pause → escalate, and 2 other ways"; "no decision changes". */
function changesInWords({ changes, share }: Changes, withTargets: boolean): string {
  const [largest, ...others] = changes;
  if (largest === undefined) return 'no decision changes';
  const { before, after } = largest;
  const how = `${outcomeText(before, after, withTargets)} → ${outcomeText(after, before, withTargets)}`;
  const more =
    others.length === 0 ? '' : others.length === 1 ? ', and one other way' : `, and ${others.length} other ways`;
  return `${shareInWords(share.value, share.exact)} of combinations change: ${how}${more}`;
}

/** "escalate (support-l1)"; with the payload where nothing else tells the two apart. */
function outcomeText({ outcome }: Decider, { outcome: other }: Decider, withTarget: boolean): string {
  const { decide, to, payload } = outcome;
  const target = to !== undefined && (withTarget || decide === other.decide) ? ` (${to})` : '';
  const same = decide === other.decide && to === other.to;
  return `${decide}${target}${same ? ` with ${payload ?? 'no payload'}` : ''}`;
}
