import { formatTimestamp, parseTimestamp } from '../../engine/model/time/timestamp.ts';
import type { Rule } from '../../engine/model/rule-set.ts';
import type { Range } from '../location.ts';
import type { SourcePath } from '../source/document/document.ts';
import type { Project } from '../source/project/project.ts';

/** An active version of a rule, with the period in which it is in force: `from` is included, `until` is not. In milliseconds. */
export interface RuleVersion {
  rule: Rule;
  /** Index in `rules`. */
  index: number;
  path: SourcePath;
  from: number;
  until: number;
}

/** The active versions of each rule, in file order, by the rule's id. */
export function activeVersions(project: Project): Map<string, RuleVersion[]> {
  const byId = new Map<string, RuleVersion[]>();
  project.ruleSet.rules.forEach((rule, index) => {
    const origin = project.originOf(['rules', index]);
    if ((rule.status ?? 'active') !== 'active' || origin === null) return;
    const from = time(rule.effective?.from, -Infinity);
    const until = time(rule.effective?.until, Infinity);
    const versions = byId.get(rule.id);
    const version = { rule, index, path: origin.path, from, until };
    if (versions === undefined) byId.set(rule.id, [version]);
    else versions.push(version);
  });
  return byId;
}

function time(text: string | undefined, fallback: number): number {
  return text === undefined ? fallback : (parseTimestamp(text) ?? fallback);
}

/** "from 2026-07-31T22:00:00Z until 2026-09-01T00:00:00Z"; null for all times. */
export function periodInWords({ from, until }: Pick<RuleVersion, 'from' | 'until'>): string | null {
  const words = [
    ...(from === -Infinity ? [] : [`from ${formatTimestamp(from)}`]),
    ...(until === Infinity ? [] : [`until ${formatTimestamp(until)}`]),
  ];
  return words.length === 0 ? null : words.join(' ');
}

/** "bucket 99" or "buckets 90 to 99" */
export function bucketsInWords([first, last]: readonly [first: number, last: number]): string {
  return first === last ? `bucket ${first}` : `buckets ${first} to ${last}`;
}

/** The place of the first of these keys that a version has, or else of its id. */
export function placeOf({ document }: Project, { path }: RuleVersion, keys: readonly (keyof Rule)[]): Range {
  const written = keys.find(key => document.nodeAt([...path, key]) !== undefined);
  return document.rangeOf([...path, written ?? 'id'], 'item');
}
