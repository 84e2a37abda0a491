import { createCachingChecker, type Declarations, declarationsOf, type CachingChecker } from '../../../engine/index.ts';
import { isJsonObject, ownValue } from '../../../engine/model/json.ts';
import type { RuleSet, Signal } from '../../../engine/model/rule-set.ts';
import type { Steps } from '../../../engine/model/steps.ts';
import { contains, type Location, type Position } from '../../location.ts';
import type { Workspace } from '../../workspace.ts';
import { contentsOf, type Contents } from './file-contents.ts';
import type { SourceDocument, SourcePath } from '../document/document.ts';
import type { Documents } from '../documents.ts';
import { declaredExports, type DeclaredExport } from './declared-exports.ts';
import { exportProblems } from '../document/export-problems.ts';
import { breaksAt, brokenPaths, mergeRuleSet, type Merged, type MergeFile, type SourceLocation } from './merge.ts';
import { objectIn, type Definition, type NameKind, type Reference } from './names.ts';
import { outsideOf, unsoundOutside } from './outside.ts';
import { fileName } from '../document/file-kind.ts';
import { inlineSchemas, loadPayloadSchemas, type ContractProblem, type LoadedSchemas } from './payload-schemas.ts';
import type { ProjectExpression } from './project-expressions.ts';
import {
  readProjectFiles,
  type FileLink,
  type FileProblem,
  type ProjectFile,
  type ProjectFiles,
} from './project-files.ts';
import { rolloutProblems } from '../document/rollout-problems.ts';
import { sensitiveProblems } from '../document/sensitive-problems.ts';
import { agreesWithItself, thresholdProblems } from '../document/threshold-problems.ts';
import { schemaProblems, type SchemaProblem } from '../document/schema-problems.ts';

export type { Definition, FileLink, FileProblem, NameKind, ProjectExpression, ProjectFile, Reference, SourceLocation };

/** A rule set's file with all that it imports, read, checked and indexed; also of a document with any number of faults. */
export interface Project {
  uri: string;
  /** The file itself; imports are in `files`. */
  document: SourceDocument;
  /** A library has no `rules`: what it declares is for others to use. */
  kind: 'rule-set' | 'library';
  /** The file first. */
  files: ProjectFile[];
  documents: ReadonlyMap<string, SourceDocument>;
  /** With imports merged in and payload schemas inlined. Elements that break the schema are left out. */
  ruleSet: RuleSet;
  declarations: Declarations;
  /** Where it travels. That changes no decision, so it is no part of the rule set, and not of its digest. */
  exports: DeclaredExport[];
  /** Over the declarations. */
  checker: CachingChecker;
  /** What each file holds; `expressions`, `definitions` and `references` are those of all files. */
  contents: Contents;
  expressions: ProjectExpression[];
  definitions: Definition[];
  references: Reference[];
  links: FileLink[];
  /** Those of the links that lead out of the git repository in which the file is found. */
  outside: FileLink[];
  /** The files outside of that repository, wherever symbolic links lead: what is in them is not quoted if they cannot be read whole. */
  filesOutside: ReadonlySet<string>;
  fileProblems: FileProblem[];
  contractProblems: ContractProblem[];
  schemaProblems: (SchemaProblem & { uri: string })[];
  /** Where an element of the merged rule set was written: ['rules', 3, 'when'] to a file and a path in it. */
  originOf: (path: SourcePath) => SourceLocation | null;
  definitionsOf: (kind: NameKind, name: string) => Definition[];
  referencesTo: (kind: NameKind, name: string) => Reference[];
  /** The definition or reference whose name stands at a position. */
  nameAt: (uri: string, position: Position) => { definition: Definition } | { reference: Reference } | null;
}

/**
 * Loads the rule set or library at `uri`.
 * @param previous an earlier load of the same project. It makes loading faster and changes nothing else: where the declarations are as they were,
 * expressions are not checked again, and a condition whose text and path are as they were is the same object.
 * @returns null where the file does not exist or cannot be read.
 */
export async function loadProject(
  documents: Documents,
  uri: string,
  previous: Project | null = null,
): Promise<Project | null> {
  const root = await documents.document(uri);
  if (root === undefined || 'unreadable' in root) return null;
  const files = await readProjectFiles(documents, root);
  const schemas: LoadedSchemas[] = [];
  for (const { document } of files.files) schemas.push(await loadPayloadSchemas(documents, document));
  const links = [...files.links, ...schemas.flatMap(each => each.links)];
  const filesOutside = await outsideAmong(documents.workspace, uri, links);
  const exports = await declaredExports(documents.workspace, root, outsideOf(documents.workspace, uri));
  return documents.run(assemble(files, schemas, { filesOutside, exports }, previous));
}

/** Of a file and those that it links to, the ones that lie outside of the repository. */
async function outsideAmong(
  workspace: Workspace,
  uri: string,
  links: readonly FileLink[],
): Promise<ReadonlySet<string>> {
  const isOutside = outsideOf(workspace, uri);
  const found = new Set<string>();
  for (const each of new Set([uri, ...links.flatMap(({ target }) => target ?? [])]))
    if (await isOutside(each)) found.add(each);
  return found;
}

/** Puts together what was read; the first of the files is the project's own. */
function* assemble(
  { files, links, problems }: ProjectFiles,
  loaded: readonly LoadedSchemas[],
  { filesOutside, exports }: Pick<Project, 'filesOutside' | 'exports'>,
  previous: Project | null,
): Steps<Project> {
  const mergeFiles: MergeFile[] = [];
  const allSchemaProblems: Project['schemaProblems'] = [];
  for (const { document, uri } of files) {
    const found = yield* schemaProblems(document);
    mergeFiles.push({ document, breaks: breaksAt(brokenPaths(found)) });
    const more = [
      ...thresholdProblems(document),
      ...rolloutProblems(document),
      ...sensitiveProblems(document),
      ...exportProblems(document),
    ];
    allSchemaProblems.push(...[...found, ...more].map(problem => ({ ...problem, uri })));
    yield;
  }
  const [root, ...imports] = mergeFiles;
  if (root === undefined) throw new Error('A project has at least one file.');
  const { document } = root;
  const { uri } = document;
  const merged = mergeRuleSet(root, imports);
  yield;
  const { payloads } = merged.ruleSet;
  const schemaOf = new Map(loaded.flatMap(each => [...each.schemas]));
  const ruleSet: RuleSet = { ...merged.ruleSet, ...(payloads ? { payloads: inlineSchemas(payloads, schemaOf) } : {}) };
  const stated = withBrokenDeclarations(declarationsOf(ruleSet), mergeFiles);
  const checker = previous?.checker.over(stated) ?? createCachingChecker(stated);
  const declarations = checker === previous?.checker ? previous.declarations : stated;
  yield;
  const contents = yield* contentsOf(
    files.map(each => each.document),
    checker,
    previous?.contents,
  );
  const definitions = contents.files.flatMap(each => each.definitions);
  const references = contents.files.flatMap(each => [...each.references, ...each.expressionReferences]);
  const lookUp = indexNames(definitions, references);
  const allLinks = [...links, ...loaded.flatMap(each => each.links)];
  const fileProblems = [...problems, ...loaded.flatMap(each => each.problems)];
  return {
    uri,
    document,
    kind: ownValue(document.value, 'rules') === undefined && isJsonObject(document.value) ? 'library' : 'rule-set',
    files,
    documents: new Map(files.map(each => [each.uri, each.document])),
    ruleSet,
    declarations,
    exports,
    checker,
    contents,
    expressions: contents.files.flatMap(each => each.expressions),
    definitions,
    references,
    links: allLinks,
    outside: allLinks.filter(({ target }) => target !== null && filesOutside.has(target)),
    filesOutside,
    contractProblems: loaded
      .flatMap(each => each.contractProblems)
      .flatMap(problem => (filesOutside.has(problem.source) ? contractOutside(problem) : problem)),
    fileProblems: fileProblems.map(problem => withoutContent(problem, filesOutside)),
    schemaProblems: allSchemaProblems,
    originOf: path => originOf(path, merged, definitions, uri),
    ...lookUp,
  };
}

/** A problem with a file outside of the repository says nothing of what is in it: a report may be read by anybody. */
function withoutContent(problem: FileProblem, filesOutside: ReadonlySet<string>): FileProblem {
  const { target } = problem.link;
  if (problem.nothing || target === null || !filesOutside.has(target)) return problem;
  return { ...problem, message: `${fileName(target)} ${unsoundOutside}`, suggestion: null, related: [] };
}

/** Any JSON object is a schema, if one with keywords that nothing checks. */
function contractOutside(problem: ContractProblem): ContractProblem[] {
  if (!problem.never) return [];
  return [{ ...problem, message: `${fileName(problem.source)} ${unsoundOutside}`, related: [] }];
}

/** With the signals and thresholds whose declaration breaks the schema but whose type can be told, so that no condition is blamed for them. */
function withBrokenDeclarations(declarations: Declarations, files: readonly MergeFile[]): Declarations {
  const signals = new Map(declarations.signals);
  const thresholds = new Map(declarations.thresholds);
  for (const { document, breaks } of files) {
    for (const [name, declared] of Object.entries(objectIn(document.value, 'signals'))) {
      const type = ownValue(declared, 'type');
      if (signals.has(name) || !breaks('signals', name)) continue;
      if (type === 'number' || type === 'integer' || type === 'string' || type === 'boolean') {
        const format = ownValue(declared, 'format');
        const signal: Signal = typeof format === 'string' ? { type, format } : { type };
        signals.set(name, signal);
      }
    }
    for (const [name, declared] of Object.entries(objectIn(document.value, 'thresholds'))) {
      const [column] = Object.values(objectIn(declared, 'values'));
      const value = ownValue(declared, 'value') ?? column;
      const format = ownValue(declared, 'format');
      if (thresholds.has(name)) continue;
      if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean')
        thresholds.set(name, format === 'duration' || format === 'date-time' ? { value, format } : { value });
    }
  }
  const unsound = [...thresholds].filter(([, declared]) => !agreesWithItself(declared)).map(([name]) => name);
  return { signals, thresholds, ...(unsound.length > 0 ? { unsoundThresholds: new Set(unsound) } : {}) };
}

function originOf(
  path: SourcePath,
  merged: Merged,
  definitions: readonly Definition[],
  uri: string,
): SourceLocation | null {
  const [section, element, ...rest] = path;
  switch (section) {
    case 'rules':
    case 'assumptions':
    case 'invariants': {
      const origin = typeof element === 'number' ? merged.origins[section][element] : undefined;
      return origin === undefined ? null : { uri: origin.uri, path: [...origin.path, ...rest] };
    }
    case 'signals':
    case 'thresholds':
    case 'targets':
    case 'payloads': {
      const definition = definitions.find(each => each.path[0] === section && each.path[1] === element);
      return definition === undefined ? null : { uri: definition.uri, path };
    }
    default:
      return { uri, path };
  }
}

function indexNames(
  definitions: readonly Definition[],
  references: readonly Reference[],
): Pick<Project, 'definitionsOf' | 'referencesTo' | 'nameAt'> {
  const byName = <T extends { kind: NameKind; name: string }>(all: readonly T[]) => {
    const kinds = new Map<NameKind, Map<string, T[]>>();
    for (const each of all) {
      let names = kinds.get(each.kind);
      if (names === undefined) kinds.set(each.kind, (names = new Map<string, T[]>()));
      const list = names.get(each.name);
      if (list === undefined) names.set(each.name, [each]);
      else list.push(each);
    }
    return (kind: NameKind, name: string): T[] => kinds.get(kind)?.get(name) ?? [];
  };
  // Most answers need one of the two, and many need none.
  let defined: ReturnType<typeof byName<Definition>> | undefined;
  let referred: ReturnType<typeof byName<Reference>> | undefined;
  const holds = (place: Location, uri: string, position: Position) =>
    place.uri === uri && contains(place.range, position);
  return {
    definitionsOf: (kind, name) => (defined ??= byName(definitions))(kind, name),
    referencesTo: (kind, name) => (referred ??= byName(references))(kind, name),
    nameAt(uri, position) {
      const reference = references.find(each => holds(each, uri, position));
      if (reference !== undefined) return { reference };
      const definition = definitions.find(each => holds(each, uri, position));
      return definition === undefined ? null : { definition };
    },
  };
}
