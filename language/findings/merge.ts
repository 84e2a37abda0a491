import { comparePositions } from '../location.ts';
import { severityRank, type Finding, type RelatedPlace } from './finding.ts';
import { maxRelated } from './fact-places.ts';

/**
 * Merges findings with the same cause: shows the most severe one, prefers those that do not follow from another, then the first. The
 * others are kept in `merged`. Suppressed and disabled findings must be removed before, so that another one is shown instead. Keeps
 * the order.
 */
export function mergeFindings(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.cause === null) continue;
    const group = groups.get(finding.cause);
    if (group === undefined) groups.set(finding.cause, [finding]);
    else group.push(finding);
  }
  const shown = new Map([...groups].map(([cause, group]) => [cause, firstOf(group)]));
  return findings.flatMap(finding => {
    const group = finding.cause === null ? undefined : groups.get(finding.cause);
    if (finding.cause === null || group === undefined || group.length === 1) return [finding];
    if (shown.get(finding.cause) !== finding) return [];
    return [{ ...finding, merged: group.filter(each => each !== finding) }];
  });
}

function firstOf(group: readonly Finding[]): Finding {
  const rank = ({ severity, follows }: Finding): number => 2 * severityRank(severity) + (follows ? 0 : 1);
  return group.reduce((first, each) => (rank(each) > rank(first) ? each : first));
}

/** A finding and those merged into it. */
export function withMerged(finding: Finding): Finding[] {
  return [finding, ...finding.merged];
}

/** The related places of a finding, then the places of those merged into it, without duplicates. */
export function relatedPlaces(finding: Finding): RelatedPlace[] {
  const { related, merged } = finding;
  const others = [
    ...merged.map(({ message, brief, uri, range, rule }): RelatedPlace => ({
      message: brief ?? message,
      uri,
      range,
      rule,
    })),
    ...merged.flatMap(each => each.related).filter(place => !isSamePlace(place, finding)),
  ];
  const places = [...related];
  for (const place of others) {
    if (places.length < maxRelated && !places.some(known => isSamePlace(known, place))) places.push(place);
  }
  return places;
}

function isSamePlace(a: Pick<RelatedPlace, 'uri' | 'range'>, b: Pick<RelatedPlace, 'uri' | 'range'>): boolean {
  return (
    a.uri === b.uri &&
    comparePositions(a.range.start, b.range.start) === 0 &&
    comparePositions(a.range.end, b.range.end) === 0
  );
}
