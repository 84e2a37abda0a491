import { type AnalysedRule, decidingClause } from '../../../engine/index.ts';
import type { HitPolicy } from '../../../engine/model/rule-set.ts';
import type { Project } from '../../source/project/project.ts';
import { causedBy, factsOf, maxRelated, relatedRule, rulePlace } from '../fact-places.ts';
import { assumptionsInWords, listed, nameOf } from '../fact-words.ts';
import type { FindingDefinition } from '../finding.ts';

export const tautologicalTrigger: FindingDefinition = {
  code: 'tautological-trigger',
  category: 'rules',
  fixable: true,
  severity: 'warning',
  title: 'Trigger that is always true',
  summary:
    'The rule fires on every input, so no rule behind it ever decides; under `unique` and `any`, other rules conflict with it.',
  fromFacts: (facts, project) =>
    factsOf(facts, 'tautological-trigger').map(({ rule, others, assumptions }) => {
      const assumed = assumptionsInWords(project, assumptions);
      const hitPolicy = project.ruleSet.hitPolicy ?? 'first';
      const effect = effectOn(others, hitPolicy, project);
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
        message: `${what} Narrow its trigger, or ${hitPolicy === 'first' ? 'move it to the end' : 'make it the `default`'}.`,
        brief: what,
        ...rulePlace(project, rule, 'when'),
        assumptions: assumed,
        related: others
          .slice(0, maxRelated)
          .map(each =>
            relatedRule(
              project,
              each,
              `${nameOf(project, each)} is ${hasOrder(hitPolicy) ? 'behind' : 'beside'} ${nameOf(project, rule)}.`,
            ),
          ),
      };
    }),
};

function effectOn(others: readonly AnalysedRule[], hitPolicy: HitPolicy, project: Project): string {
  const [only, ...more] = others;
  const name = only !== undefined && more.length === 0 ? nameOf(project, only) : null;
  if (hasOrder(hitPolicy))
    return name === null ? `the ${others.length} rules behind it never decide` : `${name} behind it never decides`;
  const subject = name ?? `the ${others.length} other rules`;
  if (hitPolicy === 'any') return `${subject} can only repeat its outcome or conflict with it`;
  return name === null
    ? `${subject} conflict with it wherever they fire`
    : `${subject} conflicts with it wherever it fires`;
}

/** Under `unique` and `any`, no rule is behind another. */
function hasOrder(hitPolicy: HitPolicy): boolean {
  return hitPolicy === 'first' || hitPolicy === 'priority';
}

function isLimited({ from, until }: AnalysedRule): boolean {
  return Number.isFinite(from) || Number.isFinite(until);
}
