import { holdsCell, type Box, type Dimension } from '../condition/space/dimension.ts';
import type { Condition } from '../condition/condition.ts';
import type { Fact } from './facts.ts';
import type { Ground, GroundRule } from './ground.ts';
import { lawsOf, meet } from './inquiry.ts';
import { stillOutside, translations, type Memory } from './memory.ts';
import { setState } from './point.ts';
import type { AnalysedRule } from './subject.ts';

/** All that an analysis found out about one rule. */
export interface RuleResult {
  facts: Fact[];
  /** Questions that the work limit left open. */
  undecided: Fact['kind'][];
  firesAlways: boolean;
  contradictory: boolean;
  /** Inputs that show that there is no more to say, by their states: it holds as long as no rule that comes or goes fires on any of them. */
  evidence: Int32Array[];
}

/** For each rule that stood there before, what was found out about it, where the rules that came and went cannot have changed that. */
export function reusableResults(
  ground: Ground,
  memory: Memory | undefined,
): ((rule: GroundRule) => RuleResult | null) | null {
  const tables = translations(ground, memory);
  if (memory === undefined || tables === null || ground.periods.length > 1) return null;
  const { rules: old } = memory.ground;
  const { rules } = ground;
  const most = Math.min(old.length, rules.length);
  let head = 0;
  while (head < most && old[head]?.key === rules[head]?.key) head++;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail]?.key === rules[rules.length - 1 - tail]?.key) tail++;
  const gone = old.slice(head, old.length - tail).flatMap(rule => rule.fires);
  const come = rules.slice(head, rules.length - tail).flatMap(rule => rule.fires);
  const shift = rules.length - old.length;
  const positionBefore = (position: number): number | null =>
    position < head ? position : position >= rules.length - tail ? position - shift : null;
  const renewed = new Map<AnalysedRule, AnalysedRule>();
  for (const rule of rules) {
    const before = positionBefore(rule.position);
    const was = before === null ? undefined : old[before];
    if (was !== undefined) renewed.set(was.rule, rule.rule);
  }
  const identical = tables.every(
    (table, place) => table !== null && table.at === place && table.states.every((state, index) => state === index),
  );

  return rule => {
    const before = positionBefore(rule.position);
    const was = before === null ? undefined : old[before];
    const result = was === undefined ? undefined : memory.results.get(was);
    if (was === undefined || result === undefined || result.undecided.length > 0) return null;
    const hangsOnOthers = result.facts.some(
      fact => !speaksOfItself(fact) && !(rule.position < head && speaksOfEarlier(fact)),
    );
    if (hangsOnOthers && result.facts.some(fact => fact.kind === 'irrelevant-clause' && fact.because === 'order'))
      return null;
    if (hangsOnOthers && (meet(ground, rule.fires, come) || meet(memory.ground, was.fires, gone))) return null;
    if (result.evidence.some(states => isAmong(memory.ground.space.layout.dimensions, gone, states))) return null;
    const evidence = identical
      ? result.evidence
      : result.evidence.map(states => Int32Array.from(tables, table => table?.states[states[table.at] ?? 0] ?? 0));
    if (evidence.some(states => isAmong(ground.space.layout.dimensions, come, states))) return null;
    if (!identical && evidence.some(states => !isPossible(ground, states))) return null;
    const facts = result.facts.map(fact => renew(fact, renewed, was.rule, rule.rule));
    return facts.includes(null) ? null : { ...result, evidence, facts: facts as Fact[] };
  };
}

function isAmong(dimensions: readonly Dimension[], boxes: readonly Box[], states: Int32Array): boolean {
  return boxes.some(box => dimensions.every(dimension => holdsCell(box, dimension, states[dimension.index] ?? 0)));
}

/** Whether no law rules a point out, as where a clause is taken to be false although a signal in it is missing. */
function isPossible(ground: Ground, states: Int32Array): boolean {
  const point = ground.space.layout.whole.slice();
  for (const dimension of ground.space.layout.dimensions) setState(point, dimension, states[dimension.index] ?? 0);
  return stillOutside(ground, point, lawsOf(ground));
}

/** Whether a fact hangs on the rule and the assumptions alone. */
function speaksOfItself(fact: Fact): boolean {
  return fact.kind === 'contradictory-trigger' || (fact.kind === 'irrelevant-clause' && fact.because === 'trigger');
}

/** Whether a fact hangs on the rules alone that come before the rule. */
function speaksOfEarlier(fact: Fact): boolean {
  return fact.kind !== 'redundant-rule' || fact.direction === 'earlier';
}

/** The fact about the rules as they are now; null where one of them is gone. */
function renew(
  fact: Fact,
  renewed: ReadonlyMap<AnalysedRule, AnalysedRule>,
  was: AnalysedRule,
  rule: AnalysedRule,
): Fact | null {
  let lost = false;
  const now = (old: AnalysedRule): AnalysedRule => {
    const found = renewed.get(old);
    lost ||= found === undefined;
    return found ?? old;
  };
  const renewCondition = conditionsRenewed(was.condition, rule.condition);
  const result = renewedFact();
  return lost ? null : result;

  function renewedFact(): Fact {
    switch (fact.kind) {
      case 'contradictory-trigger':
        return { ...fact, rule, parts: fact.parts.map(renewCondition) };
      case 'irrelevant-clause':
        return { ...fact, rule, clause: renewCondition(fact.clause), earlier: fact.earlier.map(now) };
      case 'shadowed-rule':
        return { ...fact, rule, cover: coverNow(fact.cover) };
      case 'redundant-rule':
        return {
          ...fact,
          rule,
          cover: coverNow(fact.cover),
          successors: fact.successors.map(each => each && now(each)),
        };
      default:
        return fact;
    }
  }

  function coverNow(cover: Extract<Fact, { kind: 'shadowed-rule' }>['cover']): typeof cover {
    return {
      ...cover,
      alone: cover.alone.map(now),
      together: cover.together.map(now),
      owners: cover.owners.map(owner => ({ ...owner, rule: now(owner.rule) })),
    };
  }
}

/** From the parts of a condition to the same parts of one with the same text, which may stand elsewhere. */
function conditionsRenewed(was: Condition, is: Condition): (part: Condition) => Condition {
  if (was === is) return part => part;
  const parts = new Map<Condition, Condition>();
  const walk = (a: Condition, b: Condition): void => {
    parts.set(a, b);
    const [inA, inB] = [childrenOf(a), childrenOf(b)];
    inA.forEach((child, index) => {
      const other = inB[index];
      if (other !== undefined) walk(child, other);
    });
  };
  walk(was, is);
  return part => parts.get(part) ?? part;
}

function childrenOf(condition: Condition): Condition[] {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.operands;
    case 'not':
      return [condition.operand];
    case 'if':
      return [condition.test, condition.then, condition.otherwise];
    case 'constant':
    case 'broken':
    case 'clause':
      return [];
  }
}
