import { formatTimestamp, parseTimestamp } from '../../engine/condition/timestamp.ts';
import { ruleName, type Rule } from '../../engine/model/rule-set.ts';
import type { Project } from '../source/project.ts';
import type { SourcePath } from '../source/document.ts';
import type { Detected, FindingDefinition } from './finding.ts';
import { related } from './places.ts';

export const versionOverlap: FindingDefinition = {
  code: 'version-overlap',
  severity: 'error',
  title: 'Two versions of a rule in force at once',
  summary: 'Two versions of one rule are active at the same time, so it is not clear which of them counts.',
  guards: 'loading',
  detect: project => {
    const found: Detected[] = [];
    const active = new Map<string, Version[]>();
    project.ruleSet.rules.forEach((rule, index) => {
      const origin = project.originOf(['rules', index]);
      if ((rule.status ?? 'active') !== 'active' || origin === null) return;
      const version = {
        rule,
        path: origin.path,
        from: time(rule.effective?.from, -Infinity),
        until: time(rule.effective?.until, Infinity),
      };
      const earlier = active.get(rule.id) ?? [];
      let reported = 0;
      for (const other of earlier) {
        if (reported === maxReported) break;
        const from = Math.max(version.from, other.from);
        const until = Math.min(version.until, other.until);
        if (from >= until || (rule.version ?? 1) === (other.rule.version ?? 1)) continue;
        found.push(overlap(project, version, other, from, until));
        reported++;
      }
      earlier.push(version);
      active.set(rule.id, earlier);
    });
    return found;
  },
};

/** Of one version, with this many earlier ones: a thousand versions at once have half a million overlaps. */
const maxReported = 5;

interface Version {
  rule: Rule;
  path: SourcePath;
  from: number;
  until: number;
}

function time(text: string | undefined, otherwise: number): number {
  return text === undefined ? otherwise : (parseTimestamp(text) ?? otherwise);
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
    message: `\`${name}\` and \`${other}\` are both in force ${when}. Let \`effective\` of one end where the other's begins, or retire one.`,
    uri: document.uri,
    range: place(later),
    rule: name,
    related: [related(document, earlier.path, place(earlier), `\`${other}\` is in force here.`)],
  };
}
