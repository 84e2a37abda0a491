import { type AnalysedRule, decidingClause } from '../../../engine/index.ts';
import { causedBy, factsOf, maxRelated, relatedRule, rulePlace } from '../fact-places.ts';
import { assumptionsInWords, listed, nameOf } from '../fact-words.ts';
import type { FindingDefinition } from '../finding.ts';

export const tautologicalTrigger: FindingDefinition = {
  code: 'tautological-trigger',
  category: 'rules',
  fixable: true,
  severity: 'warning',
  title: 'Trigger that is always true',
  summary: 'The rule fires on every input, so no rule behind it ever decides.',
  fromFacts: (facts, project) =>
    factsOf(facts, 'tautological-trigger').map(({ rule, behind, assumptions }) => {
      const assumed = assumptionsInWords(project, assumptions);
      const [only, ...others] = behind;
      const effect =
        only !== undefined && others.length === 0
          ? `${nameOf(project, only)} behind it never decides`
          : `the ${behind.length} rules behind it never decide`;
      const given = [
        ...(isLimited(rule) ? ['while it is in force'] : []),
        ...(assumed.length > 0 ? [`given that ${listed(assumed)}`] : []),
      ].join(', ');
      const what =
        given === ''
          ? `Fires on every input: ${effect}.`
          : `${given[0]?.toUpperCase()}${given.slice(1)}, it fires on every input: ${effect}.`;
      return {
        ...causedBy(decidingClause(rule.condition, true, project.declarations.signals), project),
        message: `${what} Narrow its trigger, or move it to the end.`,
        brief: what,
        ...rulePlace(project, rule, 'when'),
        assumptions: assumed,
        related: behind
          .slice(0, maxRelated)
          .map(each => relatedRule(project, each, `${nameOf(project, each)} is behind ${nameOf(project, rule)}.`)),
      };
    }),
};

function isLimited({ from, until }: AnalysedRule): boolean {
  return Number.isFinite(from) || Number.isFinite(until);
}
