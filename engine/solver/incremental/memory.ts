import type { Box, Dimension } from '../../space/dimension.ts';
import type { Problem, ProblemRule, Period } from '../problem.ts';
import { firstHolding, setState, stateAt } from '../point.ts';
import type { Fact, FactOf, OpenQuestion, Undecided } from '../../analysis/facts.ts';
import type { ClauseSet } from '../search/clause-index.ts';
import { translated, cellMappings, type CellMappings } from './cell-mapping.ts';
import { scratch } from '../../space/small-arrays.ts';

/** All that an analysis found out about one rule. */
export interface RuleResult {
  facts: Fact[];
  /** Questions left open. */
  undecided: Pick<OpenQuestion, 'question' | 'because'>[];
  firesAlways: boolean;
  contradictory: boolean;
  /** Inputs that prove this result complete, one after the other, by their states. Valid while no added or removed rule fires on any of them. */
  evidence: Int32Array;
}

/**
 * What an analysis found out, for the next one of nearly the same rules: for each question the input that answered it, by its states. What is
 * remembered is looked at again before it counts, so that it saves the search and can never make an answer wrong.
 */
export interface Memory {
  problem: Problem;
  /** By what a question is about, and by the question. */
  points: Map<string, Map<string, Int32Array>>;
  /** What there was to say of each rule. */
  results: Map<ProblemRule, RuleResult>;
  /** Regions that no rule decides, with what was told of each. */
  gaps: Gap[];
}

export interface Gap {
  period: Period;
  box: Box;
  /** Null if no input of it could be shown. */
  region: FactOf<'uncovered-input'>['regions'][number] | null;
  /** Why not; null too if it depends on a condition that cannot be read. */
  undecided: Undecided | null;
}

/** A question and the key of the rule that it is about, which holds everything that the question's region hangs on. */
export type Question = readonly [asks: string, about: string];

/** Null where the two grounds have nothing to do with each other. */
export function translationsFrom(memory: Memory | undefined, problem: Problem): CellMappings | null {
  return memory !== undefined && sameFrame(problem, memory.problem) ? cellMappings(memory.problem, problem) : null;
}

/** Recalls points of an earlier problem as boxes of this one; null where the two have nothing to do with each other. */
export function recaller(problem: Problem, memory: Memory | undefined): ((question: Question) => Box | null) | null {
  let mapping: CellMappings | null | undefined;
  if (memory === undefined) return null;
  return ([asks, about]) => {
    const states = memory.points.get(about)?.get(asks);
    if (states === undefined) return null;
    mapping ??= translationsFrom(memory, problem);
    if (mapping === null) return null;
    const box = scratch.copied(problem.space.layout.whole);
    const now = translated(states, mapping);
    for (const dimension of problem.space.layout.dimensions) setState(box, dimension, now[dimension.index] as number);
    return box;
  };
}

/** Whether what every answer hangs on beside the signals is the same. */
function sameFrame(a: Problem, b: Problem): boolean {
  const frame = ({ subject: { ruleSet }, periods }: Problem): string =>
    JSON.stringify([
      ruleSet.assumptions?.length ? [ruleSet.assumptions, ruleSet.thresholds] : [],
      ruleSet.hitPolicy,
      ruleSet.onUnknown,
      periods,
    ]);
  return frame(a) === frame(b);
}

/** Whether a remembered point is outside a set of clauses still. */
export function stillOutside(problem: Problem, point: Box, outside: ClauseSet): boolean {
  return firstHolding(problem, point, outside) === -1;
}

/** A point of a box, by its states. */
export function statesOfPoint({ space }: Problem, box: Box): Int32Array {
  const { dimensions } = space.layout;
  const states = new Int32Array(dimensions.length);
  for (let at = 0; at < states.length; at++) states[at] = stateAt(box, dimensions[at] as Dimension);
  return states;
}
