import type { AnalysedRule } from '../../engine/index.ts';
import { deleteRule } from './delete-rule.ts';
import { proposal, type Proposal, type TextEdit } from './proposal.ts';
import type { SourceDocument } from '../source/document/document.ts';
import type { Project } from '../source/project/project.ts';
import { appendedLines } from './list-edit.ts';

/** Declares the default that is already implied if no rule fires: pause. */
export function writeDefault(project: Project): Proposal[] {
  if (project.ruleSet.default !== undefined) return [];
  // With a default, uncovered inputs are only a hint.
  return proposal('Add a default that pauses', withDefault(project.document), () => true);
}

/** Replaces a rule that pauses by a declared default that does the same. */
export function defaultInstead(project: Project, rule: AnalysedRule): Proposal[] {
  return writeDefault(project).flatMap(({ edits }) =>
    deleteRule(project, rule).flatMap(deletion =>
      proposal(`${deletion.title} and add a default that pauses`, [...deletion.edits, ...edits]),
    ),
  );
}

function withDefault(document: SourceDocument): TextEdit[] | null {
  const { root } = document;
  const rules = document.nodeAt(['rules']);
  if (root?.kind !== 'mapping' || rules?.kind !== 'sequence') return null;
  if (!root.flow) return appendedLines(document, ['rules'], ['default: { decide: pause }']);
  const text = document.format === 'json' ? '"default": { "decide": "pause" }' : 'default: { decide: pause }';
  const range = document.rangeBetween(rules.end, rules.end);
  const entry = root.byKey.get('rules');
  const line = entry === undefined ? 0 : document.lineStart(document.positionAt(entry.keyNode.start).line);
  const margin = document.text.slice(line, entry?.keyNode.start ?? line);
  const separator = line > 0 && margin.trim() === '' ? `,\n${margin}` : ', ';
  return [{ uri: document.uri, range, newText: `${separator}${text}` }];
}
