import { reservedPart } from '../../../engine/index.ts';
import { contains, type Range } from '../../location.ts';
import type { ContractProblem } from '../../source/project/payload-schemas.ts';
import type { Definition, Project } from '../../source/project/project.ts';
import type { SourceDocument } from '../../source/document/document.ts';
import type { SchemaProblem } from '../../source/document/schema-problems.ts';
import { denyAsTarget } from '../deny-as-target.ts';
import { withEntry } from '../entry-edit.ts';
import type { Detected, FindingDefinition, Fix } from '../finding.ts';
import { replacement, ruleAt, scalarFix } from '../places.ts';
import { fileFindings, isMissing } from './undefined-import.ts';

export const schema: FindingDefinition = {
  code: 'schema',
  category: 'syntax',
  fixable: true,
  severity: 'error',
  title: 'Schema violation',
  summary:
    'A key or value violates the schema: a key is unknown or missing, or a value has the wrong type or is out of range.',
  guards: 'loading',
  detect: project => [
    ...project.files.flatMap(({ document }) => emptyDocument(document)),
    ...project.files.flatMap(({ document }) =>
      schemaFindings(
        document,
        project.schemaProblems.filter(problem => problem.uri === document.uri),
      ),
    ),
    ...unfitNames(project),
    ...denyAsTarget(project),
    ...noApprovers(project),
    ...fileFindings(
      project.fileProblems.filter(problem => !isMissing(problem)),
      project.documents,
    ),
    ...contractFindings(project, ({ never }) => never),
  ],
  detectInSamples: ({ document, schemaProblems }) => [
    ...emptyDocument(document),
    ...schemaFindings(document, schemaProblems),
  ],
};

/** The selected problems of payload contracts, as findings. */
export function contractFindings(project: Project, wanted: (problem: ContractProblem) => boolean): Detected[] {
  return project.contractProblems.filter(wanted).map(({ message, uri, range, related }) => ({
    message,
    uri,
    range,
    related: related.map(place => ({ ...place, rule: null })),
  }));
}

function emptyDocument({ value, uri, problems, kind }: SourceDocument): Detected[] {
  if (value !== undefined || problems.length > 0) return [];
  const start =
    kind === 'samples' ? '`samples: 1`, `ruleset:` and `cases:`' : '`escalation: 2`, `name:`, `version:` and `rules:`';
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  return [{ message: `This file is empty. It needs ${start}.`, uri, range }];
}

/** Schema problems as findings, except where the text has syntax errors: what seems missing there may only be unreadable. */
export function schemaFindings(document: SourceDocument, problems: readonly SchemaProblem[]): Detected[] {
  const unreadable = document.problems.filter(problem => problem.code === 'yaml-syntax').map(problem => problem.range);
  return problems
    .filter(problem => {
      const range = affectedRange(document, problem);
      return !unreadable.some(each => contains(range, each.start) || isLostIn(document, problem, range, each));
    })
    .map(problem => schemaFinding(document, problem));
}

/** True if the missing key is on the line after its mapping, which cannot be read because of its indentation. */
function isLostIn(document: SourceDocument, { missing }: SchemaProblem, mapping: Range, { start }: Range): boolean {
  const [end, line] = [document.offsetAt(mapping.end), document.offsetAt(start)];
  if (line < end || document.text.slice(end, line).trim() !== '') return false;
  const key = /^\s*["']?([\w-]+)["']?\s*:/.exec(document.text.slice(line, line + 200))?.[1];
  return key !== undefined && missing.includes(key);
}

/** The range of the entry with the problem; for a missing key, of the mapping that lacks it. */
function affectedRange(document: SourceDocument, { kind, path }: SchemaProblem): Range {
  const inside = kind !== 'missing-key' || document.nodeAt(path)?.kind === 'mapping';
  return document.rangeOf(inside ? path : path.slice(0, -1), 'item');
}

function schemaFinding(
  document: SourceDocument,
  { path, part, message, suggestion, version, addition }: SchemaProblem,
): Detected {
  const range = document.rangeOf(path, part);
  const fix =
    version !== undefined
      ? scalarFix(`Change to \`escalation: ${version}\``, document, ['escalation'], String(version))
      : suggestion === null
        ? null
        : part === 'key'
          ? replacement(`Change to \`${suggestion}\``, document.uri, range, suggestion)
          : scalarFix(`Change to \`${suggestion}\``, document, path, suggestion);
  const added = addition === undefined ? null : additionFix(document, path, addition);
  const fixes = [fix, added].flatMap(each => each ?? []);
  return { message, uri: document.uri, range, rule: ruleAt(document, path), fixes };
}

/** Adds a key that can have only one value. */
function additionFix(
  document: SourceDocument,
  path: SchemaProblem['path'],
  { key, value }: NonNullable<SchemaProblem['addition']>,
): Fix | null {
  const edits = withEntry(document, path, key, JSON.parse(value) as string | number);
  return edits === null ? null : { title: `Add \`${key}: ${value}\``, edits, preferred: true };
}

/** Reports an empty list of approvers. The schema allows it, so that releases with such a list stay readable. */
function noApprovers({ document, ruleSet }: Project): Detected[] {
  if (ruleSet.governance?.approvers?.length !== 0) return [];
  const message =
    'An empty list of approvers lets nobody approve. List who may approve, or remove `approvers` to allow everybody except the authors of a change.';
  return [{ message, uri: document.uri, range: document.rangeOf(['governance', 'approvers']) }];
}

/** Reserved names, and signals that exclude each other: a signal `customer` has a value and cannot contain `customer.tier`. */
function unfitNames(project: Project): Detected[] {
  const signals = project.definitions.filter(each => each.kind === 'signal');
  const names = new Set(signals.map(each => each.name));
  const fail = (definition: Definition, message: string): Detected => ({
    message,
    uri: definition.uri,
    range: definition.range,
  });
  return project.definitions.flatMap(definition => {
    const { kind, name } = definition;
    if (kind !== 'signal' && kind !== 'threshold') return [];
    const reserved = reservedPart(name);
    if (reserved !== undefined) {
      return [
        fail(definition, `\`${reserved}\` is reserved in expressions and cannot name a ${kind}. Choose another name.`),
      ];
    }
    const parts = name.split('.');
    const holder = parts
      .map((_, index) => parts.slice(0, index).join('.'))
      .find(prefix => kind === 'signal' && prefix !== '' && names.has(prefix));
    if (holder === undefined) return [];
    return [
      fail(definition, `\`${holder}\` is itself a signal, so it cannot contain \`${name}\`. Rename one of them.`),
    ];
  });
}
