import type { Fact, OpenQuestion } from '../../engine/index.ts';
import type { Project } from '../source/project/project.ts';
import { listed, namesOf } from './fact-words.ts';

/** "whether the rule ever decides (`a` and `b`)": each question once, with all rules and invariants that it concerns. */
export function questionsInWords(project: Project, open: readonly OpenQuestion[]): string {
  const questions = [...new Set(open.map(({ question }) => question))].map(question => {
    const asked = open.filter(each => each.question === question);
    const rules = [...new Set(asked.flatMap(({ rule }) => rule ?? []))];
    const invariants = asked.flatMap(({ invariant }) =>
      invariant === undefined ? [] : [`\`${project.ruleSet.invariants?.[invariant]?.id ?? ''}\``],
    );
    const about = namesOf(project, rules, invariants);
    return about === '' ? questionOf(question) : `${questionOf(question)} (${about})`;
  });
  return listed(questions);
}

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
      return 'whether a missing signal lets the agent continue';
    case 'wide-grant':
      return 'whether a grant is wider than its case';
    case 'invariant-violated':
    case 'invariant-proved':
      return 'whether the invariants hold';
    case 'assumption-unsatisfiable':
      return 'whether an input meets the assumptions';
    case 'analysis-incomplete':
      return 'the rest';
  }
}
