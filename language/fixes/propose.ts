import type { AnalysedRule, Analysis, Cover, Fact } from '../../engine/index.ts';
import { coveringRules } from '../findings/cover-places.ts';
import type { Project } from '../source/project/project.ts';
import { closeBoundary } from './close-boundary.ts';
import { coverInputs } from './cover-inputs.ts';
import { deleteClause } from './delete-clause.ts';
import { deleteRule } from './delete-rule.ts';
import { failSafe } from './fail-safe.ts';
import { keepInvariant } from './keep-invariant.ts';
import { moveBefore, moveToEnd } from './move-rule.ts';
import { narrow } from './narrow-rule.ts';
import type { Proposal } from './proposal.ts';
import { defaultInstead, writeDefault } from './write-default.ts';

/** Edits that may fix a fact of the analysis, likeliest first. */
export function proposalsFor(fact: Fact, project: Project, analysis: Analysis): Proposal[] {
  switch (fact.kind) {
    case 'contradictory-trigger':
      return deleteRule(project, fact.rule);
    case 'redundant-rule':
      return [
        ...deleteRule(project, fact.rule),
        ...(fact.successors.includes(null) ? defaultInstead(project, fact.rule) : []),
      ];
    case 'shadowed-rule':
      return [
        ...placesFor(fact.cover).flatMap(place => moveBefore(project, fact.rule, place)),
        ...(fact.cover.alone.length === 1 ? fact.cover.alone.flatMap(broad => narrow(project, broad, fact.rule)) : []),
        ...deleteRule(project, fact.rule),
      ];
    case 'irrelevant-clause':
      return deleteClause(project, fact.rule, fact.clause);
    case 'tautological-trigger':
      return moveToEnd(project, fact.rule);
    case 'uncovered-input':
      return [...writeDefault(project), ...coverInputs(fact, project)];
    case 'boundary-gap':
      return closeBoundary(fact, project);
    case 'fails-open':
      return failSafe(project, fact.rule);
    case 'invariant-violated':
      return keepInvariant(fact, project, analysis);
    case 'conflicting-rules':
    case 'wide-grant':
    case 'invariant-proved':
    case 'assumption-unsatisfiable':
    case 'analysis-incomplete':
      return [];
  }
}

/** The rules before which a shadowed one can move: the first of those that cover it, and the last. */
function placesFor(cover: Cover): AnalysedRule[] {
  const inOrder = [...coveringRules(cover)].sort((a, b) => a.index - b.index);
  const [first, last] = [inOrder[0], inOrder.at(-1)];
  return [...new Set([first, last])].filter(rule => rule !== undefined);
}
