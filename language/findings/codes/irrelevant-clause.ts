import { clausesOf, type Condition, decidingClause, type FactOf, operandsOf } from '../../../engine/index.ts';
import type { Project } from '../../source/project/project.ts';
import { causedBy, conditionPlace, factsOf, maxRelated, relatedCondition, relatedRule } from '../fact-places.ts';
import { nameOf, namesOf, quoted } from '../fact-words.ts';
import type { Detected, FindingDefinition } from '../finding.ts';
import { namesCase } from '../row-case.ts';

export const irrelevantClause: FindingDefinition = {
  code: 'irrelevant-clause',
  category: 'rules',
  fixable: true,
  severity: 'hint',
  title: 'Irrelevant part of a trigger',
  summary: 'A part of a trigger can be deleted without changing any decision.',
  faded: true,
  fromFacts: (facts, project) =>
    factsOf(facts, 'irrelevant-clause')
      .filter(fact => !namesCase(fact))
      .map(fact => irrelevance(fact, project)),
};

function irrelevance({ rule, clause, because, earlier }: FactOf<'irrelevant-clause'>, project: Project): Detected {
  const place = {
    ...conditionPlace(project, clause),
    ...causedBy(rangeDecides(rule.condition, clause, project), project),
  };
  const deletable = `${quoted(clause)} can be deleted:`;
  if (because === 'order') {
    const decide = earlier.length === 1 ? 'decides' : 'decide';
    // Do not name rules that are in force for only a part of the time.
    const named = earlier.length > 0 && earlier.every(({ from, until }) => from <= rule.from && until >= rule.until);
    const who = named ? `${namesOf(project, earlier)} ${decide} first` : 'other rules decide first';
    return {
      message: `${deletable} ${who} wherever it would make a difference.`,
      ...place,
      related: earlier
        .slice(0, maxRelated)
        .map(each => relatedRule(project, each, `${nameOf(project, each)} decides first.`)),
    };
  }
  const sibling = companionOf(rule.condition, clause);
  const why =
    sibling === null
      ? 'the rule fires on the same inputs without it.'
      : `it makes no difference next to ${quoted(sibling)}.`;
  return {
    message: `${deletable} ${why}`,
    severity: 'warning',
    ...place,
    related:
      sibling === null
        ? []
        : [relatedCondition(project, sibling, `It makes no difference next to ${quoted(sibling)}.`)],
  };
}

/** A clause that a signal's range decides, in the part or in one of its siblings: the reason why the part is irrelevant. Null if there is none. */
function rangeDecides(whole: Condition, part: Condition, { declarations: { signals } }: Project): Condition | null {
  const group = groupOf(whole, part);
  const inSiblings = siblingsIn(group, part).map(each => decidingClause(each, group?.kind === 'any', signals));
  const own = [decidingClause(part, true, signals), decidingClause(part, false, signals)];
  return [...own, ...inSiblings].find(each => each !== null) ?? null;
}

/** The sibling of a part that shares signals with it; null if there is none or more than one. */
function companionOf(whole: Condition, part: Condition): Condition | null {
  const siblings = siblingsIn(groupOf(whole, part), part);
  const names = signalsOf(part);
  const related = siblings.filter(each => signalsOf(each).some(name => names.includes(name)));
  const [only = null] = related;
  return related.length === 1 ? only : null;
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
