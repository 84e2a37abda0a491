import { counted, listed } from '../../../report/counts.ts';
import { editMarkdown, inTable } from '../../../report/edit-markdown.ts';
import { codeSpan, escapeMarkdown } from '../../../report/markdown.ts';
import { sentence } from '../../../report/region-sentence.ts';
import { forPeople } from '../../printed.ts';
import { block, fitted, listLeft, type Block } from './fit.ts';
import { consequenceBlock, editBlocks } from './markdown-edit.ts';
import { placeText } from './places.ts';
import { classOf, type ComparedRuleSet, type DiffFormat, type RuleSetReport } from './report.ts';
import { filesOfEdits, groupedBy, sectionsOf, type Compared, type Section } from './sections.ts';
import {
  approversNote,
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
  madeBy,
} from './words.ts';

/** The longest comment that GitHub accepts, in characters, less room for what a workflow adds. */
const maxLength = 65_536 - 1_024;
/** The most rule sets in the list of all. */
const maxListed = 200;

/** A comment on a pull request: what was edited, and then what that changes; conditions and inputs folded, shortened to what GitHub accepts. */
export const markdown: DiffFormat = report => {
  const { ruleSets, revisions, now } = report;
  const between = revisions === null ? '' : ` between ${codeSpan(revisions.before)} and ${codeSpan(revisions.after)}`;
  const [only] = ruleSets;
  if (only === undefined) return forPeople(['### Handrail: no rule set differs', '', `Nothing changed${between}.`]);
  const isOne = ruleSets.length === 1;
  const title = isOne ? summaryOf(only) : totalOf(report);
  const head = [
    `### Handrail: ${escapeMarkdown(title)}`,
    ...(between === '' ? [] : ['', `Changes${between}.`]),
    ...(isOne ? [] : ['', ...ruleSetList(ruleSets)]),
  ];
  const blocks = [
    block(0, head, 'parts'),
    ...sectionsOf(ruleSets).flatMap(each => sectionBlocks(each, { isOne, now })),
  ];
  const { chosen, left } = fitted(blocks, maxLength, lines => forPeople(lines).length + 1);
  const cut = `**Shortened to fit a comment.** Left out: ${listLeft(left)}. \`handrail diff --all\` shows everything.`;
  return forPeople(
    [...chosen, ...(left.length === 0 ? [] : [[cut]])].flatMap((each, at) => (at === 0 ? each : ['', ...each])),
  );
};

function ruleSetList(ruleSets: readonly RuleSetReport[]): string[] {
  const lines = gravestFirst(ruleSets).map(report => {
    const { mark } = ruleSetClasses[classOf(report)];
    return `- ${mark} ${codeSpan(titleOf(report))}, ${escapeMarkdown(summaryOf(report))}`;
  });
  const left = lines.length - maxListed;
  return [...lines.slice(0, maxListed), ...(left > 0 ? [`- and ${counted(left, 'more rule set')}`] : [])];
}

function heading(lines: readonly string[]): Block {
  return block(1, lines, 'rule sets');
}

interface Shown {
  /** True if the report has no other rule set. */
  isOne: boolean;
  now: number;
}

function sectionBlocks(section: Section, shown: Shown): Block[] {
  const [first] = section;
  if (first.kind === 'unknown') return [heading([...title(first, shown), '', ...problemLines(first)])];
  if (first.kind !== 'compared') return shown.isOne ? [heading(title(first, shown))] : [];
  const reports = section as Compared;
  const { diff } = first;
  if (!shown.isOne && diff.edits.length === 0 && diff.complete) return [];
  const head = reports.length === 1 ? [...title(first, shown), ...notes(first, shown)] : sharedHead(reports, shown);
  return [
    heading(head),
    ...editTable(reports),
    ...diff.edits.flatMap((edit, at) => editBlocks(reports, { edit, at }, shown.now)),
    ...consequencesWithoutEdit(diff).map(each => consequenceBlock(each)),
  ];
}

function problemLines({ problems }: Extract<RuleSetReport, { kind: 'unknown' }>): string[] {
  return problems.map(({ why }) => `- ${escapeMarkdown(why)}`);
}

function title(report: RuleSetReport, { isOne }: Shown): string[] {
  const file = placeOf(report);
  return [
    ...separated(isOne),
    `#### ${codeSpan(titleOf(report))}${sameVersionNote(report)}`,
    ...(file === '' ? [] : ['', file]),
  ];
}

function separated(isOne: boolean): string[] {
  return isOne ? [] : ['---', ''];
}

function sharedHead(reports: Compared, shown: Shown): string[] {
  const [first] = reports;
  const files = filesOfEdits(first);
  return [
    ...separated(shown.isOne),
    `#### ${listed(files.map(codeSpan))}`,
    '',
    `Imported by ${listed(reports.map(report => codeSpan(titleOf(report))))}, which differ by nothing else.`,
    ...groupedBy(reports, report => notes(report, shown)).flatMap(({ lines, names }, _, groups) => [
      ...(groups.length === 1 || lines.length === 0 ? [] : ['', `In ${listed(names.map(codeSpan))}:`]),
      ...lines,
    ]),
  ];
}

function placeOf(report: RuleSetReport): string {
  switch (report.kind) {
    case 'compared': {
      const [before, after] = [report.before.path, report.after.path];
      return before === after ? codeSpan(after) : `${codeSpan(before)} → ${codeSpan(after)}`;
    }
    case 'added':
      return codeSpan(report.after.path);
    case 'removed':
      return codeSpan(report.before.path);
    case 'unknown':
      return '';
  }
}

function notes(report: ComparedRuleSet, { now }: Shown): string[] {
  const { diff } = report;
  const weight = weightInWords(report, now);
  const outside = outsideInWords(report);
  const approvers = approversNote(report);
  return [
    ...(weight === '' ? [] : ['', escapeMarkdown(sentence(weight))]),
    ...(diff.equivalent ? ['', `Proved: every input gets the same outcome in both, at all times.`] : []),
    ...undecidedLines(diff).flatMap((each, at) =>
      at === 0 ? ['', `**${escapeMarkdown(each)}**`, ''] : [`- ${escapeMarkdown(each)}`],
    ),
    ...(outside === '' ? [] : ['', `${escapeMarkdown(outside)}`]),
    ...(approvers === '' ? [] : ['', escapeMarkdown(sentence(approvers))]),
  ];
}

function editTable(reports: Compared): Block[] {
  const [report] = reports;
  const { edits } = report.diff;
  if (edits.length === 0) return [];
  const rows = edits.map((edit, at) => {
    const effect = effectOf(edit, reports);
    const author = madeBy(edit, report);
    const place = inTable(
      `${codeSpan(placeText(edit, report, 'place'))}${author === '' ? '' : `, ${escapeMarkdown(author)}`}`,
    );
    return `| ${at + 1} | ${inTable(editMarkdown(wordsOf(edit, report)))} | ${effect} | ${place} |`;
  });
  const head = ['| | edit | effect | where |', '|--:|---|---|---|'];
  const short = [...head, ...rows.slice(0, maxRows)];
  const left = rows.length - maxRows;
  const more = left > 0 ? ['', `and ${counted(left, 'more edit')}`] : [];
  return [{ rank: 2, short: [...short, ...more], full: [...head, ...rows], what: 'tables of edits' }];
}

/** The most rows of a table in short. */
const maxRows = 30;
