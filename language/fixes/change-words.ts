import type { Decider, Region, SemanticDiff } from '../../engine/diff/facts.ts';
import { shareInWords } from '../findings/fact-words.ts';

/** Menus cut longer titles off. */
const longestTitle = 100;

/** What is done and what it changes: "Move `a` before `b` — about 12 % of combinations change: pause → escalate (support-l1)". */
export function titleWithChanges(done: string, diff: SemanticDiff): string {
  const whole = `${done} — ${changesInWords(diff, true)}`;
  return whole.length <= longestTitle ? whole : `${done} — ${changesInWords(diff, false)}`;
}

/** "about 12 % of combinations change: pause → escalate, and 2 other ways"; "no decision changes". */
function changesInWords({ regions, share }: SemanticDiff, withTargets: boolean): string {
  const [largest, ...others] = byOutcomes(regions);
  if (largest === undefined) return 'no decision changes';
  const { before, after } = largest;
  const how = `${outcomeText(before, after, withTargets)} → ${outcomeText(after, before, withTargets)}`;
  const more =
    others.length === 0 ? '' : others.length === 1 ? ', and one other way' : `, and ${others.length} other ways`;
  return `${shareInWords(share.value, share.exact)} of combinations change: ${how}${more}`;
}

/** A region of each pair of outcomes, the largest share first. */
function byOutcomes(regions: readonly Region[]): Region[] {
  const shares = new Map<string, { region: Region; share: number }>();
  for (const region of regions) {
    const name = JSON.stringify([region.before.outcome, region.after.outcome]);
    const known = shares.get(name) ?? { region, share: 0 };
    known.share += region.share.value;
    shares.set(name, known);
  }
  return [...shares.values()].sort((a, b) => b.share - a.share).map(({ region }) => region);
}

/** "escalate (support-l1)"; with the payload where nothing else tells the two apart. */
function outcomeText({ outcome }: Decider, { outcome: other }: Decider, withTarget: boolean): string {
  const { decide, to, payload } = outcome;
  const target = to !== undefined && (withTarget || decide === other.decide) ? ` (${to})` : '';
  const same = decide === other.decide && to === other.to;
  return `${decide}${target}${same ? ` with ${payload ?? 'no payload'}` : ''}`;
}
