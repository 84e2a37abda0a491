import { ownValue } from '../../../engine/model/json.ts';
import { ruleName, type PayloadContract } from '../../../engine/model/rule-set.ts';
import type { Definition, Project, Reference } from '../../source/project/project.ts';
import { listIn } from '../../source/project/names.ts';
import { fileName } from '../../source/document/file-kind.ts';
import { code, listInWords, paragraphs, prose } from './markdown.ts';
import { describeRule } from './rule.ts';
import { describeSignal } from './signal.ts';
import { describeTarget } from './target.ts';
import { describeThreshold } from './threshold.ts';

/** A definition in Markdown: its declaration, its file if that is not `from`, and its uses. */
export function describeDefinition(project: Project, definition: Definition, from: string): string {
  const elsewhere = definition.uri === from ? null : `Declared in ${code(fileName(definition.uri))}.`;
  return paragraphs(declarationInWords(project, definition), elsewhere, usage(project, definition));
}

/** A definition's declaration in Markdown. */
export function declarationInWords({ ruleSet, declarations }: Project, { kind, name, version }: Definition): string {
  switch (kind) {
    case 'signal': {
      const signal = declarations.signals.get(name);
      return signal === undefined ? `**Signal** ${code(name)}` : describeSignal(name, signal);
    }
    case 'threshold': {
      const threshold = declarations.thresholds.get(name);
      return threshold === undefined ? `**Threshold** ${code(name)}` : describeThreshold(name, threshold);
    }
    case 'target': {
      const target = Object.hasOwn(ruleSet.targets ?? {}, name) ? ruleSet.targets?.[name] : undefined;
      return target === undefined ? `**Target** ${code(name)}` : describeTarget(name, target, ruleSet.targets ?? {});
    }
    case 'payload': {
      const contract = Object.hasOwn(ruleSet.payloads ?? {}, name) ? ruleSet.payloads?.[name] : undefined;
      return contract === undefined ? `**Payload contract** ${code(name)}` : describePayload(name, contract);
    }
    case 'rule': {
      const rule = ruleSet.rules.find(each => each.id === name && (each.version ?? 1) === version);
      return rule === undefined
        ? `**Rule** ${code(ruleName({ id: name, ...(version === null ? {} : { version }) }))}`
        : describeRule(rule);
    }
    case 'invariant': {
      const invariant = ruleSet.invariants?.find(each => each.id === name);
      return paragraphs(`**Invariant** ${code(name)}`, prose(invariant?.reason));
    }
  }
}

function describePayload(name: string, { description, fields, schema, sensitive = [] }: PayloadContract): string {
  const required = listIn(typeof schema === 'object' ? schema : undefined, 'required');
  const marksOf = (field: string): string => {
    const marks = [
      ...(required.includes(field) ? ['required'] : []),
      ...(sensitive.includes(field) ? ['sensitive'] : []),
    ];
    return marks.length === 0 ? '' : ` (${marks.join(', ')})`;
  };
  const lines = Object.entries(fields ?? {}).map(
    ([field, expression]) => `- ${code(field)}${marksOf(field)}: ${code(String(expression))}`,
  );
  return paragraphs(`**Payload contract** ${code(name)}`, prose(description), lines.join('\n'));
}

/** The rules and other parts of the rule set that use a name; null for rules and invariants. */
function usage(project: Project, { kind, name }: Definition): string | null {
  if (kind === 'rule' || kind === 'invariant') return null;
  const references = project.referencesTo(kind, name);
  if (references.length === 0) return 'Not used.';
  const places = [...new Set(references.map(reference => placeOf(project, reference)))];
  return `Used in ${listInWords(places)}.`;
}

function placeOf(project: Project, { uri, path }: Reference): string {
  const [section, element] = path;
  const document = project.documents.get(uri);
  if (section === 'rules' && typeof element === 'number') {
    const rule = listIn(document?.value, 'rules')[element];
    const id = ownValue(rule, 'id');
    const version = ownValue(rule, 'version');
    return typeof id === 'string'
      ? code(ruleName(typeof version === 'number' ? { id, version } : { id }))
      : `rule ${element + 1}`;
  }
  if (section === 'invariants' && typeof element === 'number') {
    const id = ownValue(listIn(document?.value, 'invariants')[element], 'id');
    return typeof id === 'string' ? `invariant ${code(id)}` : 'an invariant';
  }
  if (section === 'assumptions' && typeof element === 'number') return `assumption ${element + 1}`;
  if (section === 'default') return 'the default';
  return typeof element === 'string' ? code(element) : 'another place';
}
