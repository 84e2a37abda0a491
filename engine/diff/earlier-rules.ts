import type { Region as Boxes } from '../space/boxes.ts';
import { meeting } from '../solver/point.ts';
import type { ProblemRule } from '../solver/problem.ts';
import { numbersIn, removeRange } from '../solver/search/clause-index.ts';
import { common, type Solver } from '../solver/solver.ts';
import { scratch } from '../space/small-arrays.ts';
import type { Pair } from './differing.ts';

/** Maximum number of earlier rules for which superfluous ones are dropped. */
const maxTried = 24;

/** The inputs on which both deciders of a pair fire. */
export function firingRegion({ problem }: Solver, { before, after }: Pair): Boxes {
  const fires = [before.rule, after.rule].flatMap(rule => (rule === null ? [] : [rule.fires]));
  const [first, second] = fires;
  if (first === undefined) return [problem.space.layout.whole];
  return second === undefined ? first : common(problem, first, second);
}

/** The earlier rules of a pair that take inputs from a region, without superfluous ones, in deciding order. */
export function earlierThatMatter(solver: Solver, { excluding, period }: Pair, region: Boxes): ProblemRule[] {
  const { problem } = solver;
  const positions = new Set<number>();
  for (const box of region) {
    for (const number of numbersIn(meeting(problem, box, excluding))) {
      const source = problem.index.clauses[number]?.source;
      if (source?.kind === 'rule') positions.add(source.position);
    }
  }
  const rules = [...positions].sort((a, b) => a - b).flatMap(position => problem.rules[position] ?? []);
  if (rules.length > maxTried) return rules;
  const left = scratch.copied(excluding);
  return rules.filter(rule => {
    const without = scratch.copied(left);
    removeRange(without, rule.first, rule.end);
    if (solver.solve(common(problem, region, rule.fires), without, period) !== null) return true;
    left.set(without);
    return false;
  });
}
