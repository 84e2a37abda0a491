import { fallbackKeys, type RuleSet, type Target } from '../../model/rule-set.ts';
import type { Consequence, RegionWithoutCause } from '../facts.ts';
import { consequence } from './compared.ts';
import { differences, own } from '../sections.ts';
import type { Reach } from './reach.ts';
import { detailsOf } from './target-details.ts';
import { changedKeys } from './target-keys.ts';

/** The consequences of changed targets. */
export function targetConsequences(setBefore: RuleSet, setAfter: RuleSet, reach: [Reach, Reach]): Consequence[] {
  const sets: [RuleSet, RuleSet] = [setBefore, setAfter];
  const isSame = (before?: Target, after?: Target) =>
    before === undefined || after === undefined ? before === after : changedKeys(before, after, sets).length === 0;
  return differences(setBefore.targets, setAfter.targets, isSame).flatMap(({ name, before, after }) => {
    const path = ['targets', name];
    if (before === undefined || after === undefined) {
      const message = before === undefined ? `\`${name}\` is a new target.` : `\`${name}\` is no target any more.`;
      return [consequence('target', name, path, { before, after }, { message, class: 'neutral' })];
    }
    return changedKeys(before, after, sets).map(key => {
      const details = detailsOf(key, name, { before, after }, sets, reach);
      return consequence('target', name, [...path, key], { before: before[key], after: after[key] }, details);
    });
  });
}

/** The consequences of less oversight at the target to which handoffs now go instead. Regions and fallbacks say only that the target changed. */
export function replacementConsequences(
  setBefore: RuleSet,
  setAfter: RuleSet,
  regions: readonly RegionWithoutCause[],
  reach: [Reach, Reach],
): Consequence[] {
  // A new target that replaces a removed one counts as the same one, edited. Between two that existed before, the region says everything.
  const isNew = (to: string) => !reach[0].targets.has(to);
  return otherTargets(setBefore, setAfter, regions).flatMap(({ from, to, isDecided }) => {
    const [before, after] = [own(setBefore.targets, from), own(setAfter.targets, to)];
    if (before === undefined || after === undefined) return [];
    if (!isNew(to)) return [];
    const whole = !reach[1].targets.has(from);
    const judged = changedKeys(before, after, [setBefore, setAfter]).filter(
      key => whole || (isDecided && key.endsWith('Within')),
    );
    return judged.flatMap(key => {
      const details = detailsOf(key, to, { before, after }, [setBefore, setAfter], reach);
      if (details.class !== 'loosened') return [];
      const message = `\`${to}\` ${whole ? 'replaces' : 'takes handoffs from'} \`${from}\`: ${details.message}`;
      const values = { before: before[key], after: after[key] };
      return [
        consequence('target', to, ['targets', to, key], values, { message, class: whole ? 'loosened' : 'rerouted' }),
      ];
    });
  });
}

/** Pairs of targets of which handoffs go to the second instead of the first: by a decision (`isDecided`), or by a fallback of the same or a replaced target. */
function otherTargets(
  setBefore: RuleSet,
  setAfter: RuleSet,
  regions: readonly RegionWithoutCause[],
): { from: string; to: string; isDecided: boolean }[] {
  const pairs = new Map<string, { from: string; to: string; isDecided: boolean }>();
  const add = (from: string | undefined, to: string | undefined, isDecided: boolean) => {
    const key = JSON.stringify([from, to]);
    if (from !== undefined && to !== undefined && !pairs.has(key)) pairs.set(key, { from, to, isDecided });
  };
  for (const { before, after } of regions) {
    add(before.outcome.to, after.outcome.to, true);
    for (const key of fallbackKeys) add(before.outcome[key], after.outcome[key], false);
  }
  for (const name of Object.keys(setAfter.targets ?? {})) add(name, name, false);
  for (const { from, to } of pairs.values()) {
    const [before, after] = [own(setBefore.targets, from), own(setAfter.targets, to)];
    for (const key of fallbackKeys) add(before?.[key], after?.[key], false);
    add(before?.breaker?.then, after?.breaker?.then, false);
    add(before?.also?.target, after?.also?.target, false);
  }
  return [...pairs.values()].filter(({ from, to }) => from !== to);
}
