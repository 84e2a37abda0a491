import { allows, type Analysis, type FactOf, meet, wide } from '../../engine/index.ts';
import type { Project } from '../source/project/project.ts';
import { moveBefore } from './move-rule.ts';
import { decidesByOrder, type Proposal } from './proposal.ts';

const maxMoved = 3;

/** Moves a rule that meets an invariant before the first rule that violates it. */
export function keepInvariant(
  { invariant: index }: FactOf<'invariant-violated'>,
  project: Project,
  { problem }: Analysis,
): Proposal[] {
  const stated = problem.subject.invariants[index];
  const region = stated && problem.regions.within([stated.when, 'true']);
  if (stated === undefined || region === undefined || region === null || !decidesByOrder(project)) return [];
  const where = wide(problem, region);
  const concerned = problem.rules.filter(({ fires }) => meet(problem, where, fires));
  const breaking = concerned.find(({ rule }) => !allows(stated.invariant, rule.rule));
  if (breaking === undefined) return [];
  return concerned
    .filter(({ rule, position }) => position > breaking.position && allows(stated.invariant, rule.rule))
    .slice(0, maxMoved)
    .flatMap(({ rule }) => moveBefore(project, rule, breaking.rule));
}
