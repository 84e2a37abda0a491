import type { FactOf } from '../../../engine/index.ts';
import type { Project } from '../../source/project/project.ts';
import { coveringRules, coverPlaces, twinOf, whyNeverDecides } from '../cover-places.ts';
import { causeOfRule, factsOf, rulePlace } from '../fact-places.ts';
import { assumptionsInWords, witnessOf } from '../fact-words.ts';
import type { FindingDefinition } from '../finding.ts';

export const shadowedRule: FindingDefinition = {
  code: 'shadowed-rule',
  category: 'rules',
  fixable: true,
  severity: 'error',
  title: 'Shadowed rule',
  summary:
    'Other rules decide every input on which the rule fires, at least one of them differently, so the rule never has an effect.',
  faded: true,
  fromFacts: (facts, project) =>
    factsOf(facts, 'shadowed-rule').map(fact => {
      const { rule, cover, witness } = fact;
      return {
        message: `Never decides: ${whyNeverDecides(project, rule, cover)}. ${advice(fact, project)}`,
        ...rulePlace(project, rule),
        cause: causeOfRule(rule),
        related: coverPlaces(project, rule, cover),
        witness: witnessOf(witness),
        assumptions: assumptionsInWords(project, cover.assumptions),
      };
    }),
};

function advice({ rule, cover }: FactOf<'shadowed-rule'>, project: Project): string {
  if (twinOf(rule, cover) !== null) return 'Change one of the two conditions, or delete one of the rules.';
  const them = coveringRules(cover).length === 1 ? 'that rule' : 'them';
  const byOrder = (project.ruleSet.hitPolicy ?? 'first') === 'first';
  return `${byOrder ? `Move it before ${them}, narrow` : 'Narrow'} ${them}, or delete it.`;
}
