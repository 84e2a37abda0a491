import { type Fact, type FactOf, period } from '../../../engine/index.ts';
import type { Project } from '../../source/project/project.ts';
import { coveringRules, coverPlaces, whyNeverDecides } from '../cover-places.ts';
import { causeOfRule, factsOf, maxRelated, relatedRule, rulePlace } from '../fact-places.ts';
import { assumptionsInWords, nameOf, namesOf, outcomeInWords, witnessOf } from '../fact-words.ts';
import type { Detected, FindingDefinition, RelatedPlace } from '../finding.ts';
import { ruleAt } from '../places.ts';

export const redundantRule: FindingDefinition = {
  code: 'redundant-rule',
  category: 'rules',
  fixable: true,
  severity: 'warning',
  title: 'Redundant rule',
  summary: 'Every input gets the same outcome without the rule.',
  faded: true,
  detect: neverInForce,
  fromFacts: (facts, project) =>
    factsOf(facts, 'redundant-rule').map(fact => ({ ...redundancy(fact, project), ...causeOf(fact, facts, project) })),
};

/** Rules whose period is empty. The analysis says nothing about them. */
function* neverInForce(project: Project): Iterable<Detected> {
  for (const [index, rule] of project.ruleSet.rules.entries()) {
    const { from, until } = period(rule);
    const origin = project.originOf(['rules', index]);
    const document = origin === null ? undefined : project.documents.get(origin.uri);
    const isEvaluated = rule.status !== 'draft' && rule.status !== 'retired';
    if (from < until || !isEvaluated || origin === null || document === undefined) continue;
    yield {
      message:
        'Never decides: it is never in force, because `until` is not after `from`. Correct the period, or delete the rule.',
      uri: document.uri,
      range: document.rangeOf([...origin.path, 'effective'], 'item'),
      rule: ruleAt(document, origin.path),
    };
  }
}

/** If either of two rules could be deleted, the finding at the one that never decides covers both. */
function causeOf(
  { rule, direction, successors, more }: FactOf<'redundant-rule'>,
  facts: readonly Fact[],
  project: Project,
): Partial<Detected> {
  if (direction === 'earlier') return { cause: causeOfRule(rule) };
  const [only, ...others] = successors;
  if (only === undefined || only === null || others.length > 0 || more) return {};
  const twin = [...factsOf(facts, 'redundant-rule'), ...factsOf(facts, 'shadowed-rule')].find(
    each => each.rule === only && coveringRules(each.cover).includes(rule),
  );
  if (twin === undefined) return {};
  const brief = `Without ${nameOf(project, rule)}, ${nameOf(project, only)} would decide the same.`;
  return { cause: causeOfRule(only), follows: true, brief, related: [] };
}

function redundancy(fact: FactOf<'redundant-rule'>, project: Project): Detected {
  const { rule, cover, witness } = fact;
  return {
    // The rule states what would happen anyway. That is better written as the default.
    severity: isDefaultImplicit(fact, project) ? 'hint' : 'warning',
    message: `${whyRedundant(fact, project)}. ${advice(fact, project)}`,
    ...rulePlace(project, rule),
    related: fact.direction === 'earlier' ? coverPlaces(project, rule, cover) : successorPlaces(fact, project),
    witness: witnessOf(witness),
    assumptions: assumptionsInWords(project, cover.assumptions),
  };
}

function whyRedundant(fact: FactOf<'redundant-rule'>, project: Project): string {
  const { rule, direction, cover, successors, more } = fact;
  const outcome = outcomeInWords(rule.rule);
  if (direction === 'earlier')
    return `Never decides: ${whyNeverDecides(project, rule, cover)}, with the same outcome (${outcome})`;
  const rules = successors.filter(each => each !== null);
  const isImplicit = isDefaultImplicit(fact, project);
  const others = [
    ...(successors.includes(null) && !isImplicit ? ['the default'] : []),
    ...(more ? ['possibly other rules'] : []),
  ];
  const verb = rules.length + others.length === 1 && !more ? 'decides' : 'decide';
  const same =
    rules.length + others.length === 0
      ? ''
      : `${namesOf(project, rules, others)} ${verb} the same (${outcome}) on every input that it decides`;
  if (!isImplicit) return `Changes nothing: without it ${same}`;
  return same === ''
    ? 'Changes nothing: without it no rule decides its inputs, and the agent still pauses'
    : `Changes nothing: without it ${same}, or no rule does and the agent still pauses`;
}

function advice(fact: FactOf<'redundant-rule'>, project: Project): string {
  return isDefaultImplicit(fact, project) ? 'Add a default that pauses, and delete the rule.' : 'Delete it.';
}

/** True if without the rule some of its inputs would be left to a default that is not declared. */
function isDefaultImplicit({ successors }: FactOf<'redundant-rule'>, { ruleSet }: Project): boolean {
  return successors.includes(null) && ruleSet.default === undefined;
}

function successorPlaces({ rule, successors }: FactOf<'redundant-rule'>, project: Project): RelatedPlace[] {
  const places = successors
    .filter(each => each !== null)
    .slice(0, maxRelated)
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
