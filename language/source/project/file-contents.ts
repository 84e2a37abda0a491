import type { CachingChecker } from '../../../engine/index.ts';
import type { Steps } from '../../../engine/model/steps.ts';
import type { Range } from '../../location.ts';
import { entriesChanged, type EntriesChange, type SourceDocument, type SourcePath } from '../document/document.ts';
import { definitionsIn, referencesIn, type Definition, type NameKind, type Reference } from './names.ts';
import { checkExpressions, expressionReferences, type ProjectExpression } from './project-expressions.ts';

/** The definitions, expressions and references in one file of a project, each in an order that depends only on the document. */
export interface FileContents {
  document: SourceDocument;
  definitions: Definition[];
  expressions: ProjectExpression[];
  /** References outside expressions. */
  references: Reference[];
  /** References in expressions. */
  expressionReferences: Reference[];
}

/** The contents of all files of a project, and the checker for their declarations. */
export interface Contents {
  files: FileContents[];
  checker: CachingChecker;
}

/**
 * @param previous earlier contents of the same project. If only entries of one list changed since, only those are processed and
 *   everything else is reused, with the same objects for what has not moved.
 */
export function* contentsOf(
  documents: readonly SourceDocument[],
  checker: CachingChecker,
  previous?: Contents,
): Steps<Contents> {
  const files = previous && (yield* successor(documents, checker, previous));
  return { checker, files: files ?? (yield* all(documents, checker)) };
}

function* all(documents: readonly SourceDocument[], checker: CachingChecker): Steps<FileContents[]> {
  const files: FileContents[] = [];
  for (const document of documents) {
    const definitions = yield* definitionsIn(document);
    const references = yield* referencesIn(document);
    const expressions = yield* checkExpressions(document, checker);
    files.push({ document, definitions, expressions, references, expressionReferences: [] });
  }
  const isDefined = definedIn(files);
  for (const file of files) {
    file.expressionReferences = yield* expressionReferences(file.document, file.expressions, isDefined);
  }
  return files;
}

function definedIn(files: readonly Pick<FileContents, 'definitions'>[]): (kind: NameKind, name: string) => boolean {
  const defined = new Set(files.flatMap(each => each.definitions.map(({ kind, name }) => `${kind} ${name}`)));
  return (kind, name) => defined.has(`${kind} ${name}`);
}

function* successor(
  documents: readonly SourceDocument[],
  checker: CachingChecker,
  previous: Contents,
): Steps<FileContents[] | null> {
  if (checker !== previous.checker || documents.length !== previous.files.length) return null;
  const files: FileContents[] = [];
  for (const [index, document] of documents.entries()) {
    const before = previous.files[index];
    if (before === undefined || before.document.uri !== document.uri) return null;
    if (before.document === document) {
      files.push(before);
      continue;
    }
    const change = entriesChanged(before.document, document);
    const isDefined = (kind: NameKind, name: string) => definedIn(previous.files)(kind, name);
    const next = change && (yield* changedFile(before, document, change, checker, isDefined));
    if (next === null) return null;
    files.push(next);
  }
  return files;
}

/** The contents of a changed file. List entries declare no signals or thresholds, so `isDefined` may use the contents before. */
function* changedFile(
  before: FileContents,
  document: SourceDocument,
  change: EntriesChange,
  checker: CachingChecker,
  isDefined: (kind: NameKind, name: string) => boolean,
): Steps<FileContents | null> {
  const only = { section: change.section, from: change.from, until: change.end };
  const own = yield* checkExpressions(document, checker, only);
  const carry = <T extends { path: SourcePath }>(
    list: readonly T[],
    inside: readonly T[],
    move: (each: T, path: SourcePath) => T,
  ) => spliced(list, inside, change, move);
  const range = ({ start, end }: Range): Range => {
    if (change.lines === 0 || start.line < change.line) return { start, end };
    return {
      start: { line: start.line + change.lines, character: start.character },
      end: { line: end.line + change.lines, character: end.character },
    };
  };
  const stays = (at: { path: SourcePath; range: Range }, path: SourcePath): boolean =>
    at.path === path && (change.lines === 0 || at.range.start.line < change.line);
  const reference = (each: Reference, path: SourcePath): Reference =>
    stays(each, path) ? each : { ...each, path, range: range(each.range) };
  const ownDefinitions = yield* definitionsIn(document, only);
  const definitions = carry(before.definitions, ownDefinitions, (each, path) =>
    stays(each, path) ? each : { ...each, path, range: range(each.range), fullRange: range(each.fullRange) },
  );
  const expressions = carry(before.expressions, own, (each, path) =>
    each.path === path ? each : moved(each, path, checker),
  );
  const references = carry(before.references, yield* referencesIn(document, only), reference);
  const ownReferences = yield* expressionReferences(document, own, isDefined);
  const named = carry(before.expressionReferences, ownReferences, reference);
  return definitions && expressions && references && named
    ? { document, definitions, expressions, references, expressionReferences: named }
    : null;
}

function moved(each: ProjectExpression, path: SourcePath, checker: CachingChecker): ProjectExpression {
  const { kind, text } = each;
  const checked = kind === 'condition' && text !== null ? checker.condition(text, [...path]) : each.checked;
  return { ...each, path, checked };
}

/** Replaces the elements that belong to the changed entries; null if their place in the list is unclear. */
function spliced<T extends { path: SourcePath }>(
  list: readonly T[],
  inside: readonly T[],
  { section, from, until, end }: EntriesChange,
  move: (each: T, path: SourcePath) => T,
): T[] | null {
  const indexOf = ({ path }: T): number => (path[0] === section && typeof path[1] === 'number' ? path[1] : -1);
  let at = list.findIndex(each => indexOf(each) >= from);
  if (at === -1) at = list.findLastIndex(each => indexOf(each) !== -1) + 1;
  if (at === 0 && inside.length > 0 && !list.some(each => indexOf(each) !== -1)) return null;
  const by = end - until;
  const kept = (each: T): T => {
    const index = indexOf(each);
    return move(each, by === 0 || index < until ? each.path : [section, index + by, ...each.path.slice(2)]);
  };
  return [
    ...list.slice(0, at).map(kept),
    ...inside,
    ...list
      .slice(at)
      .filter(each => !(indexOf(each) >= from && indexOf(each) < until))
      .map(kept),
  ];
}
