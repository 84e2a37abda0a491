import { formatTimestamp, parseTimestamp } from '../../../engine/model/time/timestamp.ts';
import { ruleName, type Rule } from '../../../engine/model/rule-set.ts';
import type { Project } from '../../source/project/project.ts';
import type { SourcePath } from '../../source/document/document.ts';
import type { Detected, FindingDefinition } from '../finding.ts';
import { related } from '../places.ts';

export const versionOverlap: FindingDefinition = {
  code: 'version-overlap',
  category: 'names',
  severity: 'error',
  title: 'Overlapping rule versions',
  summary: 'Two versions of a rule are in force at the same time, so it is unclear which of them counts.',
  guards: 'loading',
  *detect(project) {
    const byId = new Map<string, Version[]>();
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
    for (const versions of byId.values()) {
      for (const [one, other] of overlapping(versions)) {
        const [earlier, later] = one.index < other.index ? [one, other] : [other, one];
        yield overlap(project, later, earlier, Math.max(one.from, other.from), Math.min(one.until, other.until));
      }
    }
  },
};

/** Overlaps reported per version: a thousand concurrent versions would have half a million. */
const maxReported = 5;

interface Version {
  rule: Rule;
  /** Index in `rules`. */
  index: number;
  path: SourcePath;
  from: number;
  until: number;
}

/** Pairs of different versions that are in force at the same time. */
function* overlapping(versions: readonly Version[]): Iterable<[Version, Version]> {
  /** For each version number, the rule in force at the current time that lasts longest. */
  const current = new Map<number, Version>();
  for (const version of versions.toSorted((a, b) => a.from - b.from || a.index - b.index)) {
    const number = version.rule.version ?? 1;
    let reported = 0;
    for (const [otherNumber, other] of current) {
      if (reported === maxReported) break;
      if (other.until <= version.from) current.delete(otherNumber);
      else if (otherNumber !== number && version.from < version.until) {
        yield [other, version];
        reported++;
      }
    }
    const same = current.get(number);
    if (same === undefined || same.until < version.until) current.set(number, version);
  }
}

function time(text: string | undefined, fallback: number): number {
  return text === undefined ? fallback : (parseTimestamp(text) ?? fallback);
}

function overlap(project: Project, later: Version, earlier: Version, from: number, until: number): Detected {
  const { document } = project;
  const name = ruleName(later.rule);
  const other = ruleName(earlier.rule);
  const start = from === -Infinity ? null : `from ${formatTimestamp(from)}`;
  const end = until === Infinity ? null : `until ${formatTimestamp(until)}`;
  const when = start === null && end === null ? 'at all times' : [start, end].filter(each => each !== null).join(' ');
  const place = (version: Version) => {
    const effective = [...version.path, 'effective'];
    const written = document.nodeAt(effective) !== undefined;
    return written ? document.rangeOf(effective, 'item') : document.rangeOf([...version.path, 'id'], 'item');
  };
  return {
    message: `\`${name}\` and \`${other}\` are both in force ${when}. End the \`effective\` period of one where the other's begins, or retire one of them.`,
    uri: document.uri,
    range: place(later),
    rule: name,
    related: [related(document, earlier.path, place(earlier), `\`${other}\` is in force here.`)],
  };
}
