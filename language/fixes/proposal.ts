import type { AnalysedRule, Fact } from '../../engine/index.ts';
import type { Fix } from '../findings/finding.ts';
import type { SourceDocument, SourcePath } from '../source/document/document.ts';
import type { Project } from '../source/project/project.ts';

export type TextEdit = Fix['edits'][number];

/** An edit that may fix a finding; it has to be tried. */
export interface Proposal {
  /** The beginning of the fix's title, before its effect: "Move before `vip`". */
  title: string;
  edits: TextEdit[];
  /** Tests for success with the facts after the edit; by default, the finding has to disappear. */
  isDone?: (facts: readonly Fact[]) => boolean;
}

/** A proposal, or none if there are no edits. */
export function proposal(title: string, edits: TextEdit[] | null, isDone?: Proposal['isDone']): Proposal[] {
  return edits === null ? [] : [{ title, edits, ...(isDone === undefined ? {} : { isDone }) }];
}

/** The document, and the path in it, from which a path of the merged rule set comes; null if there is none. */
export function writtenAt(project: Project, path: SourcePath): { document: SourceDocument; path: SourcePath } | null {
  const origin = project.originOf(path);
  const document = origin === null ? undefined : project.documents.get(origin.uri);
  return origin === null || document === undefined ? null : { document, path: origin.path };
}

/** The list that contains a rule, and its index there. */
export function ruleItem(
  project: Project,
  { index }: AnalysedRule,
): { document: SourceDocument; list: SourcePath; index: number } | null {
  const written = writtenAt(project, ['rules', index]);
  const at = written?.path.at(-1);
  return written === null || typeof at !== 'number'
    ? null
    : { document: written.document, list: written.path.slice(0, -1), index: at };
}

/** True if the first rule that fires decides. */
export function decidesByOrder({ ruleSet }: Project): boolean {
  return (ruleSet.hitPolicy ?? 'first') === 'first';
}
