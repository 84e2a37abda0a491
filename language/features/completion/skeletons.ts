import { inputSignals } from '../../../engine/index.ts';
import { nearestName } from '../../../engine/model/nearest-name.ts';
import { decisions } from '../../../engine/model/rule-set.ts';
import type { SourceDocument, SourcePath } from '../../source/document/document.ts';
import { fileName } from '../../source/document/file-kind.ts';
import type { Project } from '../../source/project/project.ts';
import { choice, item, laterVersion, type CompletionItem } from './item.ts';
import { example } from './input-completion.ts';
import { indented } from './key-completion.ts';
import { ruleSkeletons, type Skeleton } from './rule-skeletons.ts';
import type { StructureCursor } from './structure-cursor.ts';

/** Templates for new entries of the list or mapping at the cursor: a rule, a signal, a target, a sample. */
export function completeSkeletons(
  document: SourceDocument,
  cursor: StructureCursor,
  project: Project | null,
): CompletionItem[] {
  const { key, item: newItem } = cursor;
  if (document.format === 'json') return [];
  if (newItem !== null && !cursor.flow) {
    const items = skeletonsFor(document, [...newItem.path, newItem.index], project, false);
    if (items.length > 0) return items.map(each => skeletonItem(each, cursor.here, cursor, '- '));
  }
  if (key === null || key.present !== null) return [];
  // A mapping that already has entries is not the place for a new item.
  const holder = document.nodeAt(key.path);
  const fresh = holder === undefined || holder.kind === 'scalar';
  return skeletonsFor(document, key.path, project, true)
    .filter(each => each.entry || fresh)
    .map(each => skeletonItem(each, key.range, cursor, ''));
}

function skeletonItem(
  skeleton: Skeleton,
  range: CompletionItem['range'],
  cursor: StructureCursor,
  dash: string,
): CompletionItem {
  const [first = '', ...rest] = skeleton.lines;
  const column = cursor.column + dash.length;
  const text = cursor.flow
    ? first
    : [first, ...rest.map(line => (line === '' ? '' : indented(line, column)))].join('\n');
  return item(skeleton.label, 'skeleton', range, `${cursor.space}${dash}${text}`, {
    detail: skeleton.detail,
    documentation: null,
    snippet: true,
    group: 300,
  });
}

/** Templates for a path. `entry`: true for an entry of the mapping at the path, false for the content of a new mapping there. */
function skeletonsFor(
  document: SourceDocument,
  path: SourcePath,
  project: Project | null,
  entries: boolean,
): (Skeleton & { entry: boolean })[] {
  const [section, second] = path;
  const fill = (...all: Skeleton[]) => all.map(each => ({ ...each, entry: false }));
  const entry = (...all: Skeleton[]) => (entries ? all.map(each => ({ ...each, entry: true })) : []);
  if (document.kind === 'samples') {
    if (path.length === 0 && document.root === null) return entry(wholeSamples(document, project));
    return section === 'cases' && path.length === 2 && typeof second === 'number'
      ? fill(sample(document, project))
      : [];
  }
  if (document.kind !== 'rule-set') return [];
  if (path.length === 0) return document.root === null ? entry(wholeRuleSet(document)) : [];
  if (path.length === 2 && typeof second === 'number') {
    if (section === 'rules')
      return fill(...ruleSkeletons(project).filter(each => laterVersion(document, each) === null));
    if (section === 'assumptions') return fill(assumption);
    return section === 'invariants' ? fill(invariant) : [];
  }
  if (path.length !== 1) return [];
  if (section === 'signals') return entry(...undeclared(project), ...signals);
  if (section === 'thresholds') return entry(threshold);
  if (section === 'targets') return entry(...targets);
  return section === 'payloads' ? entry(payload) : [];
}

const signals: Skeleton[] = [
  {
    label: 'signal: number',
    detail: 'type: number',
    lines: ['${1:name}: { type: number, minimum: ${2:0}, maximum: ${3:1}, description: ${4:What it measures} }'],
  },
  {
    label: 'signal: one of several texts',
    detail: 'enum',
    lines: ['${1:name}: { type: string, enum: [${2:first}, ${3:second}], description: ${4:What it says} }'],
  },
  {
    label: 'signal: set of texts',
    detail: 'array',
    lines: ['${1:name}: { type: array, items: { type: string, enum: [${2:first}, ${3:second}] }, uniqueItems: true }'],
  },
  {
    label: 'signal: true or false',
    detail: 'boolean',
    lines: ['${1:name}: { type: boolean, description: ${2:When it is true} }'],
  },
  {
    label: 'signal: duration',
    detail: 'format: duration',
    lines: ['${1:name}: { type: string, format: duration, description: ${2:How long} }'],
  },
];

/** Signals that conditions use but that are not declared. */
function undeclared(project: Project | null): Skeleton[] {
  const declared = (project === null || project === undefined ? [] : inputSignals(project.declarations)).map(
    ([name]) => name,
  );
  const names = (project?.expressions ?? []).flatMap(({ checked }) =>
    checked.problems.flatMap(({ kind, name }) => (kind === 'undefined-signal' && name !== undefined ? [name] : [])),
  );
  return [...new Set(names)]
    .filter(name => nearestName(name, declared) === undefined && /^[A-Za-z_][\w.]*$/.test(name))
    .map(name => ({
      label: name,
      detail: 'used in a condition',
      lines: [`${name}: { type: \${1|number,integer,string,boolean|} }`],
    }));
}

const threshold: Skeleton = {
  label: 'threshold: number with its range',
  detail: 'value, minimum, maximum',
  lines: [
    '${1:min_confidence}: { value: ${2:0.7}, minimum: ${3:0.5}, maximum: ${4:0.95}, description: ${5:What changes here} }',
  ],
};

const targets: Skeleton[] = [
  {
    label: 'target: a person or team',
    detail: 'kind: human',
    lines: [
      '${1:support}:',
      '  kind: human',
      '  channel: ${2:queue}',
      '  acknowledgeWithin: ${3:15m}',
      '  onTimeout: ${4:pause}',
    ],
  },
  {
    label: 'target: another agent',
    detail: 'kind: agent',
    lines: ['${1:supervisor}: { kind: agent, acknowledgeWithin: ${2:30s}, onTimeout: ${3:pause} }'],
  },
];

const payload: Skeleton = {
  label: 'payload contract',
  detail: 'schema and fields',
  lines: [
    '${1:handoff}@1:',
    '  schema:',
    '    type: object',
    '    required: [${2:last_message}]',
    '    properties:',
    '      ${2:last_message}: { type: string }',
    '  fields:',
    '    ${2:last_message}: ${3:conversation.last_user_message}',
  ],
};

const assumption: Skeleton = {
  label: 'assumption',
  detail: 'holds for every real input',
  lines: ['when: ${1:condition}', 'holds: ${2:condition}', 'reason: ${3:Why it is so.}'],
};

const invariant: Skeleton = {
  label: 'invariant',
  detail: 'must hold for every input',
  lines: [
    'id: ${1:invariant-id}',
    'when: ${2:condition}',
    'require: { decide: [${3:escalate}, ${4:stop}] }',
    'reason: ${5:The policy behind it.}',
  ],
};

function wholeRuleSet({ uri }: SourceDocument): Skeleton {
  const name = fileName(uri)
    .replace(/\.escalation\..*$/i, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return {
    label: 'whole rule set',
    detail: 'a complete file to start from',
    lines: [
      'escalation: 2',
      `name: \${1:${name === '' ? 'rule-set' : name}}`,
      'version: 0.1.0',
      'description: ${2:When the agent stops and hands over.}',
      '',
      'signals:',
      '  ${3:confidence}: { type: number, minimum: 0, maximum: 1 }',
      '',
      'targets:',
      '  ${4:support}: { kind: human, acknowledgeWithin: 15m, onTimeout: pause }',
      '',
      'rules:',
      '  - id: ${5:weak-answer}',
      '    when: ${3:confidence} < ${6:0.7}',
      '    decide: escalate',
      '    to: ${4:support}',
      '    reason: ${7:The answer is uncertain.}',
      '',
      'default: { decide: pause }',
    ],
  };
}

function wholeSamples(document: SourceDocument, project: Project | null): Skeleton {
  const ruleSet = fileName(document.uri).replace(/\.samples\.[a-z]+$/i, '.escalation.yaml');
  return {
    label: 'whole sample file',
    detail: 'a complete file to start from',
    lines: [
      'samples: 1',
      `ruleset: \${9:./${ruleSet}}`,
      'cases:',
      ...sample(document, project).lines.map((line, index) => (index === 0 ? `  - ${line}` : `    ${line}`)),
    ],
  };
}

/** A sample with the required signals. */
function sample(document: SourceDocument, project: Project | null): Skeleton {
  const required = (project === null || project === undefined ? [] : inputSignals(project.declarations)).filter(
    ([name, signal]) => signal.required === true && !name.includes('.'),
  );
  const inputs = required.map(
    ([name, signal], index) => `  ${name}: ${renumbered(example(signal, document), index + 2)}`,
  );
  const isEarlier = project?.ruleSet.escalation === 1;
  const known = decisions.filter(each => each !== 'deny' || !isEarlier);
  const lines = ['name: ${1:What happens}', 'input:', ...(inputs.length === 0 ? ['  $2'] : inputs)];
  return {
    label: 'sample',
    detail: 'an input and its decision',
    lines: [...lines, `expect: { decide: ${choice(inputs.length + 3, known)} }`],
  };
}

function renumbered(snippet: string, number: number): string {
  return snippet.replace(/\$(\{?)1/g, `$$$1${number}`);
}
