import type { DiffEdit } from '../../../engine/index.ts';
import { writtenInput } from '../../../engine/model/written-input.ts';
import { changeMarkdown, conditionsMarkdown, consequenceMarkdown } from '../../../report/change-markdown.ts';
import { isCause } from '../../../report/changes.ts';
import { counted, listed } from '../../../report/counts.ts';
import { editMarkdown, maxValueLength } from '../../../report/edit-markdown.ts';
import type { EditWords } from '../../../report/edits.ts';
import { codeBlock, codeSpan } from '../../../report/markdown.ts';
import { isShownBefore, outcomeChanges, type InputKind, type OutcomeChange } from '../../../report/outcome-changes.ts';
import { wrapCondition } from '../../../report/wrap-condition.ts';
import { standardInput } from '../../versions/rule-set-version.ts';
import { tryCommand } from '../witness.ts';
import { block, type Block } from './fit.ts';
import type { ComparedRuleSet } from './report.ts';
import { groupedBy, type Compared } from './sections.ts';
import { casesIn, classInAny, knownCasesInWords, targetsOf, wordsOf } from './words.ts';
import { firstLines } from './wrap.ts';

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

export function consequenceBlock(consequence: ComparedRuleSet['diff']['consequences'][number]): Block {
  const { class: kind } = consequence;
  return block(ranks[kind], [consequenceMarkdown(consequence)], kind === 'neutral' ? 'other changes' : kind);
}

function changeBlock(
  change: OutcomeChange,
  { report, at, now }: { report: ComparedRuleSet; at: number; now: number },
): Block {
  const { class: kind, current, past } = change;
  const kinds = [...current, ...past];
  const regions = kinds.flatMap(each => each.regions);
  const short = changeMarkdown(change, {
    at,
    now,
    known: knownCasesInWords(regions, report.measurement) ?? '',
    targets: targetsOf(report),
  });
  if (isShownBefore(change, at)) return block(ranks[kind], short, kind);
  const left = kinds.length - maxKinds;
  const conditions = conditionsMarkdown(kinds.slice(0, maxKinds), {
    title: kinds.length === 1 ? 'Condition, and an input to try' : 'Conditions, and inputs to try',
    now,
    linesOf: condition => firstLines(wrapCondition(condition, 98), maxConditionLines),
    exampleOf: each => ['', ...exampleBlock(each, report)],
    more: left > 0 ? ['', `and ${counted(left, 'more group')} of inputs ${kind} (\`handrail diff --all\`)`] : [],
  });
  return { rank: ranks[kind], short, full: [...short, '', ...conditions], what: kind };
}

function exampleBlock({ shown: { witness } }: InputKind, { after }: ComparedRuleSet): string[] {
  return after.label === standardInput
    ? codeBlock('json', [JSON.stringify(witness.input)])
    : codeBlock('sh', [tryCommand(after.label, writtenInput(witness))]);
}
