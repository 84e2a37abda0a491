import type { Changes, Decider } from '../../engine/diff/changes.ts';
import { shareInWords } from '../findings/fact-words.ts';

/** "about 12 % of combinations change: pause → escalate (support-l1), and 2 other ways"; "no decision changes". */
export function changesInWords({ changes, share }: Changes): string {
  const [largest, ...others] = changes;
  if (largest === undefined) return 'no decision changes';
  const how = `${outcomeText(largest.before, largest.after)} → ${outcomeText(largest.after, largest.before)}`;
  const more =
    others.length === 0 ? '' : others.length === 1 ? ', and one other way' : `, and ${others.length} other ways`;
  return `${shareInWords(share.value, share.exact)} of combinations change: ${how}${more}`;
}

/** "escalate (support-l1)"; with the payload where nothing else tells the two apart. */
function outcomeText({ outcome: { decide, to, payload } }: Decider, { outcome: other }: Decider): string {
  const target = to === undefined ? '' : ` (${to})`;
  const same = decide === other.decide && to === other.to;
  return `${decide}${target}${same ? ` with ${payload ?? 'no payload'}` : ''}`;
}
