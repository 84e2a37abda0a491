import type { FactOf } from '../../engine/analysis/facts.ts';
import type { Project } from '../source/project.ts';
import { coveredBy, coverPlaces } from './cover-places.ts';
import { factsOf, mostRelated, relatedRule, rulePlace } from './fact-places.ts';
import { assumptionsInWords, listed, nameOf, namesOf, outcomeInWords, witnessOf } from './fact-words.ts';
import type { Detected, FindingDefinition, RelatedPlace } from './finding.ts';

export const redundantRule: FindingDefinition = {
  code: 'redundant-rule',
  severity: 'warning',
  title: 'A rule that changes nothing',
  summary: 'Every input gets the same outcome without the rule.',
  faded: true,
  fromFacts: (facts, project) =>
    factsOf(facts, 'redundant-rule')
      // Without the rule its inputs would be decided by nothing, which is a fault of its own.
      .filter(({ successors }) => project.ruleSet.default !== undefined || !successors.includes(null))
      .map(fact => redundancy(fact, project)),
};

function redundancy(fact: FactOf<'redundant-rule'>, project: Project): Detected {
  const { rule, cover, witness } = fact;
  const assumed = assumptionsInWords(project, cover.assumptions);
  const given = assumed.length === 0 ? '' : `, given that ${listed(assumed)}`;
  return {
    message: `${whyRedundant(fact, project)}${given}. Delete it.`,
    ...rulePlace(project, rule),
    related: fact.direction === 'earlier' ? coverPlaces(project, cover) : successorPlaces(fact, project),
    witness: witnessOf(witness),
    assumptions: assumed,
  };
}

function whyRedundant({ rule, direction, cover, successors }: FactOf<'redundant-rule'>, project: Project): string {
  const outcome = outcomeInWords(rule.rule);
  if (direction === 'earlier')
    return `Never fires: ${coveredBy(project, cover)} every input that matches, with the same outcome (${outcome})`;
  const rules = successors.filter(each => each !== null);
  const byDefault = successors.includes(null);
  const verb = rules.length + (byDefault ? 1 : 0) === 1 ? 'decides' : 'decide';
  return `Changes nothing: without it ${namesOf(project, rules, byDefault ? ['the default'] : [])} ${verb} the same (${outcome}) on every input that it decides`;
}

function successorPlaces({ rule, successors }: FactOf<'redundant-rule'>, project: Project): RelatedPlace[] {
  const places = successors
    .filter(each => each !== null)
    .slice(0, mostRelated)
    .map(each =>
      relatedRule(project, each, `${nameOf(project, each)} decides the same without ${nameOf(project, rule)}.`),
    );
  const { document, ruleSet, uri } = project;
  if (successors.includes(null) && ruleSet.default !== undefined) {
    const range = document.rangeOf(['default'], 'key');
    places.push({ message: `The default decides the same without ${nameOf(project, rule)}.`, uri, range, rule: null });
  }
  return places;
}
