import { isJsonObject, ownValue } from '../../../engine/model/json.ts';
import type { SourceDocument, SourcePath } from '../../source/document/document.ts';
import { entriesIn } from '../../source/project/names.ts';
import type { Project } from '../../source/project/project.ts';
import { withEntry } from '../entry-edit.ts';
import type { Detected, FindingDefinition, Fix } from '../finding.ts';
import { ruleAt } from '../places.ts';

export const handoffWithoutContext: FindingDefinition = {
  code: 'handoff-without-context',
  category: 'handoffs',
  fixable: true,
  severity: 'hint',
  title: 'Handoff without context',
  summary: 'A rule escalates or routes with neither a payload nor a reason.',
  detect: project => [
    ...entriesIn(project.document.value, 'rules').flatMap(([index, rule]) =>
      handoff(project, ['rules', index], rule, nameInWords(rule)),
    ),
    ...handoff(project, ['default'], ownValue(project.document.value, 'default'), 'No rule covers this case.'),
  ],
};

/** @param words a first draft of a reason, for a fix; null if there is none */
function handoff(project: Project, path: SourcePath, outcome: unknown, words: string | null): Detected[] {
  const decide = ownValue(outcome, 'decide');
  if (!isJsonObject(outcome) || (decide !== 'escalate' && decide !== 'route')) return [];
  if (isGiven(outcome['payload']) || isGiven(outcome['reason']) || outcome['status'] === 'retired') return [];
  const { document } = project;
  const advice =
    payloadsOf(project).length > 0
      ? 'Add a `payload`, or at least a `reason`.'
      : 'Add a `reason`, or declare a payload contract under `payloads`.';
  return [
    {
      message: `Whoever takes over gets neither a payload nor a reason and has to find out what happened. ${advice}`,
      uri: document.uri,
      range: document.rangeOf([...path, 'decide']),
      rule: ruleAt(document, path),
      fixes: [
        ...payloadsOf(project).map(name => fix(document, path, 'payload', name, `Hand over \`${name}\``)),
        ...(words === null ? [] : [fix(document, path, 'reason', words, `Give the reason "${words}"`)]),
      ].filter(each => each !== null),
    },
  ];
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

function payloadsOf({ definitions }: Project): string[] {
  return [...new Set(definitions.filter(({ kind }) => kind === 'payload').map(({ name }) => name))];
}

function fix(document: SourceDocument, path: SourcePath, key: string, value: string, title: string): Fix | null {
  const edits = withEntry(document, path, key, value);
  return edits === null ? null : { title, edits, preferred: false };
}

/** A draft of a reason from the rule's id: `legal-threat` becomes "Legal threat."; null for other forms of ids. */
function nameInWords(rule: unknown): string | null {
  const id = ownValue(rule, 'id');
  if (typeof id !== 'string' || !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id)) return null;
  const words = id.replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
