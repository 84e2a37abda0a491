import type { Consequence, Decider, Region, SemanticDiff } from '../../protocol/review-requests.ts';
import { shortDigest } from '../../engine/model/short-digest.ts';
import { visibleText } from '../../engine/model/visible-text.ts';
import type { FinishedReview, Mark } from '../../protocol/review.ts';
import { classCounts, deciderName, isCause, outcomeText } from '../../report/changes.ts';
import { codeBlock, codeSpan, escapeMarkdown } from '../../report/markdown.ts';

const titles = { loosened: 'Loosened', rerouted: 'Rerouted', tightened: 'Tightened' } as const;

/** A review as Markdown for a pull request: the changes, with the reviewer's ticks and comments. */
export function reviewAsMarkdown(reviews: readonly FinishedReview[]): string {
  return reviews.map(oneReview).join('\n');
}

function oneReview({ pair, comparison, marks }: FinishedReview): string {
  const { diff, before, after, approvals } = comparison;
  if (diff === null) return '';
  const digest = after.ruleSet?.digest ?? '';
  const ticked = (region: Region) => marks[region.id]?.reviewed.includes(digest) === true;
  const counts = classCounts(
    [...diff.regions, ...diff.consequences].flatMap(each => (each.class === 'neutral' ? [] : each.class)),
  );
  const summary = [
    diff.equivalent ? 'every input gets the same outcome (proved)' : counts || 'no changed decision found',
    `${diff.unchanged} rules unchanged`,
    ...(approvals > 0 ? [`needs ${approvals} ${approvals === 1 ? 'approval' : 'approvals'}`] : []),
    ...(diff.regions.length > 0 ? [`${diff.regions.filter(ticked).length} of ${diff.regions.length} reviewed`] : []),
  ];
  const lines = [
    `### ${codeSpan(pair.path)}: ${version(before.ruleSet)} (${escapeMarkdown(pair.before.label)}) → ${version(after.ruleSet)} (${escapeMarkdown(pair.after.label)})`,
    '',
    `**${summary.join(' · ')}**`,
    '',
    ...(diff.complete ? [] : [...undecidedLines(diff)]),
    ...listed('Edited values:', diff.consequences.filter(isCause)),
    ...diff.regions.flatMap(region => regionLines(region, ticked(region), marks[region.id])),
    ...listed(
      'Other changes:',
      diff.consequences.filter(({ class: name, breaking }) => name !== 'neutral' || breaking),
    ),
    `<sub>Compared ${codeSpan(shortDigest(before.ruleSet?.digest ?? ''))} with ${codeSpan(shortDigest(digest))}.</sub>`,
    '',
  ];
  return lines.join('\n');
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

function regionLines(region: Region, ticked: boolean, mark: Mark | undefined): string[] {
  const comment = mark?.comment.trim() ?? '';
  return [
    `- [${ticked ? 'x' : ' '}] **${titles[region.class]}**: ${decider(region.before)} becomes ${decider(region.after)}`,
    '',
    ...codeBlock('cel', region.condition.split('\n').map(visibleText)).map(line => `  ${line}`),
    '',
    ...(comment === '' ? [] : [...comment.split('\n').map(line => `  > ${escapeMarkdown(line)}`), '']),
  ];
}

function listed(title: string, consequences: readonly Consequence[]): string[] {
  if (consequences.length === 0) return [];
  return [
    title,
    '',
    ...consequences.map(({ class: name, message, breaking }) => {
      const mark = name === 'neutral' ? '' : `**${titles[name]}**: `;
      return `- ${mark}${escapeMarkdown(message)}${breaking ? ' **Breaking.**' : ''}`;
    }),
    '',
  ];
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
      work: undefined,
    },
    weights: measurements,
    reviewed: (diff?.regions ?? []).flatMap(({ id }) => {
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
