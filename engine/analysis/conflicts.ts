import type { Statement } from '../solver/claim.ts';
import { beyondLimit, type FactOf, type Undecided } from './facts.ts';
import { constrained } from '../space/dimension.ts';
import type { Region } from '../space/boxes.ts';
import { inForce, type Problem, type ProblemRule, type Period } from '../solver/problem.ts';
import { common, firstAnswer, constraintsOf, neighbours, type Answer, type Solver } from '../solver/solver.ts';
import type { AnalysedRule } from '../solver/subject.ts';
import { show, undecidedIn, witnessIn, type Shown } from '../solver/witness/witness.ts';

/** Maximum number of sets of overlapping rules listed for one rule. */
const maxClusters = 8;

/** The rules that fire together with a rule although the hit policy forbids it. */
export interface Conflicts {
  fact: FactOf<'conflicting-rules'> | null;
  undecided: Undecided | null;
  /** True if further conflicts depend on a condition with errors. */
  maybe: boolean;
}

/** The conflicts of a rule, grouped into sets that share an input. `unique` forbids all overlaps, `any` those between different outcomes. */
export function conflicts(solver: Solver, rule: ProblemRule): Conflicts {
  const { problem } = solver;
  const { hitPolicy } = problem.subject;
  let undecided: Undecided | null = null;
  let maybe = false;
  let left = neighbours(problem, rule).filter(other => hitPolicy === 'unique' || other.outcome !== rule.outcome);
  const clusters: FactOf<'conflicting-rules'>['clusters'] = [];
  while (left.length > 0 && clusters.length < maxClusters) {
    const [first, ...rest] = left as [ProblemRule, ...ProblemRule[]];
    left = rest;
    const found = together(solver, [rule, first]);
    if (found === 'undecided') undecided ??= beyondLimit;
    if (found === 'unreadable') maybe = true;
    if (found === null || found === 'undecided' || found === 'unreadable') continue;
    const pair = found;
    let { answer, region } = pair;
    let members = [first];
    for (const other of rest) {
      if (!inForce(other, answer.period)) continue;
      const more = readable(problem, common(problem, region, other.fires));
      const next = more.length === 0 ? null : solver.solve(more, constraintsOf(problem), answer.period);
      if (next === null || next === 'undecided') continue;
      members.push(other);
      region = more;
      answer = next;
    }
    let shown = fireTogether(solver, [rule, ...members], { answer, region });
    if (witnessIn(shown) === null && members.length > 1) {
      members = [first];
      shown = fireTogether(solver, [rule, first], pair);
    }
    left = left.filter(other => !members.includes(other));
    const witness = witnessIn(shown);
    if (witness !== null) clusters.push({ rules: inFileOrder(members), witness });
    undecided ??= undecidedIn(shown);
  }
  const fact = clusters.length === 0 ? null : { kind: 'conflicting-rules' as const, rule: rule.rule, clusters };
  return { fact, undecided, maybe };
}

function fireTogether(
  solver: Solver,
  rules: readonly ProblemRule[],
  { answer, region }: { answer: Answer; region: Region },
): Shown {
  const claim = rules.map(({ rule }): Statement => ({ kind: 'fires', rule }));
  return show(solver, { answer, region, excluding: constraintsOf(solver.problem) }, claim);
}

function together(
  solver: Solver,
  rules: readonly [ProblemRule, ProblemRule],
): { answer: Answer; region: Region } | null | 'undecided' | 'unreadable' {
  const { problem } = solver;
  const [a, b] = rules;
  const all = common(problem, a.fires, b.fires);
  const periods = problem.periods.filter((period: Period) => inForce(a, period) && inForce(b, period));
  const find = (region: Region) => firstAnswer(periods, period => solver.solve(region, constraintsOf(problem), period));
  const region = readable(problem, all);
  const found = find(region);
  if (found === 'undecided') return found;
  if (found !== null) return { answer: found.answer, region };
  return region.length < all.length && find(all) !== null ? 'unreadable' : null;
}

/** The boxes of a region that do not depend on a condition with errors. */
function readable({ space }: Problem, region: Region): Region {
  if (space.broken.size === 0) return region;
  return region.filter(box => constrained(space.layout, box).every(({ subject }) => subject.kind !== 'broken'));
}

function inFileOrder(rules: readonly ProblemRule[]): AnalysedRule[] {
  return rules.map(({ rule }) => rule).sort((a, b) => a.index - b.index);
}
