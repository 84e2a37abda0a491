import { clausesOf, decidingClause, type FactOf } from '../../../engine/index.ts';
import type { Project } from '../../source/project/project.ts';
import { causedBy, conditionPlace, factsOf, relatedCondition } from '../fact-places.ts';
import { assumptionsInWords, listed, quoted } from '../fact-words.ts';
import type { Detected, FindingDefinition } from '../finding.ts';

export const contradictoryTrigger: FindingDefinition = {
  code: 'contradictory-trigger',
  category: 'rules',
  fixable: true,
  severity: 'error',
  title: 'Trigger that is never true',
  summary: 'No input makes the trigger true, so the rule has no effect.',
  fromFacts: (facts, project) => factsOf(facts, 'contradictory-trigger').map(fact => contradiction(fact, project)),
};

function contradiction(fact: FactOf<'contradictory-trigger'>, project: Project): Detected {
  const { rule, parts, assumptions } = fact;
  const last = parts.at(-1) ?? rule.condition;
  const earlier = parts.slice(0, -1);
  const assumed = assumptionsInWords(project, assumptions);
  const what = whatExcludes(parts.map(quoted), assumed);
  return {
    message: `Never true: ${what}.${onUnknown(fact, project)}`,
    ...conditionPlace(project, last),
    ...causedBy(decidingClause(last, false, project.declarations.signals), project),
    related: earlier.map(part => relatedCondition(project, part, `${quoted(part)} cannot hold together with it.`)),
    assumptions: assumed,
  };
}

function whatExcludes(parts: readonly string[], assumed: readonly string[]): string {
  const because = assumed.length === 0 ? '' : `, given that ${listed(assumed)}`;
  if (parts.length === 2) return `${listed(parts)} exclude each other${because}`;
  if (parts.length > 2) return `${listed(parts)} cannot hold together${because}`;
  return `no input meets ${parts[0] ?? 'this'}${because}`;
}

/** Says when the rule fires although its trigger is never true: if the trigger is unknown. */
function onUnknown(
  { rule, parts, firesOnUnknown }: FactOf<'contradictory-trigger'>,
  { declarations }: Project,
): string {
  if (!firesOnUnknown) return '';
  const clauses = (parts.length === 0 ? [rule.condition] : parts).flatMap(clausesOf);
  const names = [...new Set(clauses.flatMap(clause => clause.needs))].filter(
    name => declarations.signals.get(name)?.required !== true,
  );
  const canFail = clauses.some(({ test }) => test.kind === 'opaque' && test.canFail);
  if (names.length === 0 || names.length > 3 || canFail) return ' It can still fire if it is unknown.';
  return ` It can still fire if ${listed(
    names.map(name => `\`${name}\``),
    'or',
  )} is missing.`;
}
