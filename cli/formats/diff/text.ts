import type { ChangeClass, DiffEdit } from '../../../engine/index.ts';
import { counted, listed } from '../../../report/counts.ts';
import { editLine } from '../../../report/edits.ts';
import { sentence } from '../../../report/region-sentence.ts';
import { forPeople } from '../../printed.ts';
import { painter, type Paint } from '../paint.ts';
import { placeText } from './places.ts';
import { classOf, type ComparedRuleSet, type DiffFormat, type RuleSetReport } from './report.ts';
import { filesOfEdits, groupedBy, sectionsOf, type Compared, type Section } from './sections.ts';
import { consequenceLines, editLines } from './text-edit.ts';
import { colours, indented, type View } from './text-view.ts';
import {
  approversNote,
  classInAny,
  consequencesWithoutEdit,
  effectOf,
  gravestFirst,
  outsideInWords,
  ruleSetClasses,
  sameVersionNote,
  summaryOf,
  titleOf,
  totalOf,
  undecidedLines,
  weightInWords,
  wordsOf,
} from './words.ts';
import { cutText, wrapText } from './wrap.ts';

/** The bounds of a line, in characters: longer ones are hard to read, and shorter ones have no room for names. */
const [minWidth, maxWidth] = [60, 110];

/** Unless all is shown, a report has at most so many lines, and for each edit so many more. */
const maxLines = { report: 20, edit: 25 };
/** Of these the most lines for the list of rule sets, for the reason why something is undecided, and the most deciders that are named then. */
const maxListed = 16;
const maxReason = 4;
const maxUndecided = 3;

/** The report for a terminal: what was edited, and then what that changes. */
export const text: DiffFormat = (report, { color, columns, all }) => {
  const { ruleSets, revisions, now } = report;
  if (ruleSets.length === 0)
    return forPeople([
      `No rule set differs between ${revisions?.before ?? 'the two'} and ${revisions?.after ?? 'each other'}.`,
    ]);
  const width = Math.min(maxWidth, Math.max(minWidth, columns));
  const view: View = { paint: painter(color), width, all, now };
  const isOne = ruleSets.length === 1;
  const sections = sectionsOf(ruleSets).map(section => sectionLines(section, view, isOne));
  const blocks = [...(isOne ? [] : [ruleSetList(report.ruleSets, view)]), ...sections].filter(each => each.length > 0);
  const hasMore = ruleSets.some(each => each.kind === 'compared' && each.diff.regions.length > 0);
  const footer = all || !hasMore ? [] : [[moreInAll]];
  return forPeople([...blocks, ...footer].flatMap((lines, at) => (at === 0 ? lines : ['', ...lines])));
};

const moreInAll = '`handrail diff --all` shows all conditions and examples.';
/** With the empty line before it. */
const footerLines = 2;

/** All rule sets, the gravest first, each in a line. */
function ruleSetList(ruleSets: readonly RuleSetReport[], { paint, width, all }: View): string[] {
  const lines = gravestFirst(ruleSets).map(report => {
    const { mark } = ruleSetClasses[classOf(report)];
    const [first = '', ...more] = wrapText(`${titleOf(report)}, ${summaryOf(report)}`, width - 2);
    return [`${painted(report, mark, paint)} ${first}`, ...more.map(each => `  ${each}`)];
  });
  const shown = all ? lines.length : fitting(lines, maxListed);
  const left = lines.length - shown;
  return [
    paint('bold', totalOf({ ruleSets })),
    ...lines.slice(0, shown).flat(),
    ...(left === 0 ? [] : [`and ${counted(left, 'more rule set')} (--all)`]),
  ];
}

/** How many of some blocks have room. */
function fitting(blocks: readonly (readonly string[])[], room: number): number {
  let used = 0;
  const first = blocks.findIndex(lines => (used += lines.length) > room);
  return first < 0 ? blocks.length : first;
}

function painted(report: RuleSetReport, text: string, paint: Paint): string {
  const kind = classOf(report);
  if (kind === 'removed' || kind === 'unknown') return paint('red', text);
  return kind in colours ? paint(colours[kind as ChangeClass], text) : text;
}

/** @param isOne true if the report has no other rule set */
function sectionLines(section: Section, view: View, isOne: boolean): string[] {
  const [first] = section;
  if (first.kind !== 'compared') return isOne ? headOf(first, view) : [];
  const reports = section as Compared;
  const { diff } = first;
  if (!isOne && diff.edits.length === 0 && diff.complete) return [];
  const head = reports.length === 1 ? headOf(first, view) : sharedHead(reports, view);
  const list = diff.edits.length < 2 ? [] : ['', ...editList(reports, view)];
  const shown = diff.edits.flatMap((edit, at) =>
    !view.all && diff.edits.length > 1 && classInAny(edit, reports) === 'neutral' ? [] : [{ edit, at }],
  );
  const loose = consequencesWithoutEdit(diff).flatMap(each => consequenceLines(each, '', view));
  // An empty line stands before every section but the only one.
  const extra = isOne ? maxLines.report - footerLines : -1;
  let room = maxLines.edit * diff.edits.length * reports.length + extra - head.length - list.length - loose.length;
  const sections = shown.flatMap(({ edit, at }, index) => {
    // What an edit does not need is left to those after it.
    const own = Math.min(maxLines.edit * reports.length, Math.floor(room / (shown.length - index)));
    const lines = ['', ...editLines(reports, { edit, at }, view.all ? Infinity : own - 1, view)];
    room -= lines.length;
    return lines;
  });
  return [...head, ...list, ...sections, ...loose];
}

function headOf(report: RuleSetReport, { paint, width, all, now }: View): string[] {
  const lines = wrapText(summaryOf(report), width - 2);
  const summary = indented(`${ruleSetClasses[classOf(report)].mark} `, lines, '  ').map(line =>
    painted(report, line, paint),
  );
  const head = [
    `${paint('bold', titleOf(report))}${sameVersionNote(report)}`,
    ...places(report, width).map(each => paint('dim', each)),
    ...summary,
  ];
  if (report.kind !== 'compared') return head;
  return [...head, ...noteLines(report, { width, all, now })];
}

/** What is said about a comparison as a whole. */
function noteLines(report: ComparedRuleSet, { width, all, now }: Pick<View, 'width' | 'all' | 'now'>): string[] {
  const notes = [weightInWords(report, now), outsideInWords(report), approversNote(report)].filter(each => each !== '');
  return [...notes.flatMap(each => wrapText(sentence(each), width)), ...proofLines(report, { width, all })];
}

function proofLines({ diff }: ComparedRuleSet, { width, all }: Pick<View, 'width' | 'all'>): string[] {
  if (diff.equivalent) return ['Proved: every input gets the same outcome in both, at all times.'];
  const [reason, ...possible] = undecidedLines(diff, all ? Infinity : maxUndecided);
  if (reason === undefined) return [];
  const wrapped = wrapText(reason, width);
  return [
    ...(all ? wrapped : cutText(wrapped, maxReason, width)),
    ...possible.flatMap(each => indented('  ', wrapText(each, width - 2), '  ')),
  ];
}

function places(report: RuleSetReport, width: number): string[] {
  switch (report.kind) {
    case 'compared': {
      const [before, after] = [report.before.label, report.after.label];
      const line = `${before} → ${after}`;
      return line.length <= width ? [line] : [before, `→ ${after}`];
    }
    case 'added':
      return [report.after.label];
    case 'removed':
      return [report.before.label];
    case 'unknown':
      return [];
  }
}

/** The heading of rule sets that differ only by the same edits of files that they import. */
function sharedHead(reports: Compared, view: View): string[] {
  const { paint, width } = view;
  const [first] = reports;
  const files = filesOfEdits(first);
  return [
    paint('bold', listed(files)),
    ...wrapText(`Imported by ${listed(reports.map(titleOf))}, which differ by nothing else.`, width),
    ...groupedBy(reports, report => noteLines(report, view)).flatMap(({ lines, names }, _, groups) => [
      ...(groups.length === 1 || lines.length === 0 ? [] : wrapText(`${listed(names)}:`, width)),
      ...lines,
    ]),
  ];
}

function ownFile({ side }: DiffEdit, report: ComparedRuleSet): string {
  return report[side].file(report[side].project.uri);
}

function shortened(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `${text.slice(0, Math.max(1, maxLength - 1))}…`;
}

/** All edits, each in a line. */
function editList(reports: Compared, { paint, width }: View): string[] {
  const [report] = reports;
  const { edits } = report.diff;
  const files = filesOfEdits(report);
  // The heading names the file of a rule set, and of edits that several share the one file.
  const isNear = (edit: DiffEdit): boolean =>
    reports.length === 1 ? placeText(edit, report, 'file') === ownFile(edit, report) : files.length === 1;
  const rows = edits.map((edit, at) => ({
    number: String(at + 1).padStart(String(edits.length).length),
    kind: classInAny(edit, reports),
    effect: effectOf(edit, reports),
    place: placeText(edit, report, isNear(edit) ? 'line' : 'name'),
  }));
  const longest = (texts: readonly string[]) => Math.max(...texts.map(each => each.length));
  const effects = longest(rows.map(({ effect }) => effect));
  const room =
    width - longest(rows.map(({ number }) => number)) - effects - longest(rows.map(({ place }) => place)) - 6;
  const names = edits.map(edit => editLine(wordsOf(edit, report), Math.max(room, 24)));
  const padding = Math.min(longest(names), Math.max(room, 24));
  return rows.map(({ number, kind, effect, place }, at) => {
    const left = width - number.length - effect.length - 4;
    const name = shortened(names[at] ?? '', left).padEnd(Math.min(padding, left));
    const hasRoom = number.length + name.length + effects + place.length + 6 <= width;
    const padded = hasRoom ? effect.padEnd(effects) : effect;
    const painted = kind === 'neutral' ? padded : paint(colours[kind], padded);
    return `${number}  ${name}  ${painted}${hasRoom ? `  ${paint('dim', place)}` : ''}`;
  });
}
