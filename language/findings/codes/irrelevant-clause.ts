import { clausesOf, type Condition, decidingClause, type FactOf, operandsOf } from '../../../engine/index.ts';
import type { Project } from '../../source/project/project.ts';
import { causedBy, conditionPlace, factsOf, maxRelated, relatedCondition, relatedRule } from '../fact-places.ts';
import { nameOf, namesOf, quoted } from '../fact-words.ts';
import type { Detected, FindingDefinition } from '../finding.ts';

export const irrelevantClause: FindingDefinition = {
  code: 'irrelevant-clause',
  category: 'rules',
  fixable: true,
  severity: 'hint',
  title: 'A part of a trigger that makes no difference',
  summary: 'A part of a trigger can be deleted without changing any decision.',
  faded: true,
  fromFacts: (facts, project) => factsOf(facts, 'irrelevant-clause').map(fact => irrelevance(fact, project)),
};

function irrelevance({ rule, clause, because, earlier }: FactOf<'irrelevant-clause'>, project: Project): Detected {
  const place = {
    ...conditionPlace(project, clause),
    ...causedBy(rangeDecides(rule.condition, clause, project), project),
  };
  const deletable = `${quoted(clause)} can be deleted:`;
  if (because === 'order') {
    const come = earlier.length === 1 ? 'comes' : 'come';
    // Rules that are in force for a part of the time are not the whole story.
    const named = earlier.length > 0 && earlier.every(({ from, until }) => from <= rule.from && until >= rule.until);
    const who = named ? `${namesOf(project, earlier)} ${come} first` : 'other rules come first';
    return {
      message: `${deletable} ${who} on every input on which it would make a difference.`,
      ...place,
      related: earlier
        .slice(0, maxRelated)
        .map(each => relatedRule(project, each, `${nameOf(project, each)} comes first.`)),
    };
  }
  const beside = companionOf(rule.condition, clause);
  const why =
    beside === null
      ? 'the rule fires on the same inputs without it.'
      : `beside ${quoted(beside)} it makes no difference.`;
  return {
    message: `${deletable} ${why}`,
    severity: 'warning',
    ...place,
    related: beside === null ? [] : [relatedCondition(project, beside, `${quoted(beside)} stands beside it.`)],
  };
}

/** The clause because of which a part makes no difference, if the range of a signal decides it: in the part itself, or in one beside it. */
function rangeDecides(whole: Condition, part: Condition, { declarations: { signals } }: Project): Condition | null {
  const group = groupOf(whole, part);
  const beside = siblingsIn(group, part).map(each => decidingClause(each, group?.kind === 'any', signals));
  const own = [decidingClause(part, true, signals), decidingClause(part, false, signals)];
  return [...own, ...beside].find(each => each !== null) ?? null;
}

/** Among the conditions with which a part is put together, the only one that speaks of the same signals; else null. */
function companionOf(whole: Condition, part: Condition): Condition | null {
  const siblings = siblingsIn(groupOf(whole, part), part);
  const names = signalsOf(part);
  const speaking = siblings.filter(each => signalsOf(each).some(name => names.includes(name)));
  const [only = null] = speaking;
  return speaking.length === 1 ? only : null;
}

/** The condition that a part is an operand of. */
function groupOf(whole: Condition, part: Condition): Condition | null {
  const children = operandsOf(whole);
  if (children.includes(part)) return whole;
  return children.map(child => groupOf(child, part)).find(found => found !== null) ?? null;
}

function siblingsIn(group: Condition | null, part: Condition): Condition[] {
  return group === null ? [] : operandsOf(group).filter(each => each !== part);
}

function signalsOf(condition: Condition): string[] {
  return clausesOf(condition).flatMap(clause => clause.signals);
}
