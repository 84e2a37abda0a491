import { coveredBy, coveringRules, coverPlaces } from './cover-places.ts';
import { factsOf, rulePlace } from './fact-places.ts';
import { assumptionsInWords, listed, witnessOf } from './fact-words.ts';
import type { FindingDefinition } from './finding.ts';

export const shadowedRule: FindingDefinition = {
  code: 'shadowed-rule',
  severity: 'error',
  title: 'A rule that never gets its turn',
  summary:
    'Other rules decide every input that the rule fires on, at least one of them otherwise, so it never has an effect.',
  faded: true,
  fromFacts: (facts, project) =>
    factsOf(facts, 'shadowed-rule').map(({ rule, cover, witness }) => {
      const assumed = assumptionsInWords(project, cover.assumptions);
      const given = assumed.length === 0 ? '' : `, given that ${listed(assumed)}`;
      const them = coveringRules(cover).length === 1 ? 'that rule' : 'them';
      const byOrder = (project.ruleSet.hitPolicy ?? 'first') === 'first';
      const advice = `${byOrder ? `Move it before ${them}, narrow` : 'Narrow'} ${them}, or delete it.`;
      return {
        message: `Never fires: ${coveredBy(project, cover)} every input that matches${given}. ${advice}`,
        ...rulePlace(project, rule),
        related: coverPlaces(project, cover),
        witness: witnessOf(witness),
        assumptions: assumed,
      };
    }),
};
