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

/** Where something stands, and the rule that it stands in. */
export interface FactPlace {
  uri: string;
  range: Range;
  rule: string | null;
}

/** A rule, or what stands under one of its keys; the rule's id where the key is not written. */
export function rulePlace(project: Project, { index }: AnalysedRule, key?: string): FactPlace {
  const places = rulePlaces.get(project) ?? new Map<string, FactPlace>();
  rulePlaces.set(project, places);
  const name = `${index} ${key ?? ''}`;
  const place = places.get(name) ?? findRule(project, index, key);
  places.set(name, place);
  return place;
}

/** Hundreds of findings lead to the same few rules. */
const rulePlaces = new WeakMap<Project, Map<string, FactPlace>>();

function findRule(project: Project, index: number, key: string | undefined): FactPlace {
  const { document, path } = written(project, ['rules', index]);
  const wanted = key !== undefined && document.nodeAt([...path, key]) === undefined ? 'id' : key;
  return at(document, wanted === undefined ? path : [...path, wanted]);
}

/** A condition or a part of one. */
export function conditionPlace(project: Project, { span }: Condition): FactPlace {
  const { document, path } = written(project, span.path);
  return {
    uri: document.uri,
    range: document.rangeInScalar(path, span.start, span.end),
    rule: ruleAt(document, path),
  };
}

/**
 * What a path of the merged rule set names, where it stands in the rule set's own file; else the import through which it comes in, with the place
 * in the other file as a related one.
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

/** The cause of findings that come of a rule's being there (see `Finding.cause`). */
export function causeOfRule({ index }: AnalysedRule): string {
  return `rule ${index}`;
}

/** The cause of a finding that follows from a clause that the range of its signal decides; nothing if there is no such clause. */
export function causedBy(clause: Condition | null, project: Project): Pick<Detected, 'cause' | 'follows'> {
  return clause === null ? {} : { cause: causeAt(conditionPlace(project, clause)), follows: true };
}

/** More related places help nobody. */
export const maxRelated = 10;

/** The document and path in it of what a path of the merged rule set names. */
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
