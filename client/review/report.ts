import type { Consequence, Decider, Region, SemanticDiff } from '../../engine/diff/facts.ts';
import { ruleName } from '../../engine/model/rule-set.ts';
import { visibleText } from '../../engine/model/visible-text.ts';
import type { FinishedReview, Mark } from '../../panel/review/messages.ts';

const titles = { loosened: 'Loosened', rerouted: 'Rerouted', tightened: 'Tightened' } as const;

/** A review as Markdown for a pull request: what changes, and what the reviewer ticked and said. */
export function reviewAsMarkdown(reviews: readonly FinishedReview[]): string {
  return reviews.map(oneReview).join('\n');
}

function oneReview({ pair, comparison, marks }: FinishedReview): string {
  const { diff, before, after, approvals } = comparison;
  if (diff === null) return '';
  const digest = after.ruleSet?.digest ?? '';
  const ticked = (region: Region) => marks[region.id]?.reviewed.includes(digest) === true;
  const counts = (['loosened', 'rerouted', 'tightened'] as const)
    .map(name => [name, [...diff.regions, ...diff.consequences].filter(each => each.class === name).length] as const)
    .filter(([, number]) => number > 0)
    .map(([name, number]) => `${number} ${name}`);
  const summary = [
    diff.equivalent
      ? 'every input gets the same outcome (proved)'
      : counts.join(', ') || 'no change of a decision found',
    `${diff.unchanged} rules unchanged`,
    ...(approvals > 0 ? [`needs ${approvals} ${approvals === 1 ? 'approval' : 'approvals'}`] : []),
    ...(diff.regions.length > 0 ? [`${diff.regions.filter(ticked).length} of ${diff.regions.length} reviewed`] : []),
  ];
  const lines = [
    `### ${code(pair.path)}: ${version(before.ruleSet)} (${text(pair.before.label)}) → ${version(after.ruleSet)} (${text(pair.after.label)})`,
    '',
    `**${summary.join(' · ')}**`,
    '',
    ...(diff.complete ? [] : [...undecidedLines(diff)]),
    ...diff.regions.flatMap(region => regionLines(region, ticked(region), marks[region.id])),
    ...consequenceLines(diff.consequences),
    `<sub>Compared ${code((before.ruleSet?.digest ?? '').slice(0, 12))} with ${code(digest.slice(0, 12))}.</sub>`,
    '',
  ];
  return lines.join('\n');
}

function undecidedLines({ undecided, undecidedBecause }: SemanticDiff): string[] {
  return [
    `**Undecided:** more inputs may change. ${text(undecidedBecause)}`,
    '',
    ...undecided.map(({ class: kind, before, after }) => `- perhaps ${kind}: ${outcome(before)} → ${outcome(after)}`),
    '',
  ];
}

function regionLines(region: Region, ticked: boolean, mark: Mark | undefined): string[] {
  const comment = mark?.comment.trim() ?? '';
  return [
    `- [${ticked ? 'x' : ' '}] **${titles[region.class]}**: ${outcome(region.before)} → ${outcome(region.after)}`,
    '',
    ...fenced(region.condition, 'cel').map(line => `  ${line}`),
    '',
    ...(comment === '' ? [] : [...comment.split('\n').map(line => `  > ${text(line)}`), '']),
  ];
}

function consequenceLines(consequences: readonly Consequence[]): string[] {
  const telling = consequences.filter(({ class: name, breaking }) => name !== 'neutral' || breaking);
  if (telling.length === 0) return [];
  return [
    'Beside decisions:',
    '',
    ...telling.map(({ class: name, message, breaking }) => {
      const mark = name === 'neutral' ? '' : `**${titles[name]}**: `;
      return `- ${mark}${text(message)}${breaking ? ' **Breaking.**' : ''}`;
    }),
    '',
  ];
}

function outcome({ rule, outcome: { decide, to } }: Decider): string {
  return `${decide}${to === undefined ? '' : ` to ${code(to)}`} (${code(rule === null ? 'default' : ruleName(rule))})`;
}

function version(ruleSet: { version: string } | null): string {
  return ruleSet === null ? '?' : text(ruleSet.version);
}

/** A code span that holds whatever the text holds (CommonMark 6.1). */
function code(written: string): string {
  const content = visibleText(written);
  const ticks = '`'.repeat(1 + longestRun(content));
  const space = content.startsWith('`') || content.endsWith('`') ? ' ' : '';
  return `${ticks}${space}${content}${space}${ticks}`;
}

function fenced(content: string, language: string): string[] {
  const fence = '`'.repeat(Math.max(3, 1 + longestRun(content)));
  return [`${fence}${language}`, ...content.split('\n').map(visibleText), fence];
}

function longestRun(content: string): number {
  return Math.max(0, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
}

/** Plain text, with what Markdown and forges would take for more escaped; a mention must call nobody. */
function text(content: string): string {
  return visibleText(content)
    .replaceAll(/[\\`*_[\]<>#|~]/g, String.raw`\$&`)
    .replaceAll('@', '@\u200B');
}

/** A review as JSON, for programs. */
export function reviewAsJson(reviews: readonly FinishedReview[]): string {
  const found = reviews.map(({ pair, comparison: { before, after, diff, approvals, weights }, marks }) => ({
    file: pair.path,
    before: { label: pair.before.label, version: before.ruleSet?.version, digest: before.ruleSet?.digest },
    after: { label: pair.after.label, version: after.ruleSet?.version, digest: after.ruleSet?.digest },
    approvals,
    diff,
    weights,
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
