import { placeOfEdit, placeText } from './places.ts';
import type { ComparedRuleSet, RuleSetReport } from './report.ts';
import { gravestFirst, severityOf } from './words.ts';

/** Rule sets that are shown together: one, or several that import a file in which everything was edited that differs between their versions. */
export type Section = readonly [RuleSetReport, ...RuleSetReport[]];

/** A section of compared rule sets. */
export type Compared = readonly [ComparedRuleSet, ...ComparedRuleSet[]];

/** The sections of a report, the gravest first. */
export function sectionsOf(ruleSets: readonly RuleSetReport[]): Section[] {
  const sections = new Map<string, [RuleSetReport, ...RuleSetReport[]]>();
  for (const [at, report] of gravestFirst(ruleSets).entries()) {
    const name = (report.kind === 'compared' ? editsOfImports(report) : null) ?? String(at);
    const section = sections.get(name);
    if (section === undefined) sections.set(name, [report]);
    else section.push(report);
  }
  return [...sections.values()].map(section => (section.length === 1 ? section : inOneOrder(section)));
}

/** The edits of a rule set as a text that is equal for equal ones; null if one of them is in its own file, or there is none. */
function editsOfImports(report: ComparedRuleSet): string | null {
  if (report.diff.edits.length === 0) return null;
  const edits = report.diff.edits.map(edit => {
    const { uri, range, version } = placeOfEdit(edit, report);
    const { id, side, before, after } = edit;
    return {
      isOwn: uri === version.project.uri,
      text: JSON.stringify([id, version.file(uri), range.start, side, before, after]),
    };
  });
  return edits.some(({ isOwn }) => isOwn)
    ? null
    : edits
        .map(({ text }) => text)
        .sort()
        .join('\n');
}

/** Rule sets with the same edits, which each list them in the same order: by the most severe class that an edit has in any of them. */
function inOneOrder(section: Section): Section {
  const compared = section.filter(each => each.kind === 'compared');
  const severity = (id: string): number =>
    Math.min(...compared.map(({ diff }) => severityOf(diff.edits.find(edit => edit.id === id)?.class ?? 'neutral')));
  const ordered = (report: RuleSetReport): RuleSetReport => {
    if (report.kind !== 'compared') return report;
    const edits = [...report.diff.edits].sort((a, b) => severity(a.id) - severity(b.id) || (a.id < b.id ? -1 : 1));
    return { ...report, diff: { ...report.diff, edits } };
  };
  const [first, ...others] = section;
  return [ordered(first), ...others.map(ordered)];
}

/** The files in which a rule set was edited. */
export function filesOfEdits(report: ComparedRuleSet): string[] {
  return [...new Set(report.diff.edits.map(edit => placeText(edit, report, 'file')))];
}

/** Lines about each rule set, with the names of all for which they are the same. */
export function groupedBy<Line>(
  reports: Compared,
  linesOf: (report: ComparedRuleSet) => Line[],
): { lines: Line[]; names: string[] }[] {
  const groups = new Map<string, { lines: Line[]; names: string[] }>();
  for (const report of reports) {
    const lines = linesOf(report);
    const key = JSON.stringify(lines);
    const group = groups.get(key) ?? { lines, names: [] };
    group.names.push(report.after.project.ruleSet.name);
    groups.set(key, group);
  }
  return [...groups.values()];
}
