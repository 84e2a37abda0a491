import { type OpenQuestion, reasonInWords } from '../../../engine/index.ts';
import type { Project } from '../../source/project/project.ts';
import { factsOf } from '../fact-places.ts';
import type { Detected, FindingDefinition } from '../finding.ts';
import { questionsInWords } from '../open-questions.ts';

export const analysisIncomplete: FindingDefinition = {
  code: 'analysis-incomplete',
  category: 'rules',
  severity: 'information',
  title: 'Undecided questions',
  summary:
    'The analysis could neither find nor rule out a problem: it reached its work limit, some values are beyond it, or an error is in the way.',
  fromFacts: (facts, project) =>
    factsOf(facts, 'analysis-incomplete').flatMap(({ undecided, tooLarge }) => {
      if (tooLarge !== undefined) return [notAnalysed(tooLarge, project)];
      return (['limit', 'values', 'errors'] as const).flatMap(kind =>
        incomplete(
          undecided.filter(({ because }) => because.kind === kind),
          project,
        ),
      );
    }),
};

function incomplete(open: readonly OpenQuestion[], project: Project): Detected[] {
  if (open.length === 0) return [];
  return [
    {
      message: `Undecided: ${questionsInWords(project, open)}. ${reasonInWords(open.map(({ because }) => because))}`,
      uri: project.uri,
      range: project.document.rangeOf(['rules'], 'key'),
    },
  ];
}

function notAnalysed(
  { what, count, limit }: { what: string; count: number; limit: number },
  project: Project,
): Detected {
  const [found, max] = [count, limit].map(each => each.toLocaleString('en-US'));
  return {
    message: `The rules are not analysed: this rule set has ${found} ${what}, and the limit is ${max}. Split it into several rule sets.`,
    uri: project.uri,
    range: project.document.rangeOf(['rules'], 'key'),
  };
}
