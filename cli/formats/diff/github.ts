import { withGrants } from '../witness.ts';
import type { ChangeClass } from '../../../engine/index.ts';
import { joined, type Printed } from '../../printed.ts';
import { annotation } from '../escapes.ts';
import { placeOfConsequence, placeOfRegion, type HeadPlace } from './places.ts';
import { effective, type ComparedRuleSet, type DiffFormat, type RuleSetReport } from './report.ts';
import { regionSentence, summaryOf, titleOf, undecidedLines } from './words.ts';

const levels = { loosened: 'warning', rerouted: 'notice', tightened: 'notice' } as const;
const titles = {
  loosened: 'Less oversight',
  rerouted: 'Different target',
  tightened: 'More oversight',
} as const satisfies Record<ChangeClass, string>;

/** Workflow commands that GitHub shows as annotations on the lines of a pull request. */
export const github: DiffFormat = ({ ruleSets }) => joined(ruleSets.flatMap(annotationsOf));

function annotationsOf(report: RuleSetReport): Printed[] {
  switch (report.kind) {
    case 'compared':
      return [
        ...report.diff.regions.map(region =>
          placed(
            region.class,
            `${regionSentence(region, report.measurement)}\nTry: ${JSON.stringify(region.witness.input)}${withGrants(region.witness.grants)}`,
            placeOfRegion(region, report),
            report,
          ),
        ),
        ...undecidedAnnotations(report),
        ...effective(report.diff.consequences).map(each =>
          placed(each.class, each.message, placeOfConsequence(each, report), report),
        ),
      ];
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

function placed(
  kind: ChangeClass,
  message: string,
  { uri, range: { start, end } }: HeadPlace,
  { after }: ComparedRuleSet,
): Printed {
  return annotation(levels[kind], message, {
    file: after.file(uri),
    line: start.line + 1,
    endLine: end.line + 1,
    title: titles[kind],
  });
}
