import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { changedRuleSets as findChanged, type RuleFile } from '../../language/review/changed-rule-sets.ts';
import { fileKind } from '../../language/source/document/file-kind.ts';
import type { Project } from '../../language/source/project/project.ts';
import { loadVersion, type LoadedVersion } from './load.ts';
import { isReleaseFile } from './releases.ts';
import type { Repository, Revision } from './repository.ts';
import { gitPath, revisionVersion } from './rule-set-version.ts';

/** A rule set in two states of a repository; null in a state that does not have it. */
export interface VersionPair {
  before: LoadedVersion | null;
  after: LoadedVersion | null;
}

/**
 * Every rule set that differs between two states of a repository, sorted by path: changed, added, removed or renamed, or with a changed import or payload
 * schema. Libraries and added releases are not listed.
 * @param after null for the working tree
 * @param within git paths of the files and folders to compare; empty for all
 */
export async function changedRuleSets(
  repository: Repository,
  before: Revision,
  after: Revision | null,
  { within, directory }: { within: readonly string[]; directory: string },
): Promise<VersionPair[]> {
  const changes = await repository.changes(before, after);
  const changedPaths = new Set(changes.flatMap(each => [each.before, each.after]));
  const isWanted = (file: string) =>
    within.length === 0 || within.some(each => each === '' || file === each || file.startsWith(`${each}/`));
  const loaded = { before: new Map<string, LoadedVersion>(), after: new Map<string, LoadedVersion>() };
  const load = async (state: 'before' | 'after', file: string): Promise<LoadedVersion> => {
    const known = loaded[state].get(file);
    if (known !== undefined) return known;
    const revision = state === 'before' ? before : after;
    const version = await loadVersion(revisionVersion(repository, revision, file, directory));
    loaded[state].set(file, version);
    return version;
  };
  const files = (await repository.list(after)).filter(file => isRuleSet(file) && !isReleaseFile(file));
  const pairs = await findChanged({
    changes,
    unchanged: files.filter(file => !changedPaths.has(file)).map(file => ({ before: file, after: file })),
    isRuleFile: isRuleSet,
    isSnapshot: isReleaseFile,
    isWanted,
    look: async (state, file) => ruleFileOf(await load(state, file), repository),
  });
  const version = (state: 'before' | 'after', file: string | null) => (file === null ? null : load(state, file));
  const result: VersionPair[] = [];
  for (const pair of pairs)
    result.push({ before: await version('before', pair.before), after: await version('after', pair.after) });
  return result.sort(byPath);
}

function ruleFileOf({ kind, project }: LoadedVersion, repository: Repository): RuleFile {
  if (project === null) return { kind: null, name: null, files: [] };
  const files = filesOf(project, repository).flatMap(file => file ?? []);
  return { kind: kind === 'library' ? 'library' : 'rule-set', name: project.ruleSet.name, files };
}

function isRuleSet(file: string): boolean {
  return fileKind(pathToFileURL(path.join('/', file)).href) === 'rule-set';
}

/** Git paths of the files of a rule set, missing ones included; null for a file outside the repository. */
function filesOf({ files, links }: Project, repository: Repository): (string | null)[] {
  const uris = [...files.map(({ uri }) => uri), ...links.flatMap(({ target }) => target ?? [])];
  return uris.map(uri => gitPath(repository, uri));
}

function byPath(a: VersionPair, b: VersionPair): number {
  const [left, right] = [pathOf(a), pathOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function pathOf({ before, after }: VersionPair): string {
  return (after ?? before)?.version.path ?? '';
}
