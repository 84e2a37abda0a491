import type { ChangeClass, DiffEdit } from '../../../engine/index.ts';
import { ownValue } from '../../../engine/model/json.ts';
import { classCounts, isCause, marks } from '../../../report/changes.ts';
import { counted, listed, number } from '../../../report/counts.ts';
import { editLine, valueChangeText, type ValueChange } from '../../../report/edits.ts';
import { outcomeChanges } from '../../../report/outcome-changes.ts';
import { fitted, type Block } from './fit.ts';
import { placeText } from './places.ts';
import type { ComparedRuleSet } from './report.ts';
import { groupedBy, type Compared } from './sections.ts';
import { changeHead, changeLines } from './text-outcome.ts';
import { colours, indented, type View } from './text-view.ts';
import { casesIn, classInAny, effectOf, wordsOf, madeBy } from './words.ts';
import { fromDifference } from '../../../report/apart.ts';
import { cutText, wrapText } from './wrap.ts';

/** The most lines of a value in short. */
const maxValue = 2;

/** An edit of one or several rule sets with everything that it changes. */
export function editLines(
  reports: Compared,
  { edit, at }: { edit: DiffEdit; at: number },
  room: number,
  view: View,
): string[] {
  const [first] = reports;
  const { paint, width, all } = view;
  const number = first.diff.edits.length === 1 ? '' : `${at + 1}  `;
  const indent = ' '.repeat(Math.max(2, number.length));
  const words = wordsOf(edit, first);
  const effect = effectOf(edit, reports);
  const kind = classInAny(edit, reports);
  const title = editLine(words, width - number.length - effect.length - 2);
  const isCut = title === words.subject || (all && words.changes.length > 1);
  const values = isCut ? valueLines(words.changes, view, indent) : [];
  const head = [
    `${paint('bold', `${number}${title}`)}  ${kind === 'neutral' ? effect : paint(colours[kind], effect)}`,
    ...placeLines(edit, first, width - indent.length).map(line => `${indent}${paint('dim', line)}`),
    ...values,
    ...triggerLines(edit, view, indent),
  ];
  const left = Math.floor((room - head.length) / reports.length);
  const groups = groupedBy(reports, report => {
    const own = report.diff.edits.find(({ id }) => id === edit.id) ?? edit;
    return bodyLines(report, { edit: own, at }, { room: reports.length === 1 ? left : left - 1, indent }, view);
  });
  return [
    ...head,
    ...groups.flatMap(({ lines, names }) => {
      const about = wrapText(`In ${listed(names)}:`, width - indent.length);
      return [
        ...(groups.length === 1 ? [] : indented(indent, cutText(about, 1, width - indent.length), indent)),
        ...lines,
      ];
    }),
  ];
}

/** When a new rule fires, as written. */
function triggerLines({ about, part, before, after }: DiffEdit, { width, all }: View, indent: string): string[] {
  const when = about === 'rule' && part === 'whole' && before === undefined ? ownValue(after, 'when') : undefined;
  if (when === undefined) return [];
  const text = `when ${typeof when === 'string' ? when : JSON.stringify(when)}`;
  const lines = wrapText(text, width - indent.length);
  return indented(indent, all ? lines : cutText(lines, maxValue, width - indent.length), indent);
}

/** Where an edit is, and who made it. */
function placeLines(edit: DiffEdit, report: ComparedRuleSet, width: number): string[] {
  const [place, author] = [placeText(edit, report, 'place'), madeBy(edit, report)];
  const line = author === '' ? place : `${place}, ${author}`;
  return line.length <= width ? [line] : [place, ...(author === '' ? [] : [author])];
}

/** What an edit changes in one rule set: its consequences, and the decisions by their outcomes. */
function bodyLines(
  report: ComparedRuleSet,
  { edit, at }: { edit: DiffEdit; at: number },
  { room, indent }: { room: number; indent: string },
  view: View,
): string[] {
  const { diff, measurement } = report;
  const changes = outcomeChanges(edit, diff, {
    now: view.now,
    casesIn: region => casesIn(region, measurement),
  });
  const blocks = [
    ...consequencesOf(edit, report, view.all).map((each): Block => {
      const full = consequenceLines(each, indent, view);
      return { rank: 1, short: full, full, what: each.class };
    }),
    ...changes.map((change): Block => ({
      // Changes that known cases show are more likely to matter, and nobody should overlook a loosening.
      rank:
        change.class === 'loosened' ||
        change.current.some(kind => kind.regions.some(region => casesIn(region, measurement) > 0))
          ? 1
          : 2,
      short: changeHead(change, { at, report, view, indent }, 'short'),
      full: changeLines(change, { at, report, view, indent }),
      what: change.class,
    })),
  ];
  const size = (lines: readonly string[]) => lines.length;
  const all = fitted(blocks, room, size);
  if (all.left.length === 0) return all.chosen.flat();
  const { chosen, left } = fitted(blocks, room - 1, size);
  return [...chosen.flat(), `${indent}${leftInWords(left)}`];
}

/** "and 3 more: 1 loosened, 2 tightened", "and 2 more consequences" */
function leftInWords(left: readonly string[]): string {
  const counts = classCounts(left.filter((each): each is ChangeClass => each in marks));
  const count = left.length;
  return counts === '' ? `and ${counted(count, 'more consequence')}` : `and ${number(count)} more: ${counts}`;
}

type Consequence = ComparedRuleSet['diff']['consequences'][number];

/** The consequences of an edit to show: without those that say again which value was edited, unless everything is shown. */
function consequencesOf(edit: DiffEdit, { diff }: ComparedRuleSet, all: boolean): Consequence[] {
  const own = edit.consequences.flatMap(at => diff.consequences[at] ?? []);
  return own.filter(
    each => all || each.class !== 'neutral' || each.breaking || (edit.class === 'neutral' && !isCause(each)),
  );
}

export function consequenceLines(
  { class: kind, message, breaking }: Consequence,
  indent: string,
  { paint, width }: View,
): string[] {
  const mark = kind === 'neutral' ? '·' : paint(colours[kind], marks[kind]);
  const inner = `${indent}  `;
  const lines = wrapText(`${message}${breaking ? ' (breaking)' : ''}`, width - inner.length);
  return indented(`${indent}${mark} `, lines, inner);
}

/** The values of an edit before and after, if they are too long for its line. */
function valueLines(changes: readonly ValueChange[], { width, all }: View, indent: string): string[] {
  const inner = `${indent}     `;
  const lines = (name: string, texts: readonly string[]) => {
    const wrapped = wrapText(texts.join(', '), width - inner.length);
    return texts.length === 0
      ? []
      : indented(`${indent}${name}  `, all ? wrapped : cutText(wrapped, maxValue, width - inner.length), inner);
  };
  const room = maxValue * (width - inner.length);
  const apart = changes.map(change => {
    if (change.kind !== 'replaced' || all || change.before === null || change.after === null) return change;
    const [before, after] = fromDifference(change.before, change.after, room - change.key.length);
    return { ...change, before, after };
  });
  const side = (name: 'before' | 'after') =>
    apart.flatMap(change => {
      if (change.kind !== 'replaced') return [];
      const value = change[name];
      return value === null ? [] : [change.key === '' ? value : `${change.key} ${value}`];
    });
  return [
    ...lines('was', side('before')),
    ...lines('now', side('after')),
    ...lines(
      'now',
      changes.flatMap(change => (change.kind === 'replaced' ? [] : [valueChangeText(change)])),
    ),
  ];
}
