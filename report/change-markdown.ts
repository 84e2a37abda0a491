import type { Consequence } from '../engine/index.ts';
import { marks } from './changes.ts';
import { codeBlock, codeSpan, escapeMarkdown } from './markdown.ts';
import {
  causeInWords,
  isShownBefore,
  kindPeriodInWords,
  othersInWords,
  toldKinds,
  outcomesWithKinds,
  type InputKind,
  type OutcomeChange,
  type TargetKinds,
} from './outcome-changes.ts';
import { regionSentence, sentence } from './region-sentence.ts';
import { periodInWords } from './times.ts';

/**
 * A consequence as an item of a list.
 * @param tick `[x] ` or `[ ] `, if the list is one of tasks
 */
export function consequenceMarkdown({ class: kind, message, breaking }: Consequence, tick = ''): string {
  const mark = kind === 'neutral' ? '' : `**${marks[kind]} ${kind}**: `;
  return `- ${tick}${mark}${escapeMarkdown(message)}${breaking ? ' **(breaking)**' : ''}`;
}

export interface ShownChange {
  /** The position of the edit that the change is shown under. */
  at: number;
  /** Milliseconds since the Unix epoch. */
  now: number;
  /** How many known cases are among the inputs, in words; empty if no cases are known. */
  known: string;
  /** For the kinds of targets. */
  targets: TargetKinds;
  /** `[x] ` or `[ ] `, if the list is one of tasks. */
  tick?: string;
}

/** A change of an outcome as an item of a list: the outcomes, when, which rules, how many known cases. */
export function changeMarkdown(change: OutcomeChange, { at, now, known, targets, tick = '' }: ShownChange): string[] {
  const { class: kind, current, cause } = change;
  const [before, after] = outcomesWithKinds(change, targets);
  const [first] = current;
  const words = causeInWords(change, at);
  const isElsewhere = isShownBefore(change, at);
  const notes = isElsewhere
    ? [`see edit ${(cause?.edits[0] ?? 0) + 1}`, words]
    : [first === undefined ? '' : kindPeriodInWords(first, now), words, known, ...othersInWords(change)];
  const said = notes.filter(each => each !== '').join('; ');
  const lines = [
    `- ${tick}**${marks[kind]} ${kind}**: ${codeSpan(before)} becomes **${codeSpan(after)}**`,
    ...(isElsewhere ? [] : toldKinds(change).map(({ shown }) => `  ${escapeMarkdown(regionSentence(shown))}`)),
    ...(said === '' ? [] : [`  ${escapeMarkdown(sentence(said))}`]),
  ];
  // Two spaces at the end of a line break it.
  return lines.map((line, index) => (index < lines.length - 1 ? `${line}  ` : line));
}

/**
 * The conditions of kinds of input, folded, within an item of a list.
 * @param exampleOf more lines about a kind, such as an input to try
 */
export function conditionsMarkdown(
  kinds: readonly InputKind[],
  { title, now, linesOf, exampleOf, more }: Conditions,
): string[] {
  const lines = kinds.flatMap((kind, position) => [
    ...(position === 0 ? [] : ['', escapeMarkdown(regionSentence(kind.shown)), '']),
    ...kind.regions.flatMap((region, at) => {
      const period = periodInWords(region);
      return [
        ...(at === 0 ? [] : ['']),
        ...(period === '' ? [] : [escapeMarkdown(sentence(`${period}${region.until <= now ? ', past' : ''}`)), '']),
        ...codeBlock('cel', linesOf(region.condition)),
      ];
    }),
    ...exampleOf(kind),
  ]);
  return folded(title, [...lines, ...more]).map(line => (line === '' ? '' : `  ${line}`));
}

export interface Conditions {
  title: string;
  /** Milliseconds since the Unix epoch. */
  now: number;
  /** The lines of a condition. */
  linesOf: (condition: string) => string[];
  exampleOf: (kind: InputKind) => string[];
  /** Lines after all kinds. */
  more: readonly string[];
}

function folded(title: string, lines: readonly string[]): string[] {
  return [`<details><summary>${title}</summary>`, '', ...lines, '', '</details>'];
}
