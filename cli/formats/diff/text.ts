import { writtenInput } from '../../../engine/model/written-input.ts';
import type { ChangeClass, Region } from '../../../engine/index.ts';
import { forPeople } from '../../printed.ts';
import { painter, type Paint } from '../paint.ts';
import { standardInput } from '../../versions/rule-set-version.ts';
import { tryCommand, withGrants } from '../witness.ts';
import { extentOf, overview } from './overview.ts';
import { effective, type ComparedRuleSet, type DiffFormat, type RuleSetReport } from './report.ts';
import {
  decidersText,
  differsInPayload,
  marks,
  outsideInWords,
  ruleChangeText,
  summaryOf,
  timesInWords,
  titleOf,
  undecidedLines,
  totalOf,
  knownCasesInWords,
} from './words.ts';
import { isCause, outcomeText, trafficInWords } from '../../../report/changes.ts';
import { firstLines, wrapCondition } from './wrap.ts';

const colours = { loosened: 'red', rerouted: 'yellow', tightened: 'green' } as const satisfies Record<
  ChangeClass,
  string
>;

/** In characters; with its label, a line fits a terminal with 100 columns. */
const maxConditionWidth = 86;
const maxConditionLines = 16;

/** The report for a terminal, with the summary first. */
export const text: DiffFormat = (report, { color }) => {
  const paint = painter(color);
  const { ruleSets, revisions } = report;
  if (ruleSets.length === 0)
    return forPeople([
      `No rule set differs between ${revisions?.before ?? 'the two'} and ${revisions?.after ?? 'each other'}.`,
    ]);
  const blocks = ruleSets.map(each => ruleSetLines(each, paint));
  const total = ruleSets.length > 1 ? [[paint('bold', totalOf(report))]] : [];
  return forPeople([...blocks, ...total].flatMap((lines, at) => (at === 0 ? lines : ['', ...lines])));
};

function ruleSetLines(report: RuleSetReport, paint: Paint): string[] {
  const head = [paint('bold', titleOf(report)), ...places(report).map(each => paint('dim', each)), summaryOf(report)];
  if (report.kind !== 'compared') return head;
  const { diff } = report;
  const proof = diff.equivalent ? ['Proved: every input gets the same outcome in both, at all times.'] : [];
  const outside = outsideInWords(report);
  const gap = undecidedLines(diff);
  return [
    ...head,
    ...proof,
    ...gap,
    ...overviewLines(report, paint),
    ...editedValues(report, paint),
    ...diff.regions.flatMap(region => ['', ...regionLines(region, report, paint)]),
    ...(outside === '' ? [] : ['', outside]),
    ...otherChanges(report, paint),
  ];
}

function places(report: RuleSetReport): string[] {
  switch (report.kind) {
    case 'compared':
      return [`${report.before.label} → ${report.after.label}`];
    case 'added':
      return [report.after.label];
    case 'removed':
      return [report.before.label];
    case 'unknown':
      return [];
  }
}

function regionLines(region: Region, report: ComparedRuleSet, paint: Paint): string[] {
  const { class: kind, before, after, condition, witness } = region;
  const withPayload = differsInPayload(region);
  const line = (name: string, [first = '', ...more]: readonly string[]) => [
    `    ${paint('dim', name.padEnd(6))}  ${first}`,
    ...more.map(each => `            ${each}`),
  ];
  const times = timesInWords(region);
  const traffic = trafficInWords(region.traffic);
  const cases = knownCasesInWords(region, report.measurement);
  const command = tryCommand(report.after.label, writtenInput(witness));
  return [
    `${paint(colours[kind], `${marks[kind]} ${kind}`)}  ${paint('bold', outcomeText(before.outcome, withPayload))}  becomes  ${paint('bold', outcomeText(after.outcome, withPayload))}`,
    ...line('by', [decidersText(region)]),
    ...line('when', firstLines(wrapCondition(condition, maxConditionWidth), maxConditionLines)),
    ...(traffic === '' ? [] : line('only', [traffic])),
    ...(times === '' ? [] : line('time', [times])),
    ...line('cases', [cases ?? 'none known']),
    ...(report.after.label === standardInput
      ? line('input', [`${JSON.stringify(witness.input)}${withGrants(witness.grants)}`])
      : line('try', [command])),
  ];
}

function overviewLines(report: ComparedRuleSet, paint: Paint): string[] {
  const transitions = overview(report);
  if (transitions.length === 0) return [];
  const lines = transitions.map(each => {
    const { class: kind, before, after } = each;
    return `  ${paint(colours[kind], marks[kind])} ${before} becomes ${after}: ${extentOf(each)}`;
  });
  return ['', ...lines];
}

function editedValues({ diff }: ComparedRuleSet, paint: Paint): string[] {
  const causes = diff.consequences.filter(isCause);
  return causes.length === 0
    ? []
    : [
        '',
        paint('bold', 'Edited values'),
        ...causes.map(each => `  ${each.message}${breakingMark(each.breaking, paint)}`),
      ];
}

/** The changes other than regions: of handoffs, of rules, and those without effect on either. */
function otherChanges({ diff }: ComparedRuleSet, paint: Paint): string[] {
  const chapter = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', paint('bold', title), ...lines.map(each => `  ${each}`)];
  const consequences = effective(diff.consequences).map(
    each =>
      `${paint(colours[each.class], `${marks[each.class]} ${each.class}`)}  ${each.message}${breakingMark(each.breaking, paint)}`,
  );
  const neutral = diff.consequences.filter(each => each.class === 'neutral' && !isCause(each));
  return [
    ...chapter('Other changes', consequences),
    ...chapter(
      'Rules',
      diff.rules.map(each => `${paint('dim', each.kind.padEnd(7))}  ${ruleChangeText(each)}`),
    ),
    ...chapter(
      'Also changed',
      neutral.map(each => `${each.message}${breakingMark(each.breaking, paint)}`),
    ),
  ];
}

function breakingMark(breaking: boolean, paint: Paint): string {
  return breaking ? ` ${paint('red', '(breaking)')}` : '';
}
