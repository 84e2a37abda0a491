import { contains, type Location, type Position, type Range } from '../location.ts';
import { definitionsOf } from './names/occurrences.ts';
import { nameInSubject } from './names/name-at.ts';
import { isLibraryUri, libraryText } from '../source/libraries/libraries.ts';
import { subjectAt, type Projects } from './projects.ts';

export interface DefinitionLink {
  /** The name or path that is clicked. */
  origin: Range;
  uri: string;
  /** The whole declaration. */
  fullRange: Range;
  /** The name in the declaration. */
  range: Range;
}

/** The definitions of the name at a position, or the file that a path there leads to. */
export async function definitionAt(projects: Projects, uri: string, position: Position): Promise<DefinitionLink[]> {
  const subject = await subjectAt(projects, uri);
  if (subject === null) return [];
  const links = subject.kind === 'samples' ? subject.samples.links : subject.project.links;
  const link = links.find(each => each.uri === uri && contains(each.range, position));
  if (link !== undefined) {
    if (link.target === null || !(await exists(projects, link.target))) return [];
    const start: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    return [{ origin: link.range, uri: link.target, fullRange: start, range: start }];
  }
  const name = await nameInSubject(projects, subject, position);
  if (name === null) return [];
  const found = await definitionsOf(projects, name);
  return found.map(each => ({ origin: name.range, uri: each.uri, fullRange: each.fullRange, range: each.range }));
}

export function toLocation({ uri, range }: DefinitionLink): Location {
  return { uri, range };
}

async function exists({ workspace }: Projects, uri: string): Promise<boolean> {
  return isLibraryUri(uri) ? libraryText(uri) !== undefined : (await workspace.read(uri)) !== undefined;
}
