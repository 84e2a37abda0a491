import { type AnalysedRule, decidingClause } from '../../../engine/index.ts';
import { causedBy, factsOf, maxRelated, relatedRule, rulePlace } from '../fact-places.ts';
import { nameOf, namesOf } from '../fact-words.ts';
import type { FindingDefinition } from '../finding.ts';

export const tautologicalTrigger: FindingDefinition = {
  code: 'tautological-trigger',
  category: 'rules',
  fixable: true,
  severity: 'warning',
  title: 'A trigger that is always true, with rules behind it',
  summary: 'The rule fires on every input, so that no rule behind it ever decides.',
  fromFacts: (facts, project) =>
    factsOf(facts, 'tautological-trigger').map(({ rule, behind }) => {
      const others = `${namesOf(project, behind)} behind it never ${behind.length === 1 ? 'decides' : 'decide'}`;
      const what = isLimited(rule)
        ? `While it is in force, it fires on every input, and ${others}.`
        : `Fires on every input, so ${others}.`;
      return {
        ...causedBy(decidingClause(rule.condition, true, project.declarations.signals), project),
        message: `${what} Say which inputs it is for, or move it to the end.`,
        brief: what,
        ...rulePlace(project, rule, 'when'),
        related: behind
          .slice(0, maxRelated)
          .map(each => relatedRule(project, each, `${nameOf(project, each)} comes after ${nameOf(project, rule)}.`)),
      };
    }),
};

function isLimited({ from, until }: AnalysedRule): boolean {
  return Number.isFinite(from) || Number.isFinite(until);
}
