import { writtenInput } from '../../../engine/model/written-input.ts';
import { counted } from '../../../report/counts.ts';
import { marks } from '../../../report/changes.ts';
import {
  causeInWords,
  isShownBefore,
  kindPeriodInWords,
  outcomesWithKinds,
  othersInWords,
  type InputKind,
  toldKinds,
  type OutcomeChange,
} from '../../../report/outcome-changes.ts';
import { regionSentence, sentence, sentenceParts } from '../../../report/region-sentence.ts';
import { wrapCondition } from '../../../report/wrap-condition.ts';
import { periodInWords } from '../../../report/times.ts';
import { standardInput } from '../../versions/rule-set-version.ts';
import { tryCommand, withGrants } from '../witness.ts';
import type { ComparedRuleSet } from './report.ts';
import { colours, indented, type View } from './text-view.ts';
import { caseCountInWords, casesIn, knownCasesInWords, targetsOf } from './words.ts';
import { cutText, wrapCommand, wrapText } from './wrap.ts';

/** The most lines of a sentence and of a command in short. */
const maxSentence = 5;
const maxCommand = 4;

interface Shown {
  /** The position of the edit. */
  at: number;
  report: ComparedRuleSet;
  view: View;
  indent: string;
}

/**
 * "▼ route → checker becomes continue: no sample"
 * @param form in short, it also has the numbers of cases and of kinds of input
 */
export function changeHead(
  change: OutcomeChange,
  { at, report, view, indent }: Shown,
  form: 'short' | 'full',
): string[] {
  const { paint, width } = view;
  const { class: kind, current, past, cause } = change;
  const [before, after] = outcomesWithKinds(change, targetsOf(report));
  const regions = [...current, ...past].flatMap(each => each.regions);
  const isElsewhere = isShownBefore(change, at);
  const isKnown = regions.some(region => casesIn(region, report.measurement) > 0);
  const count = caseCountInWords(regions, report.measurement) ?? '';
  const inShort = [...(current.length > 1 ? [counted(current.length, 'group')] : []), causeInWords(change, at)];
  const notes = [
    ...(isElsewhere ? [`see edit ${(cause?.edits[0] ?? 0) + 1}`, causeInWords(change, at)] : []),
    ...(current.length === 0 ? othersInWords(change) : []),
    ...(!isElsewhere && current.length > 0 && (form === 'short' || !isKnown) ? [count] : []),
    ...(!isElsewhere && form === 'short' ? inShort : []),
  ].filter(each => each !== '');
  const head = `${before} becomes ${after}${notes.length === 0 ? '' : `: ${notes.join(', ')}`}`;
  const [first = '', ...more] = wrapText(head, width - indent.length - 4);
  return [
    `${indent}${paint(colours[kind], marks[kind])} ${paint('bold', first)}`,
    ...more.map(each => `${indent}    ${paint('bold', each)}`),
  ];
}

export function changeLines(change: OutcomeChange, shown: Shown): string[] {
  const { at, report, view, indent } = shown;
  const { paint, width, all, now } = view;
  const { current, past } = change;
  const head = changeHead(change, shown, 'full');
  const inner = `${indent}  `;
  const cause = causeInWords(change, at);
  const lines = (text: string) => indented(inner, wrapText(text, width - inner.length), inner);
  if (isShownBefore(change, at)) return head;
  if (all)
    return [
      ...head,
      ...(cause === '' ? [] : lines(sentence(cause))),
      ...[...current, ...past].flatMap(kind => kindLines(kind, report, { view, indent: inner })),
    ];
  const [first, ...told] = toldKinds(change);
  if (first === undefined) return cause === '' ? head : [...head, ...lines(sentence(cause))];
  const known = knownCasesInWords(first.regions, report.measurement);
  const notes = [
    kindPeriodInWords(first, now),
    cause,
    ...(known === null || known.startsWith('none') ? [] : [known]),
    ...othersInWords(change),
  ].filter(each => each !== '');
  const command = exampleLines(first, report, { width: width - inner.length });
  return [
    ...head,
    ...[first, ...told].flatMap(kind => indented(inner, shortSentence(kind, width - inner.length), inner)),
    ...(notes.length === 0 ? [] : lines(sentence(notes.join('; ')))),
    ...(command.length > maxCommand ? [] : indented(inner, command, inner).map(line => paint('dim', line))),
  ];
}

/** When a kind of input applies and which rules decide there; a condition that is too long is cut. */
function shortSentence({ shown }: InputKind, width: number): string[] {
  const whole = wrapText(regionSentence(shown), width);
  if (whole.length <= maxSentence) return whole;
  const { condition, deciders } = sentenceParts(shown);
  const rules = wrapText(sentence(deciders), width);
  return [...cutText(wrapText(condition, width), Math.max(1, maxSentence - rules.length), width), ...rules];
}

/** Everything about one kind of input. */
function kindLines(
  kind: InputKind,
  report: ComparedRuleSet,
  { view, indent }: { view: View; indent: string },
): string[] {
  const { paint, width, now } = view;
  const room = width - indent.length;
  const known = knownCasesInWords(kind.regions, report.measurement);
  const label = (name: string, lines: readonly string[]) =>
    lines.map((line, at) => `${indent}  ${paint('dim', (at === 0 ? name : '').padEnd(6))}  ${line}`);
  return [
    ...indented(indent, wrapText(regionSentence(kind.shown), room), indent),
    ...kind.regions.flatMap(region => {
      const period = periodInWords(region);
      const isPast = region.until <= now;
      return [
        ...label('when', wrapCondition(region.condition, room - 10)),
        ...(period === '' ? [] : label('time', [`${period}${isPast ? ', past' : ''}`])),
      ];
    }),
    ...(known === null ? [] : label('cases', [known])),
    ...label('try', exampleLines(kind, report, { width: room - 10 })),
  ];
}

/** The command that decides on an input of a kind; the input alone if no command reads the rules, because they are from standard input. */
function exampleLines(
  { shown: { witness } }: InputKind,
  { after }: ComparedRuleSet,
  { width }: { width: number },
): string[] {
  return after.label === standardInput
    ? wrapCommand(`Input: ${JSON.stringify(witness.input)}${withGrants(witness.grants)}`, width)
    : wrapCommand(tryCommand(after.label, writtenInput(witness)), width);
}
