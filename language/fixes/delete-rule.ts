import type { AnalysedRule } from '../../engine/index.ts';
import { nameOf } from '../findings/fact-words.ts';
import type { Project } from '../source/project/project.ts';
import { removeItem } from './list-edit.ts';
import { proposal, ruleItem, type Proposal } from './proposal.ts';

/** Deletes a rule with its comments. */
export function deleteRule(project: Project, rule: AnalysedRule): Proposal[] {
  const item = ruleItem(project, rule);
  return item === null
    ? []
    : proposal(`Delete ${nameOf(project, rule)}`, removeItem(item.document, item.list, item.index));
}
