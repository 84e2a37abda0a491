import { ownValue } from '../../../engine/model/json.ts';
import type { Project } from '../../source/project/project.ts';
import type { SourceDocument, SourcePath } from '../../source/document/document.ts';
import { listIn, objectIn } from '../../source/project/names.ts';
import type { Detected, FindingDefinition } from '../finding.ts';
import { related, ruleAt, scalarFix } from '../places.ts';
import { removalFix } from '../removal.ts';

export const decisionTargetMismatch: FindingDefinition = {
  code: 'decision-target-mismatch',
  category: 'handoffs',
  fixable: true,
  severity: 'error',
  title: 'Decision and target do not match',
  summary:
    '`escalate` needs a target of kind human and `route` one of kind agent, but the target is of the other kind; or `deny` has a target, an agent joins a person, or an agent needs approvals.',
  guards: 'loading',
  detect: project => [
    ...listIn(project.document.value, 'rules').flatMap((_, index) => mismatch(project, ['rules', index])),
    ...mismatch(project, ['default']),
    ...project.files.flatMap(({ document }) => [...joiningAgents(project, document), ...approvingAgents(document)]),
  ],
};

const kinds: Readonly<Record<string, 'human' | 'agent'>> = { escalate: 'human', route: 'agent' };

function mismatch(project: Project, path: SourcePath): Detected[] {
  const { document, ruleSet } = project;
  const outcome =
    typeof path[1] === 'number' ? listIn(document.value, 'rules')[path[1]] : ownValue(document.value, 'default');
  const decide = ownValue(outcome, 'decide');
  const to = ownValue(outcome, 'to');
  if (typeof decide !== 'string' || typeof to !== 'string') return [];
  if (decide === 'deny') return [denied(document, [...path, 'to'])];
  if (!Object.hasOwn(kinds, decide)) return [];
  const kind = ownValue(ownValue(ruleSet.targets, to), 'kind');
  if ((kind !== 'human' && kind !== 'agent') || kind === kinds[decide]) return [];
  const other = decide === 'route' ? 'escalate' : 'route';
  const target = project.definitionsOf('target', to)[0];
  const targetDocument = target && project.documents.get(target.uri);
  const fix = scalarFix(`Decide ${other} instead`, document, [...path, 'decide'], other);
  const message =
    decide === 'escalate'
      ? `\`escalate\` hands over to a person, but \`${to}\` is an agent. Name a target of kind human, or decide \`route\`.`
      : `\`route\` hands over to an agent, but \`${to}\` is a person. Name a target of kind agent, or decide \`escalate\`.`;
  return [
    {
      message,
      uri: document.uri,
      range: document.rangeOf([...path, 'to']),
      rule: ruleAt(document, path),
      related:
        target && targetDocument
          ? [
              related(
                targetDocument,
                target.path,
                targetDocument.rangeOf([...target.path, 'kind'], 'item'),
                `\`${to}\` is of kind ${kind}.`,
              ),
            ]
          : [],
      fixes: fix === null ? [] : [{ ...fix, preferred: false }],
    },
  ];
}

function denied(document: SourceDocument, path: SourcePath): Detected {
  const fix = removalFix('Delete `to`', document, path);
  return {
    message:
      '`deny` hands over to nobody. Delete `to`, or decide `escalate` or `route` so that the target can still allow the action.',
    uri: document.uri,
    range: document.rangeOf(path),
    rule: ruleAt(document, path),
    fixes: fix === null ? [] : [fix],
  };
}

/** Agents that join people: an agent could then resolve what a person must decide. */
function joiningAgents(project: Project, document: SourceDocument): Detected[] {
  return Object.entries(objectIn(document.value, 'targets')).flatMap(([name, target]) => {
    const joining = ownValue(ownValue(target, 'also'), 'target');
    if (ownValue(target, 'kind') !== 'human' || typeof joining !== 'string') return [];
    if (ownValue(ownValue(project.ruleSet.targets, joining), 'kind') !== 'agent') return [];
    const path = ['targets', name, 'also', 'target'];
    const [definition] = project.definitionsOf('target', joining);
    const other = definition && project.documents.get(definition.uri);
    return [
      {
        message: `\`${joining}\` is an agent: it could resolve what \`${name}\`, a person, must decide. Let a target of kind human join.`,
        uri: document.uri,
        range: document.rangeOf(path),
        related:
          definition && other
            ? [
                related(
                  other,
                  definition.path,
                  other.rangeOf([...definition.path, 'kind'], 'item'),
                  `\`${joining}\` is of kind agent.`,
                ),
              ]
            : [],
      },
    ];
  });
}

function approvingAgents(document: SourceDocument): Detected[] {
  return Object.entries(objectIn(document.value, 'targets')).flatMap(([name, target]) => {
    if (ownValue(target, 'kind') !== 'agent' || ownValue(target, 'approvals') === undefined) return [];
    const path = ['targets', name, 'approvals'];
    const fix = removalFix('Delete `approvals`', document, path);
    return [
      {
        message: `Only people approve, and \`${name}\` is an agent. Delete \`approvals\`, or hand over to a target of kind human.`,
        uri: document.uri,
        range: document.rangeOf(path, 'item'),
        fixes: fix === null ? [] : [fix],
      },
    ];
  });
}
