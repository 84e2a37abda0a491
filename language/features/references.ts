import type { Location, Position, Range } from '../location.ts';
import { nameAt } from './names/name-at.ts';
import { occurrencesOf } from './names/occurrences.ts';
import type { Projects } from './projects.ts';

/** All occurrences in the workspace of the name at a position. */
export async function referencesAt(
  projects: Projects,
  uri: string,
  position: Position,
  options: { withDefinition: boolean },
): Promise<Location[]> {
  const name = await nameAt(projects, uri, position);
  if (name === null) return [];
  const { definitions, references, inputKeys } = await occurrencesOf(projects, name);
  const defined = options.withDefinition ? definitions.map(({ uri, range }) => ({ uri, range })) : [];
  return [...defined, ...references, ...inputKeys];
}

/** All occurrences in the same file of the name at a position; `defines` is true for its definitions. */
export async function highlightsAt(
  projects: Projects,
  uri: string,
  position: Position,
): Promise<{ range: Range; defines: boolean }[]> {
  const name = await nameAt(projects, uri, position);
  if (name === null) return [];
  const { definitions, references, inputKeys } = await occurrencesOf(projects, name);
  const here = (place: Location) => place.uri === uri;
  return [
    ...definitions.filter(here).map(({ range }) => ({ range, defines: true })),
    ...[...references, ...inputKeys].filter(here).map(({ range }) => ({ range, defines: false })),
  ];
}
