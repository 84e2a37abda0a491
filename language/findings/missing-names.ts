import type { NameKind, Project, Reference } from '../source/project/project.ts';
import type { SamplesFile } from '../source/project/samples.ts';
import type { SourceDocument } from '../source/document/document.ts';
import type { Detected } from './finding.ts';
import { ruleAt, scalarFix } from './places.ts';

export interface Explanation {
  message: string;
  /** The name that was probably meant. */
  suggestion: string | undefined;
}

/** The explanation of a reference to an undefined name; null if another finding reports it. */
type Explain = (name: string, known: string[], reference: Reference) => Explanation | null;

/** References outside expressions to names that are not defined. */
export function missingNamesIn(project: Project, kind: NameKind, explain: Explain): Detected[] {
  const known = namesOf(project, kind);
  return project.references
    .filter(reference => reference.kind === kind && project.definitionsOf(kind, reference.name).length === 0)
    .flatMap(reference => {
      const document = project.documents.get(reference.uri);
      const explanation = explain(reference.name, known, reference);
      return document === undefined || explanation === null ? [] : [missing(document, reference, explanation)];
    });
}

/** References in a sample file to names that its rule set does not define; none if the rule set is missing. */
export function missingNames(samples: SamplesFile, kind: NameKind, explain: Explain): Detected[] {
  const { project, document } = samples;
  if (project === null) return [];
  const known = namesOf(project, kind);
  return samples.references
    .filter(reference => reference.kind === kind && !isDefined(project, reference))
    .flatMap(reference => {
      const explanation = explain(reference.name, known, reference);
      return explanation === null ? [] : [missing(document, reference, explanation)];
    });
}

function isDefined(project: Project, { kind, name, version }: Reference): boolean {
  return project.definitionsOf(kind, name).some(each => version === null || each.version === version);
}

export function namesOf(project: Project, kind: NameKind): string[] {
  return [...new Set(project.definitions.filter(each => each.kind === kind).map(each => each.name))];
}

function missing(document: SourceDocument, reference: Reference, { message, suggestion }: Explanation): Detected {
  const { uri, path, range, name } = reference;
  const part = { start: 0, end: name.length };
  const fix =
    suggestion === undefined
      ? null
      : scalarFix(`Change \`${name}\` to \`${suggestion}\``, document, path, suggestion, part);
  return {
    message: suggestion === undefined ? message : `${message} Did you mean \`${suggestion}\`?`,
    uri,
    range,
    rule: ruleAt(document, path),
    fixes: fix === null ? [] : [fix],
  };
}
