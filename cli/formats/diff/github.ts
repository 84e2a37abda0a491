import type { DiffEdit } from '../../../engine/index.ts';
import { joined, type Printed } from '../../printed.ts';
import { annotation } from '../escapes.ts';
import { annotationsOf } from './annotations.ts';
import type { ComparedRuleSet, DiffFormat, RuleSetReport } from './report.ts';
import { summaryOf, titleOf, undecidedLines } from './words.ts';

const levels = { loosened: 'warning', rerouted: 'notice', tightened: 'notice', neutral: 'notice' } as const;
const titles = {
  loosened: 'Less oversight',
  rerouted: 'Different target',
  tightened: 'More oversight',
  neutral: 'No effect alone',
} as const satisfies Record<DiffEdit['class'], string>;

/** Workflow commands that GitHub shows as annotations on the edited lines of a pull request. */
export const github: DiffFormat = report =>
  joined([
    ...annotationsOf(report).map(({ class: kind, place: { file, range }, message }) =>
      annotation(levels[kind], message, { file, line: range.start.line + 1, title: titles[kind] }),
    ),
    ...report.ruleSets.flatMap(otherAnnotations),
  ]);

/** What is said about a rule set as a whole. */
function otherAnnotations(report: RuleSetReport): Printed[] {
  switch (report.kind) {
    case 'compared':
      return undecidedAnnotations(report);
    case 'removed':
      return [
        annotation('warning', `${titleOf(report)}: ${summaryOf(report)}`, {
          file: report.before.path,
          title: 'Rule set removed',
        }),
      ];
    case 'unknown':
      return report.problems.map(({ why }) =>
        annotation('error', why, { file: report.path, title: 'Cannot be compared' }),
      );
    case 'added':
      return [];
  }
}

function undecidedAnnotations({ diff, after }: ComparedRuleSet): Printed[] {
  const lines = undecidedLines(diff);
  if (lines.length === 0) return [];
  const level = diff.undecided.some(each => each.class === 'loosened') ? 'warning' : 'notice';
  return [annotation(level, lines.join('\n'), { file: after.path, title: 'Undecided' })];
}
