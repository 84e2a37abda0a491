import { setState, constrained, holdsCell, type Box, type Dimension } from '../../space/dimension.ts';
import { operandsOf, type Condition } from '../../condition/condition.ts';
import { changesBetween, type Changes } from '../../solver/incremental/changes.ts';
import { decidersOf } from '../deciders.ts';
import type { Cover, Decider, Fact } from '../facts.ts';
import type { Problem, ProblemRule } from '../../solver/problem.ts';
import { constraintsOf, meet, type Solver } from '../../solver/solver.ts';
import { keptCover } from './kept-cover.ts';
import { isOutside, cellMappingsFrom, type Memory, type RuleResult } from '../../solver/incremental/memory.ts';

import { isPossible } from '../../solver/search/search.ts';
import type { AnalysedRule } from '../../solver/subject.ts';
import { mapPoints } from '../../solver/incremental/cell-mapping.ts';
import { scratch } from '../../space/small-arrays.ts';

/** Looks up the result of a rule in the previous analysis; null if the edit may have changed it. The lookup is null if nothing can be reused. */
export function reusableResults(
  solver: Solver,
  memory: Memory | undefined,
): ((rule: ProblemRule) => RuleResult | null) | null {
  const { problem } = solver;
  const mapping = cellMappingsFrom(memory, problem);
  if (memory === undefined || mapping === null || problem.periods.length > 1) return null;
  // Whether a rule makes a difference depends on what happens without it.
  if (problem.defaultOutcome !== memory.problem.defaultOutcome) return null;
  // Without dimensions there is a single input, which evidence cannot represent.
  if (mapping.from.dimensions.length === 0 || mapping.to.dimensions.length === 0) return null;
  const changes = changesBetween(memory.problem, problem, mapping);
  const { unchanged, modified, head, added, region, open } = changes;
  const renewed = renewals(unchanged);
  const renewedAll = new Map([...renewed, ...renewals(modified)]);
  // Usually few: unchanged rules at the same position are the same objects.
  const changed = new Set(memory.problem.rules.map(({ rule }) => rule).filter(rule => renewed.get(rule) !== rule));
  // Facts without a witness because of a condition with errors may have one now.
  const isBroken = memory.problem.space.broken.size > 0;
  const holdsChange = holder(problem, region);
  const holdsOpen = holder(problem, open);
  const arePossible = possibilities(problem);

  return rule => {
    const before = unchanged.get(rule);
    const result = before === undefined ? undefined : memory.results.get(before);
    if (before === undefined || result === undefined || result.undecided.length > 0) return null;
    if (isBroken && result.facts.some(fact => 'witness' in fact && fact.witness === null)) return null;
    const evidence = mapping.same ? result.evidence : mapPoints(result.evidence, mapping);
    // Evidence for a rule after `head`: inputs on which no rule before `head` fires, or which one of those decides. Only changes in `open` matter.
    if (rule.position < head ? holdsChange(evidence) : holdsOpen(evidence)) return null;
    if (!mapping.same && !arePossible(evidence)) return null;
    const isTouched = once(() => meet(problem, rule.fires, region));
    const facts: Fact[] = [];
    for (const fact of result.facts) {
      const told = updated(fact);
      if (told === null) return null;
      facts.push(told);
    }
    const isSame = evidence === result.evidence && facts.every((fact, at) => fact === result.facts[at]);
    return isSame ? result : { ...result, evidence, facts };

    function updated(fact: Fact): Fact | null {
      if (before === undefined) return null;
      if (before.rule === rule.rule && !namesOne(fact, changed) && holds(fact)) return fact;
      // On its inputs, the same rules fire as before, so modified rules count as unchanged. Irrelevant clauses also concern other inputs.
      if (!isTouched())
        return renew(fact, fact.kind === 'irrelevant-clause' ? renewed : renewedAll, before.rule, rule.rule);
      if (holds(fact)) return renew(fact, renewed, before.rule, rule.rule);
      if (fact.kind !== 'shadowed-rule') return null;
      const cover = keptCover(problem, rule, fact.cover, { renewed, added });
      if (cover === null) return null;
      const { deciders, differs } = decidersOf(solver, rule, cover, renewedDeciders(fact.cover.deciders, renewedAll));
      if (differs !== true) return null;
      return { ...fact, rule: rule.rule, cover: { ...cover, deciders }, witness: deciders[0]?.witness ?? null };
    }

    function holds(fact: Fact): boolean {
      return dependsOnNamedRules(fact) || (rule.position < head && dependsOnEarlierRules(fact)) || !isTouched();
    }
  };
}

function renewals(rules: Changes['unchanged']): Map<AnalysedRule, AnalysedRule> {
  return new Map([...rules].map(([rule, before]) => [before.rule, rule.rule]));
}

/** A test whether one of the boxes holds one of the given points. */
function holder({ space: { layout } }: Problem, boxes: readonly Box[]): (points: Int32Array) => boolean {
  const narrow = once(() =>
    boxes.map(box =>
      constrained(layout, box).map(dimension => ({ at: dimension.index, held: statesHeld(box, dimension) })),
    ),
  );
  const { length } = layout.dimensions;
  return points => {
    for (const dimensions of narrow()) {
      for (let point = 0; point < points.length; point += length) {
        let inside = true;
        for (let i = 0; inside && i < dimensions.length; i++) {
          const { at, held } = dimensions[i] as (typeof dimensions)[number];
          inside = held[points[point + at] as number] === 1;
        }
        if (inside) return true;
      }
    }
    return false;
  };
}

/** For each state of a dimension, 1 if the box holds it, otherwise 0. */
function statesHeld(box: Box, dimension: Dimension): Uint8Array {
  return Uint8Array.from({ length: dimension.cells + 1 }, (_, state) => (holdsCell(box, dimension, state) ? 1 : 0));
}

/** A test whether all given points satisfy the constraints. A point may not, for example if a clause is false although its signal is missing. */
function possibilities(problem: Problem): (points: Int32Array) => boolean {
  const { dimensions, whole } = problem.space.layout;
  const constraints = constraintsOf(problem);
  const box = scratch.copied(whole);
  return points => {
    for (let point = 0; problem.constraints > 0 && point < points.length; point += dimensions.length) {
      for (const dimension of dimensions) setState(box, dimension, points[point + dimension.index] as number);
      if (!isOutside(problem, box, constraints) || !isPossible(problem.index, box)) return false;
    }
    return true;
  };
}

/** True if a fact depends only on its rule, the assumptions and the rules that it names. */
function dependsOnNamedRules(fact: Fact): boolean {
  return fact.kind === 'contradictory-trigger' || fact.kind === 'irrelevant-clause';
}

function once<T>(ask: () => T): () => T {
  let answer: T | undefined;
  return () => (answer ??= ask());
}

/** True if a fact depends only on rules before its rule. */
function dependsOnEarlierRules(fact: Fact): boolean {
  return fact.kind !== 'redundant-rule' || fact.direction === 'earlier';
}

/** The deciders that still exist. */
function renewedDeciders(deciders: readonly Decider[], renewed: ReadonlyMap<AnalysedRule, AnalysedRule>): Decider[] {
  return deciders.flatMap(decider => {
    const rule = renewed.get(decider.rule);
    return rule === undefined ? [] : [{ ...decider, rule }];
  });
}

/** True if a fact names one of the rules besides its own. */
function namesOne(fact: Fact, rules: ReadonlySet<AnalysedRule>): boolean {
  const isOne = (rule: AnalysedRule | null): boolean => rule !== null && rules.has(rule);
  switch (fact.kind) {
    case 'irrelevant-clause':
      return fact.earlier.some(isOne);
    case 'shadowed-rule':
    case 'redundant-rule': {
      const { alone, together, deciders } = fact.cover;
      const successors = fact.kind === 'redundant-rule' ? fact.successors : [];
      return (
        alone.some(isOne) || together.some(isOne) || deciders.some(({ rule }) => isOne(rule)) || successors.some(isOne)
      );
    }
    default:
      return false;
  }
}

/** The fact with its rules and conditions replaced by their current versions; null if one of the rules was removed. */
function renew(
  fact: Fact,
  renewed: ReadonlyMap<AnalysedRule, AnalysedRule>,
  before: AnalysedRule,
  rule: AnalysedRule,
): Fact | null {
  let lost = false;
  const current = (each: AnalysedRule): AnalysedRule => {
    const found = renewed.get(each);
    lost ||= found === undefined;
    return found ?? each;
  };
  const renewCondition = conditionsRenewed(before.condition, rule.condition);
  const result = renewedFact();
  return lost ? null : result;

  function renewedFact(): Fact {
    switch (fact.kind) {
      case 'contradictory-trigger':
        return { ...fact, rule, parts: fact.parts.map(renewCondition) };
      case 'irrelevant-clause':
        return { ...fact, rule, clause: renewCondition(fact.clause), earlier: fact.earlier.map(current) };
      case 'shadowed-rule':
        return { ...fact, rule, cover: coverNow(fact.cover) };
      case 'redundant-rule':
        return {
          ...fact,
          rule,
          cover: coverNow(fact.cover),
          successors: fact.successors.map(each => each && current(each)),
        };
      default:
        return fact;
    }
  }

  function coverNow(cover: Cover): typeof cover {
    return {
      ...cover,
      alone: cover.alone.map(current),
      together: cover.together.map(current),
      deciders: cover.deciders.map(decider => ({ ...decider, rule: current(decider.rule) })),
    };
  }
}

/** Maps the parts of a condition to those of another with the same text, which may be at another position. */
function conditionsRenewed(before: Condition, after: Condition): (part: Condition) => Condition {
  if (before === after) return part => part;
  const parts = new Map<Condition, Condition>();
  const walk = (a: Condition, b: Condition): void => {
    parts.set(a, b);
    const [inA, inB] = [operandsOf(a), operandsOf(b)];
    inA.forEach((child, index) => {
      const other = inB[index];
      if (other !== undefined) walk(child, other);
    });
  };
  walk(before, after);
  return part => parts.get(part) ?? part;
}
