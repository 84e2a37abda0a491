import { allows, type Analysis, type FactOf, meet, wide } from '../../engine/index.ts';
import type { Project } from '../source/project/project.ts';
import { moveBefore } from './move-rule.ts';
import { decidesByOrder, type Proposal } from './proposal.ts';

const mostMoved = 3;

/** A rule that decides as an invariant requires comes before the first one that decides otherwise where the invariant applies. */
export function keepInvariant(
  { invariant: index }: FactOf<'invariant-violated'>,
  project: Project,
  { ground }: Analysis,
): Proposal[] {
  const stated = ground.subject.invariants[index];
  const region = stated && ground.regions.within([stated.when, 'true']);
  if (stated === undefined || region === undefined || region === null || !decidesByOrder(project)) return [];
  const where = wide(ground, region);
  const concerned = ground.rules.filter(({ fires }) => meet(ground, where, fires));
  const breaking = concerned.find(({ rule }) => !allows(stated.invariant, rule.rule));
  if (breaking === undefined) return [];
  return concerned
    .filter(({ rule, position }) => position > breaking.position && allows(stated.invariant, rule.rule))
    .slice(0, mostMoved)
    .flatMap(({ rule }) => moveBefore(project, rule, breaking.rule));
}
