import { fallbacksText } from '../../engine/model/fallbacks-text.ts';
import type { Decider, Region, SemanticDiff } from '../../engine/index.ts';

/** Menus cut off longer titles. */
const maxTitleLength = 100;

/** The number of a rule set's samples, and of those whose decision changes. */
export interface ChangedSamples {
  total: number;
  changed: number;
}

/**
 * The title of a fix, with its effect: "Move `a` before `b` — pause → escalate (support-l1) in 2 of 16 samples". If anything is
 * loosened, that comes first: "Move `a` before `b` — loosens: escalate → route in 2 of 16 samples".
 */
export function titleWithChanges(done: string, diff: SemanticDiff, samples: ChangedSamples): string {
  const start = `${done} — ${diff.class === 'loosened' ? 'loosens: ' : ''}`;
  const whole = `${start}${changesInWords(diff, samples, true)}`;
  return whole.length <= maxTitleLength ? whole : `${start}${changesInWords(diff, samples, false)}`;
}

/** "pause → escalate, and 2 other changes, in 2 of 16 samples"; "no decision changes". */
function changesInWords({ regions }: SemanticDiff, samples: ChangedSamples, withTargets: boolean): string {
  const [first, ...others] = byOutcomes(regions);
  if (first === undefined) return 'no decision changes';
  const { before, after } = first;
  const how = `${outcomeText(before, after, withTargets)} → ${outcomeText(after, before, withTargets)}`;
  const more =
    others.length === 0
      ? ''
      : others.length === 1
        ? ', and one other change,'
        : `, and ${others.length} other changes,`;
  if (samples.total === 0) return `${how}${more === '' ? ',' : more} no samples yet`;
  return `${how}${more} in ${samples.changed} of ${samples.total} ${samples.total === 1 ? 'sample' : 'samples'}`;
}

/** The first region of each pair of outcomes. */
function byOutcomes(regions: readonly Region[]): Region[] {
  const found = new Map<string, Region>();
  for (const region of regions) {
    const name = JSON.stringify([region.before.outcome, region.after.outcome]);
    if (!found.has(name)) found.set(name, region);
  }
  return [...found.values()];
}

/** "escalate (support-l1), on timeout deny"; with the payload if nothing else differs. */
function outcomeText({ outcome }: Decider, { outcome: other }: Decider, withTarget: boolean): string {
  const { decide, to, payload } = outcome;
  const target = to !== undefined && (withTarget || decide === other.decide) ? ` (${to})` : '';
  const fallbacks = fallbacksText(outcome);
  const same = decide === other.decide && to === other.to && fallbacks === fallbacksText(other);
  const more = fallbacks === '' ? '' : `, ${fallbacks}`;
  return `${decide}${target}${more}${same ? ` with ${payload ?? 'no payload'}` : ''}`;
}
