import { setState, type Box, type Dimension } from '../../space/dimension.ts';
import type { Problem, ProblemRule, Period } from '../problem.ts';
import { relevantLaws } from '../relevant-assumptions.ts';
import { firstHolding, stateAt } from '../point.ts';
import type { Fact, FactOf, OpenQuestion, Undecided } from '../../analysis/facts.ts';
import type { ClauseSet } from '../search/clause-index.ts';
import { mapPoints, cellMappings, type CellMappings } from './cell-mapping.ts';
import { scratch } from '../../space/small-arrays.ts';

/** The result of an analysis for one rule. */
export interface RuleResult {
  facts: Fact[];
  /** Questions left undecided. */
  undecided: Pick<OpenQuestion, 'question' | 'because'>[];
  firesAlways: boolean;
  contradictory: boolean;
  /** Inputs that prove this result complete, concatenated as states. The result is valid while no added or removed rule fires on any of them. */
  evidence: Int32Array;
}

/**
 * The results of an analysis, for reuse by the next one of nearly the same rules. Cached answers are verified before use, so they can save a search but
 * never make an answer wrong.
 */
export interface Memory {
  problem: Problem;
  /** For each question (by `about`, then by `asks`), the states of the input that answered it. */
  points: Map<string, Map<string, Int32Array>>;
  /** The result for each rule. */
  results: Map<ProblemRule, RuleResult>;
  /** Regions on which no rule fires. */
  gaps: Gap[];
}

export interface Gap {
  period: Period;
  box: Box;
  /** The reported region with its witness; null if no witness was confirmed. */
  region: FactOf<'uncovered-input'>['regions'][number] | null;
  /** Why no witness was confirmed; null if one was, or if the gap depends on a condition with errors. */
  undecided: Undecided | null;
}

/** A question, and the key of the rule that it is about. Together they contain everything on which the question's region depends. */
export type Question = readonly [asks: string, about: string];

/** The mapping from the previous problem's space; null if there is none or the problems are not comparable. */
export function cellMappingsFrom(memory: Memory | undefined, problem: Problem): CellMappings | null {
  return memory !== undefined && sameFrame(problem, memory.problem) ? cellMappings(memory.problem, problem) : null;
}

/** Looks up the cached answers of the previous analysis, mapped to points of this problem's space; null if there is no previous analysis. */
export function cachedPoints(
  problem: Problem,
  memory: Memory | undefined,
): ((question: Question) => Box | null) | null {
  let mapping: CellMappings | null | undefined;
  if (memory === undefined) return null;
  return ([asks, about]) => {
    const states = memory.points.get(about)?.get(asks);
    if (states === undefined) return null;
    mapping ??= cellMappingsFrom(memory, problem);
    if (mapping === null) return null;
    const box = scratch.copied(problem.space.layout.whole);
    const mapped = mapPoints(states, mapping);
    for (const dimension of problem.space.layout.dimensions)
      setState(box, dimension, mapped[dimension.index] as number);
    return box;
  };
}

/** True if everything other than signals and rules on which answers depend is unchanged. */
function sameFrame(a: Problem, b: Problem): boolean {
  const frame = ({ subject, subject: { ruleSet }, periods }: Problem): string =>
    JSON.stringify([
      relevantLaws(subject),
      ruleSet.assumptions?.length ? [ruleSet.assumptions, ruleSet.thresholds] : [],
      ruleSet.hitPolicy,
      ruleSet.onUnknown,
      periods,
    ]);
  return frame(a) === frame(b);
}

/** True if no clause of a set holds a point. */
export function isOutside(problem: Problem, point: Box, excluding: ClauseSet): boolean {
  return firstHolding(problem, point, excluding) === -1;
}

/** The states of a point, or of the first point of a box. */
export function statesOfPoint({ space }: Problem, box: Box): Int32Array {
  const { dimensions } = space.layout;
  const states = new Int32Array(dimensions.length);
  for (let at = 0; at < states.length; at++) states[at] = stateAt(box, dimensions[at] as Dimension);
  return states;
}
