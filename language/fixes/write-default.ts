import type { AnalysedRule } from '../../engine/index.ts';
import { deleteRule } from './delete-rule.ts';
import { proposal, type Proposal, type TextEdit } from './proposal.ts';
import type { SourceDocument } from '../source/document/document.ts';
import type { Project } from '../source/project/project.ts';
import { appendedLines } from './list-edit.ts';

/** What happens where no rule fires is written down, as it is. */
export function writeDefault(project: Project): Proposal[] {
  if (project.ruleSet.default !== undefined) return [];
  // Inputs that only the default decides are no fault any more.
  return proposal('Write the default: pause', withDefault(project.document), () => true);
}

/** A rule that pauses goes where the default that is not written decides the same, which is written instead. */
export function defaultInstead(project: Project, rule: AnalysedRule): Proposal[] {
  return writeDefault(project).flatMap(({ edits }) =>
    deleteRule(project, rule).flatMap(deletion =>
      proposal(`${deletion.title} and write the default: pause`, [...deletion.edits, ...edits]),
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
