import type { Decider, Region } from '../../../protocol/review-requests.ts';
import type { Comparison, Location, VersionView } from '../../../protocol/server.ts';

/** The places of the rules that decide a region, in the two texts; null if unknown. */
export function placesOf(
  { before, after }: Comparison,
  region: Region,
): { before: Location | null; after: Location | null } {
  return { before: placeOf(before, region.before), after: placeOf(after, region.after) };
}

/** The place of a rule, or of the default, in a version; null if it is not there. */
export function placeOf({ ruleSet }: VersionView, { rule }: Pick<Decider, 'rule'>): Location | null {
  if (ruleSet === null) return null;
  if (rule === null) return ruleSet.defaultLocation;
  return ruleSet.rules.find(({ id, version }) => id === rule.id && version === rule.version)?.location ?? null;
}
