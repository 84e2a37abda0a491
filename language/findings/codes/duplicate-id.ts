import { ruleName } from '../../../engine/model/rule-set.ts';
import type { Definition, Project } from '../../source/project/project.ts';
import { fileName } from '../../source/document/file-kind.ts';
import type { Detected, FindingDefinition } from '../finding.ts';
import { ruleAt } from '../places.ts';

export const duplicateId: FindingDefinition = {
  code: 'duplicate-id',
  category: 'names',
  severity: 'error',
  title: 'Duplicate definition',
  summary: 'A signal, threshold, target, payload contract, rule version or invariant is defined twice.',
  guards: 'loading',
  detect: project => {
    const seen = new Map<string, Definition>();
    const found: Detected[] = [];
    // Imports come before the file that imports them, so that the duplicate is reported in the importing file.
    const order = [...project.files.slice(1), ...project.files.slice(0, 1)].map(file => file.uri);
    for (const uri of order) {
      for (const definition of project.definitions.filter(each => each.uri === uri)) {
        const { kind, name, version } = definition;
        if ((kind === 'rule' || kind === 'invariant') && uri !== project.uri) continue;
        const key = `${kind} ${version ?? ''} ${name}`;
        const first = seen.get(key);
        if (first === undefined) seen.set(key, definition);
        else found.push(duplicate(project, definition, first));
      }
    }
    return found;
  },
};

const kindNames = {
  signal: 'signal',
  threshold: 'threshold',
  target: 'target',
  payload: 'payload contract',
  rule: 'rule',
  invariant: 'invariant',
} as const;

function duplicate(project: Project, again: Definition, first: Definition): Detected {
  const { kind, name, version } = again;
  const shown = version === null ? name : ruleName({ id: name, version });
  const where = first.uri === again.uri ? 'above' : `in ${fileName(first.uri)}`;
  const advice =
    kind === 'rule'
      ? 'Give it another id, or a new version with its own effective period.'
      : 'Rename or remove one of them.';
  const related = [
    { message: `The first definition of \`${shown}\`, which is used.`, uri: first.uri, range: first.range, rule: null },
  ];
  const file = project.files.find(each => each.uri === again.uri);
  if (again.uri !== project.uri && first.uri !== again.uri && file !== undefined && file.throughImport !== null) {
    // Each file is correct by itself: the error is to import both.
    return {
      message: `${fileName(again.uri)} and ${fileName(first.uri)} both define the ${kindNames[kind]} \`${shown}\`. Import only one of them, or rename it in one.`,
      uri: project.uri,
      range: project.document.rangeOf(['imports', file.throughImport]),
      related: [
        ...related,
        { message: `The second definition of \`${shown}\`.`, uri: again.uri, range: again.range, rule: null },
      ],
    };
  }
  const document = project.documents.get(again.uri);
  return {
    message: `The ${kindNames[kind]} \`${shown}\` is already defined ${where}, and that definition is used. ${advice}`,
    uri: again.uri,
    range: again.range,
    rule: document === undefined ? null : ruleAt(document, again.path),
    related: related.map(place => ({ ...place, rule: kind === 'rule' ? shown : null })),
  };
}
