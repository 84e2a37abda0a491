import type {
  Comparison,
  Decider,
  DiffEdit,
  Measurement,
  Region,
  SemanticDiff,
} from '../../protocol/review-requests.ts';
import { shortDigest } from '../../engine/model/short-digest.ts';
import { visibleText } from '../../engine/model/visible-text.ts';
import type { FinishedReview, Marks } from '../../protocol/review.ts';
import { changeMarkdown, conditionsMarkdown, consequenceMarkdown } from '../../report/change-markdown.ts';
import {
  classesInWords,
  classesOf,
  deciderName,
  editCounts,
  isCause,
  marks as classMarks,
  outcomeText,
  sameVersionWords,
} from '../../report/changes.ts';
import { neededInWords } from '../../report/approvers.ts';
import { counted, number } from '../../report/counts.ts';
import { editMarkdown } from '../../report/edit-markdown.ts';
import { editName, idsToRead, editWords, isOnlyText, noRegionInWords } from '../../report/edits.ts';
import { codeSpan, escapeMarkdown } from '../../report/markdown.ts';
import { isShownBefore, outcomeChanges, type OutcomeChange } from '../../report/outcome-changes.ts';
import { sentence } from '../../report/region-sentence.ts';
import { wrapCondition } from '../../report/wrap-condition.ts';

/**
 * A review as Markdown for a pull request: what was edited and what that changes, with the reviewer's ticks and comments.
 * @param now milliseconds since the Unix epoch
 */
export function reviewAsMarkdown(reviews: readonly FinishedReview[], now = Date.now()): string {
  return reviews.map(review => oneReview(review, now)).join('\n');
}

function oneReview({ pair, comparison, marks }: FinishedReview, now: number): string {
  const { diff, before, after, approvals, measurements } = comparison;
  if (diff === null) return '';
  const digest = after.ruleSet?.digest ?? '';
  const { edits } = diff;
  const isRead = (edit: DiffEdit) => markKeys(edit).every(key => marks[key]?.reviewed.includes(digest) === true);
  const toRead = edits.filter(edit => !isOnlyText(edit, diff.consequences));
  const counts = editCounts(edits.map(each => classesOf(each, diff)));
  const unchanged = sameVersionWords(diff, [before.ruleSet?.version ?? '', after.ruleSet?.version ?? '']);
  const effect = counts || (diff.equivalent ? 'equivalent' : 'no change found');
  const summary = [
    `${counted(edits.length, 'edit')}: ${effect}${diff.complete ? '' : ', and perhaps more'}`,
    ...(approvals > 0 ? [neededInWords(comparison)] : []),
    ...(unchanged === '' ? [] : [unchanged]),
    ...(toRead.length > 0 ? [`${toRead.filter(isRead).length} of ${toRead.length} read`] : []),
  ];
  const lines = [
    `### ${codeSpan(pair.path)}: ${version(before.ruleSet)} (${escapeMarkdown(pair.before.label)}) → ${version(after.ruleSet)} (${escapeMarkdown(pair.after.label)})`,
    '',
    `**${summary.join(' · ')}**`,
    '',
    ...measurements.flatMap(each => [escapeMarkdown(sentence(measurementInWords(each))), '']),
    ...(diff.equivalent ? ['Proved: every input gets the same outcome in both, at all times.', ''] : []),
    ...(diff.complete ? [] : undecidedLines(diff)),
    ...edits.flatMap((edit, at) => editLines({ edit, at }, { comparison, diff, now, marks, isRead: isRead(edit) })),
    ...withoutEdit(diff),
    `<sub>Compared ${codeSpan(shortDigest(before.ruleSet?.digest ?? ''))} with ${codeSpan(shortDigest(digest))}.</sub>`,
    '',
  ];
  return lines.join('\n');
}

/** The keys of an edit's marks: its regions, or the edit itself if it changes no decision. */
function markKeys({ id, regions }: DiffEdit): string[] {
  return regions.length === 0 ? [id] : regions;
}

function undecidedLines({ undecided, undecidedBecause }: SemanticDiff): string[] {
  return [
    `**Undecided:** more inputs may change. ${escapeMarkdown(undecidedBecause)}`,
    '',
    ...undecided.map(
      ({ class: kind, before, after }) => `- perhaps ${kind}: ${decider(before)} becomes ${decider(after)}`,
    ),
    '',
  ];
}

interface Shown {
  comparison: Comparison;
  diff: SemanticDiff;
  now: number;
  marks: Marks;
  isRead: boolean;
}

/** An edit as a task, with what it changes and the reviewer's comments. */
function editLines(
  { edit, at }: { edit: DiffEdit; at: number },
  { comparison, diff, now, marks, isRead }: Shown,
): string[] {
  const { class: kind } = edit;
  const words = editWords(edit, comparison.edits[at]?.unit);
  const consequences = edit.consequences.flatMap(position => diff.consequences[position] ?? []);
  const known = { now, casesIn: (region: Region) => casesIn([region], comparison.measurements) };
  const changes = outcomeChanges(edit, diff, known);
  const effect =
    kind === 'neutral'
      ? noRegionInWords(edit, diff.complete)
      : `${classMarks[kind]} ${classesInWords(classesOf(edit, diff))}`;
  const said = consequences.filter(each => !isCause(each) || each.breaking).map(each => consequenceMarkdown(each));
  const blocks = [
    ...(said.length === 0 ? [] : [said]),
    ...changes.map(change => changeLines(change, { at, now, comparison })),
  ];
  const comments = [...new Set([edit.id, ...markKeys(edit)].map(key => marks[key]?.comment.trim() ?? ''))].filter(
    each => each !== '',
  );
  return [
    `- [${isRead ? 'x' : ' '}] **${at + 1}. ${editMarkdown(words)}**: ${effect}`,
    '',
    ...blocks.flatMap(block => [...block.map(line => (line === '' ? '' : `  ${line}`)), '']),
    ...comments.flatMap(comment => [...comment.split('\n').map(line => `  > ${escapeMarkdown(line)}`), '']),
  ];
}

function changeLines(
  change: OutcomeChange,
  { at, now, comparison }: { at: number; now: number; comparison: Comparison },
): string[] {
  const kinds = [...change.current, ...change.past];
  const regions = kinds.flatMap(each => each.regions);
  const { before, after, measurements } = comparison;
  const targets = { ...before.ruleSet?.targets, ...after.ruleSet?.targets };
  const short = changeMarkdown(change, { at, now, known: casesInWords(regions, measurements), targets });
  if (isShownBefore(change, at)) return short;
  const conditions = conditionsMarkdown(kinds, {
    title: kinds.length === 1 ? 'Condition' : 'Conditions',
    now,
    linesOf: condition => wrapCondition(condition, 98).map(visibleText),
    exampleOf: () => [],
    more: [],
  });
  return [...short, '', ...conditions];
}

/** "2 samples, 300 logged cases"; empty if no cases are known. */
function casesInWords(regions: readonly Region[], measurements: readonly Measurement[]): string {
  return measurements
    .map(each => {
      const count = casesIn(regions, [each]);
      const one = each.kind === 'samples' ? 'sample' : 'logged case';
      return count === 0 ? `no ${one}` : counted(count, one);
    })
    .join(', ');
}

function casesIn(regions: readonly Region[], measurements: readonly Measurement[]): number {
  const ids = new Set(regions.map(({ id }) => id));
  return measurements
    .flatMap(each => each.regions.filter(({ region }) => ids.has(region)))
    .reduce((sum, { count }) => sum + count, 0);
}

/** "1 of 46 samples of this rule set changes", "312 of 10,412 logged cases of nov.jsonl change" */
function measurementInWords({ kind, name, total, changed }: Measurement): string {
  const all =
    kind === 'samples' ? `${counted(total, 'sample')} of this rule set` : `${counted(total, 'logged case')} of ${name}`;
  const verb = changed === 1 || total === 1 ? 'changes' : 'change';
  return `${changed === 0 ? 'none' : number(changed)} of ${all} ${verb}`;
}

/** The consequences that belong to no edit. */
function withoutEdit({ edits, consequences }: SemanticDiff): string[] {
  const owned = new Set(edits.flatMap(each => each.consequences));
  const others = consequences.filter((each, at) => !owned.has(at) && (each.class !== 'neutral' || each.breaking));
  return others.length === 0 ? [] : ['Other changes:', '', ...others.map(each => consequenceMarkdown(each)), ''];
}

function decider(each: Decider): string {
  const name = deciderName(each);
  return `${codeSpan(outcomeText(each.outcome))} by ${each.rule === null ? name : codeSpan(name)}`;
}

/** `pause by the default becomes continue by modest-refund@1`. */
function changeInWords({ before, after }: Region): string {
  const words = (each: Decider) => `${outcomeText(each.outcome)} by ${deciderName(each)}`;
  return `${words(before)} becomes ${words(after)}`;
}

function version(ruleSet: { version: string } | null): string {
  return ruleSet === null ? '?' : escapeMarkdown(ruleSet.version);
}

/** A review as JSON, for programs. */
export function reviewAsJson(reviews: readonly FinishedReview[]): string {
  const found = reviews.map(({ pair, comparison: { before, after, diff, approvals, measurements }, marks }) => ({
    file: pair.path,
    before: { label: pair.before.label, version: before.ruleSet?.version, digest: before.ruleSet?.digest },
    after: { label: pair.after.label, version: after.ruleSet?.version, digest: after.ruleSet?.digest },
    approvals,
    // The work of a comparison is not about the rule sets.
    diff: diff && {
      ...diff,
      regions: diff.regions.map(region => ({ ...region, change: changeInWords(region) })),
      edits: diff.edits.map(edit => ({ ...edit, change: editName(edit) })),
      work: undefined,
    },
    weights: measurements,
    reviewed: (diff === null ? [] : idsToRead(diff)).flatMap(id => {
      const mark = marks[id];
      const ticked = mark?.reviewed.includes(after.ruleSet?.digest ?? '') === true;
      return ticked ? [id] : [];
    }),
    comments: Object.fromEntries(
      Object.entries(marks).flatMap(([id, { comment }]) => (comment === '' ? [] : [[id, comment]])),
    ),
  }));
  return `${JSON.stringify({ reviews: found }, null, 2)}\n`;
}
