import type { DiffEdit } from '../../../engine/index.ts';
import { countedByClass, isCause, marks } from '../../../report/changes.ts';
import { listed } from '../../../report/counts.ts';
import { editLine, noRegionInWords } from '../../../report/edits.ts';
import {
  causeInWords,
  othersInWords,
  toldKinds,
  outcomeChanges,
  outcomesWithKinds,
  type OutcomeChange,
} from '../../../report/outcome-changes.ts';
import { regionSentence, sentence } from '../../../report/region-sentence.ts';
import { headPlaceOfEdit, placeOfConsequence, type HeadPlace } from './places.ts';
import { effective, type ComparedRuleSet, type DiffReport } from './report.ts';
import { casesIn, consequencesWithoutEdit, knownCasesInWords, severityOf, targetsOf, wordsOf } from './words.ts';

/** What is said at a line of the new version: what was edited there, and what that changes. */
export interface Annotation {
  /** `neutral` for an edit that changes decisions only together with others. */
  class: DiffEdit['class'];
  place: HeadPlace & { file: string };
  message: string;
  /** The edit with the rule sets in which it is; null for a consequence that belongs to no edit. */
  edit: { edit: DiffEdit; reports: readonly ComparedRuleSet[] } | null;
}

/** The most changes of outcomes that an annotation names. */
const maxNamed = 6;

/** An edit that one rule set has, or several that import the edited file. */
interface SharedEdit {
  edit: DiffEdit;
  place: Annotation['place'];
  in: { report: ComparedRuleSet; effects: string }[];
}

/** One annotation for each edit that changes a decision or a handoff, alone or together with others, the gravest first; an edit of a file that several rule sets import has one. */
export function annotationsOf({ ruleSets, now }: DiffReport): Annotation[] {
  const compared = ruleSets.filter(each => each.kind === 'compared');
  const annotations = [
    ...sharedEdits(compared, now).map(annotationOf),
    ...compared.flatMap(report =>
      effective(consequencesWithoutEdit(report.diff)).map((each): Annotation => {
        const place = placedIn(placeOfConsequence(each, report), report);
        return { class: each.class, place, message: each.message, edit: null };
      }),
    ),
  ];
  return annotations.sort((a, b) => severityOf(a.class) - severityOf(b.class));
}

function sharedEdits(reports: readonly ComparedRuleSet[], now: number): SharedEdit[] {
  const found = new Map<string, SharedEdit>();
  for (const report of reports) {
    for (const [at, edit] of report.diff.edits.entries()) {
      const { class: kind, id, before, after } = edit;
      if (kind === 'neutral' && !edit.matters) continue;
      const place = placedIn(headPlaceOfEdit(edit, report), report);
      const name = JSON.stringify([place.file, place.range.start, id, kind, before, after]);
      const shared = found.get(name) ?? { edit, place, in: [] };
      shared.in.push({ report, effects: effectsOf({ edit, at }, report, now) });
      found.set(name, shared);
    }
  }
  return [...found.values()];
}

function placedIn(place: HeadPlace, { after }: ComparedRuleSet): Annotation['place'] {
  return { ...place, file: after.file(place.uri) };
}

function annotationOf({ edit, place, in: parts }: SharedEdit): Annotation {
  const reports = parts.map(({ report }) => report);
  const [first] = reports as [ComparedRuleSet];
  const message = [
    editLine(wordsOf(edit, first), maxTitle),
    ...[...new Set(parts.map(({ effects }) => effects))].flatMap(effects => {
      const names = parts.filter(each => each.effects === effects).map(each => each.report.after.project.ruleSet.name);
      return [...(parts.length === 1 ? [] : [`In ${listed(names)}:`]), effects];
    }),
  ];
  return { class: edit.class, place, message: message.join('\n'), edit: { edit, reports } };
}

/** In characters. */
const maxTitle = 200;

function effectsOf({ edit, at }: { edit: DiffEdit; at: number }, report: ComparedRuleSet, now: number): string {
  const { diff, measurement } = report;
  const changes = outcomeChanges(edit, diff, { now, casesIn: region => casesIn(region, measurement) });
  const consequences = edit.consequences
    .flatMap(position => diff.consequences[position] ?? [])
    .filter(each => !isCause(each));
  const left = changes.slice(maxNamed).map(each => each.class);
  return [
    ...(edit.matters ? [sentence(noRegionInWords(edit, diff.complete))] : []),
    ...consequences.map(({ message, breaking }) => `${message}${breaking ? ' (breaking)' : ''}`),
    ...changes.slice(0, maxNamed).map(change => changeLine(change, { report, at })),
    ...(left.length > 0 ? [`And ${countedByClass(left, 'more outcome')}.`] : []),
  ].join('\n');
}

/** "▼ route → checker becomes continue. If …: `a@1` decides, no longer `b@1`. None of 46 samples; 1 more of this kind." */
function changeLine(change: OutcomeChange, { report, at }: { report: ComparedRuleSet; at: number }): string {
  const { class: kind, current, past } = change;
  const [before, after] = outcomesWithKinds(change, targetsOf(report));
  const { diff } = report;
  const regions = [...current, ...past].flatMap(each => each.regions);
  const notes = [
    knownCasesInWords(regions, report.measurement) ?? '',
    causeInWords(change, at, position => nameIn(diff.edits[position], report)),
    ...othersInWords(change),
  ];
  const said = notes.filter(each => each !== '').join('; ');
  return [
    `${marks[kind]} ${before} becomes ${after}.`,
    ...toldKinds(change).map(({ shown }) => regionSentence(shown)),
    ...(said === '' ? [] : [sentence(said)]),
  ].join(' ');
}

/** The list of edits is not there to number them by. */
function nameIn(edit: DiffEdit | undefined, report: ComparedRuleSet): string {
  return edit === undefined ? '' : `"${editLine(wordsOf(edit, report))}"`;
}
