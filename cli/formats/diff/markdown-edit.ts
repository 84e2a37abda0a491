import type { DiffEdit } from '../../../engine/index.ts';
import { writtenInput } from '../../../engine/model/written-input.ts';
import { isCause } from '../../../report/changes.ts';
import { counted, listed } from '../../../report/counts.ts';
import { editMarkdown, maxValueLength } from '../../../report/edit-markdown.ts';
import type { EditWords } from '../../../report/edits.ts';
import { codeBlock, codeSpan, escapeMarkdown } from '../../../report/markdown.ts';
import {
  causeInWords,
  kindPeriodInWords,
  othersInWords,
  outcomeChanges,
  type InputKind,
  type OutcomeChange,
} from '../../../report/outcome-changes.ts';
import { regionSentence, sentence } from '../../../report/region-sentence.ts';
import { periodInWords } from '../../../report/times.ts';
import { standardInput } from '../../versions/rule-set-version.ts';
import { tryCommand } from '../witness.ts';
import { block, type Block } from './fit.ts';
import type { ComparedRuleSet } from './report.ts';
import { groupedBy, type Compared } from './sections.ts';
import { casesIn, classInAny, knownCasesInWords, marks, wordsOf } from './words.ts';
import { firstLines, wrapCondition } from './wrap.ts';

/** The most lines of a condition and of a value, and conditions of one change of outcomes. */
const maxConditionLines = 100;
const maxValueLines = 40;
const maxKinds = 12;

/** What is most severe is left out last. */
const ranks = { loosened: 3, rerouted: 4, tightened: 5, neutral: 6 } as const satisfies Record<
  DiffEdit['class'],
  number
>;
/** What an edit of one or several rule sets changes; nothing if that is nothing. */
export function editBlocks(reports: Compared, { edit, at }: { edit: DiffEdit; at: number }, now: number): Block[] {
  const [first] = reports;
  const { edits } = first.diff;
  const groups = groupedBy(reports, report => {
    const own = report.diff.edits.find(({ id }) => id === edit.id) ?? edit;
    return bodyBlocks(report, { edit: own, at }, now);
  });
  if (groups.every(({ lines }) => lines.length === 0)) return [];
  const rank = ranks[classInAny(edit, reports)];
  const head = `**${edits.length === 1 ? '' : `${at + 1}. `}${editMarkdown(wordsOf(edit, first))}**`;
  return [
    { rank, short: [head], full: [head, ...wholeValues(wordsOf(edit, first))], what: 'edits' },
    ...groups.flatMap(({ lines: blocks, names }) => [
      ...(groups.length === 1 ? [] : [block(rank, [`In ${listed(names.map(codeSpan))}:`], 'rule sets')]),
      ...blocks,
    ]),
  ];
}

/** Values that are too long for a table. */
function wholeValues({ changes }: EditWords): string[] {
  return changes.flatMap(change => {
    if (change.kind !== 'replaced') return [];
    const { key, before, after } = change;
    if (Math.max(before?.length ?? 0, after?.length ?? 0) <= maxValueLength) return [];
    const lines = [
      ...(before === null ? [] : wrapCondition(before, 98).map(line => `- ${line}`)),
      ...(after === null ? [] : wrapCondition(after, 98).map(line => `+ ${line}`)),
    ];
    return [
      '',
      ...(key === '' ? [] : [`${codeSpan(key)}:`, '']),
      ...codeBlock('diff', firstLines(lines, maxValueLines)),
    ];
  });
}

function bodyBlocks(report: ComparedRuleSet, { edit, at }: { edit: DiffEdit; at: number }, now: number): Block[] {
  const { diff, measurement } = report;
  const own = edit.consequences.flatMap(position => diff.consequences[position] ?? []);
  const changes = outcomeChanges(edit, diff, { now, casesIn: region => casesIn(region, measurement) });
  return [
    ...own.filter(each => !isCause(each) || each.breaking).map(each => consequenceBlock(each)),
    ...changes.map(change => changeBlock(change, { report, at, now })),
  ];
}

export function consequenceBlock({
  class: kind,
  message,
  breaking,
}: ComparedRuleSet['diff']['consequences'][number]): Block {
  const mark = kind === 'neutral' ? '' : `**${marks[kind]} ${kind}**: `;
  const line = `- ${mark}${escapeMarkdown(message)}${breaking ? ' **(breaking)**' : ''}`;
  return block(ranks[kind], [line], kind === 'neutral' ? 'other changes' : kind);
}

function changeBlock(
  change: OutcomeChange,
  { report, at, now }: { report: ComparedRuleSet; at: number; now: number },
): Block {
  const { class: kind, before, after, current, past, cause } = change;
  const top = `- **${marks[kind]} ${kind}**: ${codeSpan(before)} becomes **${codeSpan(after)}**`;
  const words = causeInWords(change, at);
  const known = knownCasesInWords(
    [...current, ...past].flatMap(({ regions }) => regions),
    report.measurement,
  );
  const [first] = current;
  const isElsewhere = cause !== null && cause.edits[0] !== at;
  const facts = isElsewhere
    ? [`see edit ${(cause.edits[0] ?? 0) + 1}`, words]
    : [first === undefined ? '' : kindPeriodInWords(first, now), words, known ?? '', ...othersInWords(change)];
  const said = facts.filter(each => each !== '').join('; ');
  const short = [
    `${top}  `,
    ...(first === undefined || isElsewhere ? [] : [`  ${escapeMarkdown(regionSentence(first.shown))}  `]),
    ...(said === '' ? [] : [`  ${escapeMarkdown(sentence(said))}`]),
  ];
  if (isElsewhere) return block(ranks[kind], short, kind);
  const kinds = [...current, ...past];
  const left = kinds.length - maxKinds;
  const full = [
    ...short,
    '',
    ...details(kinds.length === 1 ? 'Condition, and an input to try' : 'Conditions, and inputs to try', [
      ...kinds
        .slice(0, maxKinds)
        .flatMap((each, position) => kindLines(each, report, { isFirst: position === 0, now })),
      ...(left > 0 ? ['', `and ${counted(left, 'more kind')} of input (\`handrail diff --all\`)`] : []),
    ]).map(line => (line === '' ? '' : `  ${line}`)),
  ];
  return { rank: ranks[kind], short, full, what: kind };
}

function kindLines(
  kind: InputKind,
  { after }: ComparedRuleSet,
  { isFirst, now }: { isFirst: boolean; now: number },
): string[] {
  const { witness } = kind.shown;
  return [
    ...(isFirst ? [] : ['', escapeMarkdown(regionSentence(kind.shown)), '']),
    ...kind.regions.flatMap((region, at) => {
      const period = periodInWords(region);
      const label =
        period === '' ? [] : [`${escapeMarkdown(sentence(`${period}${region.until <= now ? ', past' : ''}`))}`, ''];
      return [
        ...(at === 0 ? [] : ['']),
        ...label,
        ...codeBlock('cel', firstLines(wrapCondition(region.condition, 98), maxConditionLines)),
      ];
    }),
    '',
    ...(after.label === standardInput
      ? codeBlock('json', [JSON.stringify(witness.input)])
      : codeBlock('sh', [tryCommand(after.label, writtenInput(witness))])),
  ];
}

function details(summary: string, lines: readonly string[]): string[] {
  return [`<details><summary>${summary}</summary>`, '', ...lines, '', '</details>'];
}
