import type { AnalysedRule } from '../../engine/index.ts';
import { withEntry } from '../findings/entry-edit.ts';
import { nameOf } from '../findings/fact-words.ts';
import type { Project } from '../source/project/project.ts';
import { proposal, writtenAt, type Proposal } from './proposal.ts';

/** Lets a rule fail safe if its trigger is unknown: it fires, unless it would let the agent continue. */
export function failSafe(project: Project, rule: AnalysedRule): Proposal[] {
  const written = writtenAt(project, ['rules', rule.index]);
  if (written === null || rule.onUnknown === 'safe') return [];
  const title = `Let ${nameOf(project, rule)} fail safe on unknown`;
  return proposal(title, withEntry(written.document, written.path, 'onUnknown', 'safe'));
}
