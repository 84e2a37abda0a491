import type { AnalysedRule, Fact } from '../../engine/index.ts';
import type { Fix } from '../findings/finding.ts';
import type { SourceDocument, SourcePath } from '../source/document/document.ts';
import type { Project } from '../source/project/project.ts';

export type TextEdit = Fix['edits'][number];

/** A change of text that may put a finding right; whether it does has to be tried. */
export interface Proposal {
  /** What is done, to stand before what it changes: "Move before `vip`". */
  title: string;
  edits: TextEdit[];
  /** Where the finding need not be gone altogether: whether the proposal has done what it is there for. */
  isDone?: (facts: readonly Fact[]) => boolean;
}

/** A proposal, unless there are no edits for it. */
export function proposal(title: string, edits: TextEdit[] | null, isDone?: Proposal['isDone']): Proposal[] {
  return edits === null ? [] : [{ title, edits, ...(isDone === undefined ? {} : { isDone }) }];
}

/** The document that a path of the merged rule set is written in, and the path in it. */
export function writtenAt(project: Project, path: SourcePath): { document: SourceDocument; path: SourcePath } | null {
  const origin = project.originOf(path);
  const document = origin === null ? undefined : project.documents.get(origin.uri);
  return origin === null || document === undefined ? null : { document, path: origin.path };
}

/** The list that a rule stands in, and its place there. */
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

/** Whether rules decide in the order in which they stand. */
export function decidesByOrder({ ruleSet }: Project): boolean {
  return (ruleSet.hitPolicy ?? 'first') === 'first';
}
