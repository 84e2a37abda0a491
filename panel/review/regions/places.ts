import type { Decider, Region } from '../../../protocol/review-requests.ts';
import type { Comparison, Location, VersionView } from '../../../protocol/server.ts';

/** Where the rules that decide on a region stand in the two texts. */
export function placesOf(
  { before, after }: Comparison,
  region: Region,
): { before: Location | null; after: Location | null } {
  return { before: placeOf(before, region.before), after: placeOf(after, region.after) };
}

/** Where a rule, or the default, stands in a version. */
export function placeOf({ ruleSet }: VersionView, { rule }: Pick<Decider, 'rule'>): Location | null {
  if (ruleSet === null) return null;
  if (rule === null) return ruleSet.defaultLocation;
  return ruleSet.rules.find(({ id, version }) => id === rule.id && version === rule.version)?.location ?? null;
}
