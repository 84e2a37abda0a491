import { writtenInput } from '../../../engine/model/written-input.ts';
import type { ChangeClass, Region } from '../../../engine/index.ts';
import { forPeople } from '../../printed.ts';
import { codeBlock, codeSpan, escapeMarkdown } from '../../../report/markdown.ts';
import { standardInput } from '../../versions/rule-set-version.ts';
import { tryCommand } from '../witness.ts';
import { isCause, outcomeText } from '../../../report/changes.ts';
import { overview } from './overview.ts';
import { effective, type ComparedRuleSet, type DiffFormat, type RuleSetReport } from './report.ts';
import {
  decidersText,
  differsInPayload,
  marks,
  outsideInWords,
  ruleChangeText,
  summaryOf,
  scopeInWords,
  titleOf,
  undecidedLines,
  totalOf,
  knownCasesInWords,
} from './words.ts';
import { firstLines, wrapCondition } from './wrap.ts';

/** The longest comment that GitHub accepts, in characters, less room for what a workflow adds. */
const maxLength = 65_536 - 1_024;
/** The most lines of a condition in the short and the full form of a block. */
const maxShortLines = 8;
const maxFullLines = 30;

/** More tightened regions than this are folded. */
const maxOpen = 2;

/** A part of the comment, which is shown in full or in short, or left out. */
interface Block {
  /** If there is not enough room, the highest ranks are left out first; 0 always stays. */
  rank: number;
  short: readonly string[];
  full: readonly string[];
  /** What the note about omitted parts calls it, in the plural. */
  what: string;
}

/** A comment on a pull request: loosened regions first, details folded, shortened to what GitHub accepts. */
export const markdown: DiffFormat = report => {
  const { ruleSets, revisions } = report;
  const between = revisions === null ? '' : ` between ${codeSpan(revisions.before)} and ${codeSpan(revisions.after)}`;
  if (ruleSets.length === 0) return forPeople(['### Handrail: no rule set differs', '', `Nothing changed${between}.`]);
  const [only] = ruleSets;
  const title = ruleSets.length === 1 && only !== undefined ? summaryOf(only) : totalOf(report);
  const head = [`### Handrail: ${escapeMarkdown(title)}`, ...(between === '' ? [] : ['', `Changes${between}.`])];
  const blocks = [always(head), ...ruleSets.flatMap(each => ruleSetBlocks(each, ruleSets.length === 1))];
  const { chosen, left } = fitted(blocks, maxLength);
  const cut =
    left.length === 0
      ? []
      : [
          `**Shortened to fit a comment.** Left out: ${listLeft(left)}. \`handrail diff --format json\` has everything.`,
        ];
  return forPeople(
    [...chosen, ...(cut.length === 0 ? [] : [cut])].flatMap((each, at) => (at === 0 ? each : ['', ...each])),
  );
};

function always(lines: readonly string[]): Block {
  return { rank: 0, short: lines, full: lines, what: 'parts' };
}

function heading(lines: readonly string[]): Block {
  return { ...always(lines), rank: 1, what: 'rule sets' };
}

/** Chooses blocks by rank, in short, while there is room; then shows as many of them as possible in full. */
function fitted(blocks: readonly Block[], room: number): { chosen: (readonly string[])[]; left: string[] } {
  const separator = 1;
  const sizeOf = (lines: readonly string[]) => forPeople(lines).length;
  const order = [...blocks.keys()].sort((a, b) => (blocks[a]?.rank ?? 0) - (blocks[b]?.rank ?? 0) || a - b);
  const chosen = new Map<number, readonly string[]>();
  const left: string[] = [];
  let used = 0;
  for (const at of order) {
    const { short, what } = blocks[at] as Block;
    if (used + sizeOf(short) + separator > room) left.push(what);
    else {
      chosen.set(at, short);
      used += sizeOf(short) + separator;
    }
  }
  for (const at of order) {
    const { short, full } = blocks[at] as Block;
    if (!chosen.has(at) || used + sizeOf(full) - sizeOf(short) > room) continue;
    chosen.set(at, full);
    used += sizeOf(full) - sizeOf(short);
  }
  return { chosen: [...chosen].sort(([a], [b]) => a - b).map(([, lines]) => lines), left };
}

function listLeft(left: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const each of left) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].map(([what, count]) => `${what} (${count})`).join(', ');
}

/** @param alone true if the heading of the comment already has the summary of this rule set */
function ruleSetBlocks(report: RuleSetReport, alone: boolean): Block[] {
  const file = placeOf(report);
  const summary = alone ? [] : [escapeMarkdown(summaryOf(report))];
  const lines = [
    ...(alone ? [] : ['---', '']),
    `#### ${codeSpan(titleOf(report))}`,
    '',
    [...(file === '' ? [] : [file]), ...summary].join(': '),
  ];
  switch (report.kind) {
    case 'compared':
      return [heading([...lines, ...notes(report)]), ...comparedBlocks(report)];
    case 'added':
    case 'removed':
      return [heading(lines)];
    case 'unknown':
      return [heading([...lines, '', ...report.problems.map(({ why }) => `- ${escapeMarkdown(why)}`)])];
  }
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

function notes(report: ComparedRuleSet): string[] {
  const { diff } = report;
  const outside = outsideInWords(report);
  return [
    ...(diff.equivalent ? ['', 'Proved: every input gets the same outcome in both, at all times.'] : []),
    ...undecidedLines(diff).flatMap((each, at) =>
      at === 0 ? ['', `**${escapeMarkdown(each)}**`, ''] : [`- ${escapeMarkdown(each)}`],
    ),
    ...(outside === '' ? [] : ['', escapeMarkdown(outside)]),
  ];
}

const ranks = { loosened: 2, rerouted: 3, tightened: 4 } as const satisfies Record<ChangeClass, number>;

function comparedBlocks(report: ComparedRuleSet): Block[] {
  const { regions, consequences, rules } = report.diff;
  const neutral = consequences.filter(each => each.class === 'neutral' && !isCause(each));
  const causes = consequences.filter(isCause);
  const withMark = (message: string, breaking: boolean) =>
    `${escapeMarkdown(message)}${breaking ? ' **(breaking)**' : ''}`;
  const tightened = regions.filter(each => each.class === 'tightened');
  const open = regions.filter(each => each.class !== 'tightened' || tightened.length <= maxOpen);
  return [
    ...overviewBlock(report),
    ...(causes.length === 0
      ? []
      : [always(['Edited values:', '', ...causes.map(each => `- ${withMark(each.message, each.breaking)}`)])]),
    ...open.map(region => regionBlock(region, report)),
    ...(tightened.length <= maxOpen
      ? []
      : [
          always([`<details><summary>${marks.tightened} ${tightened.length} tightened</summary>`]),
          ...tightened.map(region => regionBlock(region, report)),
          always(['</details>']),
        ]),
    ...effective(consequences).map((each): Block => {
      const line = `**${marks[each.class]} ${each.class}**: ${withMark(each.message, each.breaking)}`;
      return { rank: ranks[each.class], short: [line], full: [line], what: each.class };
    }),
    ...folded(
      'rules changed',
      'rule changed',
      rules.map(each => `- ${each.kind} ${codeSpan(ruleChangeText(each))}`),
    ),
    ...folded(
      'other changes',
      'other change',
      neutral.map(each => `- ${withMark(each.message, each.breaking)}`),
    ),
  ];
}

function overviewBlock(report: ComparedRuleSet): Block[] {
  const transitions = overview(report);
  if (transitions.length === 0) return [];
  const rows = transitions.map(each => {
    const [before, after] = [escapeMarkdown(`\`${each.before}\``), escapeMarkdown(`\`${each.after}\``)];
    return `| ${marks[each.class]} ${each.class} | ${before} | ${after} | ${each.regions} | ${each.cases ?? ''} |`;
  });
  const table = ['| | before | after | regions | known cases |', '|---|---|---|--:|--:|', ...rows];
  return [{ rank: 1, short: table, full: table, what: 'overview' }];
}

function regionBlock(region: Region, report: ComparedRuleSet): Block {
  const { class: kind, before, after, condition, witness } = region;
  const withPayload = differsInPayload(region);
  const cases = knownCasesInWords(region, report.measurement) ?? 'No known cases';
  const scope = scopeInWords(region);
  const head = [
    `**${marks[kind]} ${kind}**: ${codeSpan(outcomeText(before.outcome, withPayload))} becomes **${codeSpan(outcomeText(after.outcome, withPayload))}**`,
    `${codeSpan(decidersText(region))}${scope === '' ? '' : `, ${scope}`}, when`,
  ] as const;
  const lines = wrapCondition(condition, 100);
  const [first, second] = head;
  const top = [`${first}  `, second, ''];
  const short = [...top, ...codeBlock('cel', firstLines(lines, maxShortLines)), '', escapeMarkdown(cases)];
  const full = [
    ...top,
    ...codeBlock('cel', firstLines(lines, maxFullLines)),
    '',
    escapeMarkdown(cases),
    '',
    ...details(
      'An input to try',
      report.after.label === standardInput
        ? codeBlock('json', [JSON.stringify(witness.input)])
        : codeBlock('sh', [tryCommand(report.after.label, writtenInput(witness))]),
    ),
  ];
  return { rank: ranks[kind], short, full, what: kind };
}

function folded(many: string, one: string, lines: readonly string[]): Block[] {
  if (lines.length === 0) return [];
  const title = `${lines.length} ${lines.length === 1 ? one : many}`;
  return [{ rank: 5, short: [title], full: details(title, lines), what: many }];
}

function details(title: string, lines: readonly string[]): string[] {
  return [`<details><summary>${title}</summary>`, '', ...lines, '', '</details>'];
}
