import { constrained, holdsCell, type Box, type Dimension } from '../../space/dimension.ts';
import { operandsOf, type Condition } from '../../condition/condition.ts';
import { changesBetween, type Changes } from '../../solver/incremental/changes.ts';
import { decidersOf } from '../deciders.ts';
import type { Cover, Decider, Fact } from '../facts.ts';
import type { Problem, ProblemRule } from '../../solver/problem.ts';
import { constraintsOf, meet, type Solver } from '../../solver/solver.ts';
import { keptCover } from './kept-cover.ts';
import { stillOutside, translationsFrom, type Memory, type RuleResult } from '../../solver/incremental/memory.ts';
import { setState } from '../../solver/point.ts';
import type { AnalysedRule } from '../../solver/subject.ts';
import { translated } from '../../solver/incremental/cell-mapping.ts';
import { scratch } from '../../space/small-arrays.ts';

/** For each rule that stood there before, what was found out about it, where the rules that came and went cannot have changed that. */
export function reusableResults(
  solver: Solver,
  memory: Memory | undefined,
): ((rule: ProblemRule) => RuleResult | null) | null {
  const { problem } = solver;
  const mapping = translationsFrom(memory, problem);
  if (memory === undefined || mapping === null || problem.periods.length > 1) return null;
  // Whether a rule makes a difference hangs on what happens without it.
  if (problem.defaultOutcome !== memory.problem.defaultOutcome) return null;
  // Where no condition asks anything there is one input, and it has no states by which evidence could tell of it.
  if (mapping.from.dimensions.length === 0 || mapping.to.dimensions.length === 0) return null;
  const changes = changesBetween(memory.problem, problem, mapping);
  const { unchanged, modified, head, added, region, open } = changes;
  const renewed = renewals(unchanged);
  const renewedAll = new Map([...renewed, ...renewals(modified)]);
  // Mostly few: rules that stand where they stood are the same objects.
  const changed = new Set(memory.problem.rules.map(({ rule }) => rule).filter(rule => renewed.get(rule) !== rule));
  // What could not be shown on a condition with errors may be shown now.
  const isBroken = memory.problem.space.broken.size > 0;
  const holdsChange = holder(problem, region);
  const holdsOpen = holder(problem, open);
  const arePossible = possibilities(problem);

  return rule => {
    const was = unchanged.get(rule);
    const result = was === undefined ? undefined : memory.results.get(was);
    if (was === undefined || result === undefined || result.undecided.length > 0) return null;
    if (isBroken && result.facts.some(fact => 'witness' in fact && fact.witness === null)) return null;
    const evidence = mapping.same ? result.evidence : translated(result.evidence, mapping);
    // Evidence for a rule behind all that stayed is of inputs that these leave to it, or of which one of these is the first.
    if (rule.position < head ? holdsChange(evidence) : holdsOpen(evidence)) return null;
    if (!mapping.same && !arePossible(evidence)) return null;
    const isTouched = once(() => meet(problem, rule.fires, region));
    const facts: Fact[] = [];
    for (const fact of result.facts) {
      const told = stillTold(fact);
      if (told === null) return null;
      facts.push(told);
    }
    const isSame = evidence === result.evidence && facts.every((fact, at) => fact === result.facts[at]);
    return isSame ? result : { ...result, evidence, facts };

    function stillTold(fact: Fact): Fact | null {
      if (was === undefined) return null;
      if (was.rule === rule.rule && !namesOne(fact, changed) && holds(fact)) return fact;
      // Where the same rules fire as before, those with another trigger do there what they did. A clause is about inputs beside those.
      if (!isTouched())
        return renew(fact, fact.kind === 'irrelevant-clause' ? renewed : renewedAll, was.rule, rule.rule);
      if (holds(fact)) return renew(fact, renewed, was.rule, rule.rule);
      if (fact.kind !== 'shadowed-rule') return null;
      const cover = keptCover(problem, rule, fact.cover, { renewed, newcomers: added });
      if (cover === null) return null;
      const { deciders, differs } = decidersOf(solver, rule, cover, renewedDeciders(fact.cover.deciders, renewedAll));
      if (differs !== true) return null;
      return { ...fact, rule: rule.rule, cover: { ...cover, deciders }, witness: deciders[0]?.witness ?? null };
    }

    function holds(fact: Fact): boolean {
      return holdsStill(fact) || (rule.position < head && speaksOfEarlier(fact)) || !isTouched();
    }
  };
}

function renewals(rules: Changes['unchanged']): Map<AnalysedRule, AnalysedRule> {
  return new Map([...rules].map(([rule, was]) => [was.rule, rule.rule]));
}

/** Whether one of some boxes holds one of some points. */
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

/** By state of a dimension, 1 where a box holds it. */
function statesHeld(box: Box, dimension: Dimension): Uint8Array {
  return Uint8Array.from({ length: dimension.cells + 1 }, (_, state) => (holdsCell(box, dimension, state) ? 1 : 0));
}

/** Whether no constraint rules out one of some points, as where a clause is taken to be false although a signal in it is missing. */
function possibilities(problem: Problem): (points: Int32Array) => boolean {
  const { dimensions, whole } = problem.space.layout;
  const constraints = constraintsOf(problem);
  const box = scratch.copied(whole);
  return points => {
    for (let point = 0; problem.constraints > 0 && point < points.length; point += dimensions.length) {
      for (const dimension of dimensions) setState(box, dimension, points[point + dimension.index] as number);
      if (!stillOutside(problem, box, constraints)) return false;
    }
    return true;
  };
}

/** Whether a fact hangs on the rule, the assumptions and the rules that it names alone. */
function holdsStill(fact: Fact): boolean {
  return fact.kind === 'contradictory-trigger' || fact.kind === 'irrelevant-clause';
}

function once<T>(ask: () => T): () => T {
  let answer: T | undefined;
  return () => (answer ??= ask());
}

/** Whether a fact hangs on the rules alone that come before the rule. */
function speaksOfEarlier(fact: Fact): boolean {
  return fact.kind !== 'redundant-rule' || fact.direction === 'earlier';
}

/** Those of them that are still there. */
function renewedDeciders(deciders: readonly Decider[], renewed: ReadonlyMap<AnalysedRule, AnalysedRule>): Decider[] {
  return deciders.flatMap(decider => {
    const rule = renewed.get(decider.rule);
    return rule === undefined ? [] : [{ ...decider, rule }];
  });
}

/** Whether a fact names another rule that is one of some. */
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

  function coverNow(cover: Cover): typeof cover {
    return {
      ...cover,
      alone: cover.alone.map(now),
      together: cover.together.map(now),
      deciders: cover.deciders.map(decider => ({ ...decider, rule: now(decider.rule) })),
    };
  }
}

/** From the parts of a condition to the same parts of one with the same text, which may stand elsewhere. */
function conditionsRenewed(was: Condition, is: Condition): (part: Condition) => Condition {
  if (was === is) return part => part;
  const parts = new Map<Condition, Condition>();
  const walk = (a: Condition, b: Condition): void => {
    parts.set(a, b);
    const [inA, inB] = [operandsOf(a), operandsOf(b)];
    inA.forEach((child, index) => {
      const other = inB[index];
      if (other !== undefined) walk(child, other);
    });
  };
  walk(was, is);
  return part => parts.get(part) ?? part;
}
