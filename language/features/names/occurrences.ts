import type { Location } from '../../location.ts';
import type { Definition, Project } from '../../source/project/project.ts';
import type { SamplesFile } from '../../source/project/samples.ts';
import { projectsWith, samplesOf, type Projects } from '../projects.ts';
import { inputKeys } from './input-keys.ts';
import type { NameInText } from './name-at.ts';

/** All definitions and uses in the workspace of what a name means. */
export interface Occurrences {
  definitions: Definition[];
  references: Location[];
  /** Keys in samples' inputs that give the signal its values. */
  inputKeys: Location[];
  /** The rule sets and libraries in which the name means the same. */
  projects: Project[];
  /** The sample files of `projects`. */
  samples: SamplesFile[];
}

/**
 * Finds where the name is defined and used: in its own file, in every rule set that shares the definition through imports, and in
 * their samples.
 */
export async function occurrencesOf(projects: Projects, name: NameInText): Promise<Occurrences> {
  const family = await familyOf(projects, name);
  const samples = new Map<string, SamplesFile>();
  for (const { uri } of family) for (const file of await samplesOf(projects, uri)) samples.set(file.uri, file);
  const definitions = new Map<string, Definition>();
  const references = new Map<string, Location>();
  for (const project of family) {
    for (const each of project.definitionsOf(name.kind, name.name)) definitions.set(placeKey(each), each);
    for (const { uri, range } of project.referencesTo(name.kind, name.name))
      references.set(placeKey({ uri, range }), { uri, range });
  }
  for (const { uri, references: found } of samples.values()) {
    for (const { kind, name: named, range } of found) {
      if (kind === name.kind && named === name.name) references.set(placeKey({ uri, range }), { uri, range });
    }
  }
  const keys =
    name.kind !== 'signal'
      ? []
      : [...samples.values()].flatMap(file =>
          inputKeys(file, [name.name]).map(({ range }) => ({ uri: file.uri, range })),
        );
  return {
    definitions: [...definitions.values()],
    references: [...references.values()].sort(byPlace),
    inputKeys: keys,
    projects: family,
    samples: [...samples.values()],
  };
}

/** The definitions of a name; if a rule is named with its version, only those of that version. */
export async function definitionsOf(projects: Projects, name: NameInText): Promise<Definition[]> {
  const own = name.project.definitionsOf(name.kind, name.name);
  const found =
    own.length > 0 ? own : (await familyOf(projects, name)).flatMap(each => each.definitionsOf(name.kind, name.name));
  const versioned = name.version === null || name.defines ? found : found.filter(each => each.version === name.version);
  return uniquePlaces(versioned);
}

/** The rule sets and libraries in which the name means the same: those that contain a file that defines it. */
async function familyOf(projects: Projects, { project, kind, name }: NameInText): Promise<Project[]> {
  const around = project.definitionsOf(kind, name).length > 0 ? [project] : await projectsWith(projects, project.uri);
  const files = new Set(around.flatMap(each => each.definitionsOf(kind, name).map(({ uri }) => uri)));
  const family = new Map<string, Project>(around.map(each => [each.uri, each]));
  for (const file of files) for (const each of await projectsWith(projects, file)) family.set(each.uri, each);
  return [...family.values()];
}

function placeKey({ uri, range }: Location): string {
  return `${uri} ${range.start.line}:${range.start.character}`;
}

function uniquePlaces<T extends Location>(places: readonly T[]): T[] {
  return [...new Map(places.map(each => [placeKey(each), each])).values()];
}

function byPlace(a: Location, b: Location): number {
  if (a.uri !== b.uri) return a.uri < b.uri ? -1 : 1;
  return a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character;
}
