import type { AnalysedRule } from '../../engine/index.ts';
import { nameOf } from '../findings/fact-words.ts';
import type { Project } from '../source/project/project.ts';
import { moveItem } from './list-edit.ts';
import { decidesByOrder, proposal, ruleItem, type Proposal } from './proposal.ts';

/** Moves a rule directly before another, so that it decides if both fire. No proposal if the order does not matter. */
export function moveBefore(project: Project, rule: AnalysedRule, other: AnalysedRule): Proposal[] {
  const [item, place] = [ruleItem(project, rule), ruleItem(project, other)];
  if (item === null || place === null || item.document !== place.document || !decidesByOrder(project)) return [];
  const title = `Move ${nameOf(project, rule)} before ${nameOf(project, other)}`;
  return proposal(title, moveItem(item.document, item.list, item.index, place.index));
}

/** Moves a rule to the end, so that it decides only what no other rule does. */
export function moveToEnd(project: Project, rule: AnalysedRule): Proposal[] {
  const item = ruleItem(project, rule);
  if (item === null || !decidesByOrder(project)) return [];
  const title = `Move ${nameOf(project, rule)} to the end`;
  return proposal(title, moveItem(item.document, item.list, item.index, 'end'));
}
