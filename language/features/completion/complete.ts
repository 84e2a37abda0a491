import { ownValue } from '../../../engine/model/json.ts';
import type { Position } from '../../location.ts';
import { parseSource, type SourceDocument } from '../../source/document/document.ts';
import { fileKind } from '../../source/document/file-kind.ts';
import { libraryDocument, libraryNames, libraryReference, libraryUri } from '../../source/libraries/libraries.ts';
import { relativePath } from '../../source/project/project-files.ts';
import type { Project } from '../../source/project/project.ts';
import type { SchemaKind } from '../../source/schema/schema-reference.ts';
import { samplesOf, subjectAt, type Projects } from '../projects.ts';
import { completeColumns } from './column-completion.ts';
import { completeComment } from './comment-completion.ts';
import { completeExpression } from './expression-completion.ts';
import { expressionSite } from './expression-site.ts';
import { completeEventNames } from './event-completion.ts';
import { completeSensitiveFields } from './field-completion.ts';
import { completeInputKeys, completeInputValues, inputPath, isInEvent, pathsOfInputs } from './input-completion.ts';
import type { CompletionItem } from './item.ts';
import { completeKeys } from './key-completion.ts';
import { completeNames, nameKindAt } from './name-completion.ts';
import { completeSkeletons } from './skeletons.ts';
import { structureCursor, type StructureCursor } from './structure-cursor.ts';
import { prose } from '../describe/markdown.ts';
import { describeLibrary } from '../describe/library.ts';
import { completeSchemaValues, valueWriter, type WriteValue } from './value-completion.ts';

/** Completions at a position: keys, names, values and parts of expressions. Empty in files of other kinds. */
export async function complete(projects: Projects, uri: string, position: Position): Promise<CompletionItem[]> {
  const kind = fileKind(uri);
  if (kind === 'other') return [];
  const found = await documentAt(projects, uri);
  if (found === null) return [];
  const { document, project } = found;
  const comment = completeComment(document, position);
  if (comment !== null) return comment;
  const cursor = structureCursor(document, position);
  const site = expressionSite(document, position);
  const inside =
    site === null || project === null
      ? []
      : completeExpression(site, project, {
          inputPaths: site.kind === 'field' ? await inputPaths(projects, project) : [],
        });
  const all = [...inside, ...(await completeStructure(projects, document, kind, project, cursor, site !== null))];
  return unique(all).map(each => ({ ...each, newText: each.newText.replaceAll('\n', document.lineBreak) }));
}

async function documentAt(
  projects: Projects,
  uri: string,
): Promise<{ document: SourceDocument; project: Project | null } | null> {
  const subject = await subjectAt(projects, uri);
  if (subject?.kind === 'rule-set') return { document: subject.project.document, project: subject.project };
  if (subject?.kind === 'samples') return { document: subject.samples.document, project: subject.samples.project };
  const file = await projects.workspace.read(uri);
  return file === undefined || 'unreadable' in file ? null : { document: parseSource(uri, file.text), project: null };
}

async function completeStructure(
  projects: Projects,
  document: SourceDocument,
  kind: SchemaKind,
  project: Project | null,
  cursor: StructureCursor,
  inExpression: boolean,
): Promise<CompletionItem[]> {
  const write = inExpression ? null : valueWriter(document, cursor);
  const path = cursor.value?.path ?? null;
  const names = path === null ? null : nameKindAt(document, path);
  const values =
    write === null || path === null
      ? []
      : [
          ...(names === null || project === null ? [] : completeNames(document, path, names, project, write)),
          ...(project === null ? [] : completeInputValues(document, path, project, write)),
          ...(project === null ? [] : completeEventNames(document, path, project, write)),
          ...completeSensitiveFields(document, path, write),
          ...(await files(projects, document, path, write)),
          ...completeSchemaValues(document, kind, path, write),
        ];
  const inInput = cursor.key !== null && inputPath(document, cursor.key.path) !== null;
  return [
    ...values,
    ...(inInput && project !== null ? completeInputKeys(document, cursor, project) : []),
    ...(inInput && project !== null && !isInEvent(cursor.key?.path ?? []) ? [] : completeKeys(document, kind, cursor)),
    ...(project === null ? [] : completeColumns(document, cursor, project)),
    ...completeSkeletons(document, cursor, project),
  ];
}

/** Relative paths of the rule files that can be imported, or that samples can name as their rule set. */
async function files(
  projects: Projects,
  document: SourceDocument,
  path: readonly (string | number)[],
  write: WriteValue,
): Promise<CompletionItem[]> {
  const imports = document.kind === 'rule-set' && path[0] === 'imports' && path.length === 2;
  const ruleSet = document.kind === 'samples' && path.length === 1 && path[0] === 'ruleset';
  if (!imports && !ruleSet) return [];
  const items: CompletionItem[] = imports ? libraries(document, write) : [];
  for (const uri of await projects.workspace.list()) {
    if (uri === document.uri || fileKind(uri) !== 'rule-set') continue;
    const project = await projects.project(uri);
    const relative = relativePath(document.uri, uri);
    if (project === null || relative === null || (project.kind === 'library') !== imports) continue;
    items.push(
      write(relative, 'file', {
        detail: project.ruleSet.name,
        documentation: prose(project.ruleSet.description) ?? null,
        group: 1,
      }),
    );
  }
  return items;
}

/** The built-in libraries, which a file of version 1 cannot import. */
function libraries(document: SourceDocument, write: WriteValue): CompletionItem[] {
  if (ownValue(document.value, 'escalation') === 1) return [];
  return libraryNames.map(name => {
    const reference = libraryReference(name);
    const library = libraryDocument(libraryUri(reference));
    return write(reference, 'file', {
      detail: 'built-in library',
      documentation: library === undefined ? null : describeLibrary(library),
      group: 2,
    });
  });
}

async function inputPaths(projects: Projects, { uri }: Project): Promise<string[]> {
  const files = await samplesOf(projects, uri);
  return pathsOfInputs(files.flatMap(({ cases }) => cases.map(({ sample }) => sample.input)));
}

/** The items without duplicates: those that look alike and insert the same text. */
function unique(items: readonly CompletionItem[]): CompletionItem[] {
  const seen = new Set<string>();
  return items.filter(each => {
    const key = `${each.label}\n${each.newText}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
