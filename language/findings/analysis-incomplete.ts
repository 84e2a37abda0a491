import type { Fact } from '../../engine/analysis/facts.ts';
import { factsOf } from './fact-places.ts';
import { listed, namesOf } from './fact-words.ts';
import type { FindingDefinition } from './finding.ts';

export const analysisIncomplete: FindingDefinition = {
  code: 'analysis-incomplete',
  severity: 'information',
  title: 'The analysis leaves questions open',
  summary:
    'Some questions about the rule set are left open, because they would take too long or wait for an error to be corrected.',
  fromFacts: (facts, project) =>
    factsOf(facts, 'analysis-incomplete')
      .filter(({ undecided }) => undecided.length > 0)
      .map(({ undecided, tooLarge }) => {
        const place = { uri: project.uri, range: project.document.rangeOf(['rules'], 'key') };
        if (tooLarge !== undefined) {
          const [count, limit] = [tooLarge.count, tooLarge.limit].map(each => each.toLocaleString('en-US'));
          const message = `The rules are not analysed: this rule set has ${count} ${tooLarge.what}, and the limit is ${limit}. Split it into rule sets of their own.`;
          return { message, ...place };
        }
        const questions = [...new Set(undecided.map(({ question }) => question))].map(question => {
          const rules = undecided.flatMap(each =>
            each.question === question && each.rule !== null ? [each.rule] : [],
          );
          return rules.length === 0 ? questionOf(question) : `${questionOf(question)} (${namesOf(project, rules)})`;
        });
        return {
          message: `Not known within the work limit: ${listed(questions)}. Everything else that is reported is proved.`,
          ...place,
        };
      }),
};

function questionOf(question: Fact['kind']): string {
  switch (question) {
    case 'contradictory-trigger':
      return 'whether an input meets the trigger';
    case 'shadowed-rule':
      return 'whether the rule ever decides';
    case 'redundant-rule':
      return 'whether the rule changes anything';
    case 'irrelevant-clause':
      return 'whether each part of the trigger matters';
    case 'tautological-trigger':
      return 'whether the rule always fires';
    case 'conflicting-rules':
      return 'whether the rule fires together with others';
    case 'uncovered-input':
      return 'whether rules decide every input';
    case 'boundary-gap':
      return 'whether a boundary is left out';
    case 'fails-open':
      return 'whether losing a signal lets the agent continue';
    case 'invariant-violated':
    case 'invariant-proved':
      return 'whether the invariants hold';
    case 'assumption-unsatisfiable':
      return 'whether an input meets the assumptions';
    case 'analysis-incomplete':
      return 'the rest';
  }
}
