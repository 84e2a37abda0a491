import type { AnalysedRule, Condition, Fact, FactOf } from '../../engine/index.ts';
import type { Range } from '../location.ts';
import type { SourceDocument, SourcePath } from '../source/document/document.ts';
import { fileName } from '../source/document/file-kind.ts';
import type { Project } from '../source/project/project.ts';
import type { Detected, RelatedPlace } from './finding.ts';
import { causeAt, related, ruleAt } from './places.ts';

export function factsOf<K extends Fact['kind']>(facts: readonly Fact[], kind: K): FactOf<K>[] {
  return facts.filter((fact): fact is FactOf<K> => fact.kind === kind);
}

/** A place, and the rule that contains it. */
export interface FactPlace {
  uri: string;
  range: Range;
  rule: string | null;
}

/** The place of a rule, or of the value of one of its keys; of the rule's id if that key is missing. */
export function rulePlace(project: Project, { index }: AnalysedRule, key?: string): FactPlace {
  const places = rulePlaces.get(project) ?? new Map<string, FactPlace>();
  rulePlaces.set(project, places);
  const name = `${index} ${key ?? ''}`;
  const place = places.get(name) ?? findRule(project, index, key);
  places.set(name, place);
  return place;
}

/** Cached, since hundreds of findings may refer to the same few rules. */
const rulePlaces = new WeakMap<Project, Map<string, FactPlace>>();

function findRule(project: Project, index: number, key: string | undefined): FactPlace {
  const { document, path } = written(project, ['rules', index]);
  const wanted = key !== undefined && document.nodeAt([...path, key]) === undefined ? 'id' : key;
  return at(document, wanted === undefined ? path : [...path, wanted]);
}

/** The place of a condition or a part of one. */
export function conditionPlace(project: Project, { span }: Condition): FactPlace {
  const { document, path } = written(project, span.path);
  return {
    uri: document.uri,
    range: document.rangeInScalar(path, span.start, span.end),
    rule: ruleAt(document, path),
  };
}

/**
 * The place of a path of the merged rule set, if it lies in the rule set's own file; else the place of its import, with the place in
 * the other file as a related one.
 */
export function ownPlace(
  project: Project,
  mergedPath: SourcePath,
  message: string,
): FactPlace & { related: RelatedPlace[] } {
  const { document, path } = written(project, mergedPath);
  if (document.uri === project.uri) return { ...at(document, path), related: [] };
  const file = project.files.find(each => each.uri === document.uri);
  const importPath = ['imports', ...(typeof file?.throughImport === 'number' ? [file.throughImport] : [])];
  return {
    ...at(project.document, importPath),
    related: [related(document, path, document.rangeOf(path), `${message} (in ${fileName(document.uri)})`)],
  };
}

export function relatedRule(project: Project, rule: AnalysedRule, message: string, key = 'id'): RelatedPlace {
  return { message, ...rulePlace(project, rule, key) };
}

export function relatedCondition(project: Project, condition: Condition, message: string): RelatedPlace {
  return { message, ...conditionPlace(project, condition) };
}

/** The cause shared by findings about a rule as a whole (see `Finding.cause`). */
export function causeOfRule({ index }: AnalysedRule): string {
  return `rule ${index}`;
}

/** The cause of a finding that follows from a clause that its signal's range decides; empty if there is no such clause. */
export function causedBy(clause: Condition | null, project: Project): Pick<Detected, 'cause' | 'follows'> {
  return clause === null ? {} : { cause: causeAt(conditionPlace(project, clause)), follows: true };
}

/** Related places per finding. */
export const maxRelated = 10;

/** The document, and the path in it, from which a path of the merged rule set comes. */
function written(project: Project, path: SourcePath): { document: SourceDocument; path: SourcePath } {
  const origin = project.originOf(path);
  const document = origin === null ? undefined : project.documents.get(origin.uri);
  return origin === null || document === undefined
    ? { document: project.document, path }
    : { document, path: origin.path };
}

function at(document: SourceDocument, path: SourcePath): FactPlace {
  return { uri: document.uri, range: document.rangeOf(path), rule: ruleAt(document, path) };
}
