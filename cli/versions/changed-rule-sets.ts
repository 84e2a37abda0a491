import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { fileKind } from '../../language/source/file-kind.ts';
import type { Project } from '../../language/source/project.ts';
import { loadVersion, type LoadedVersion } from './load.ts';
import { isReleaseFile } from './releases.ts';
import type { Repository, Revision } from './repository.ts';
import { gitPath, revisionVersion } from './rule-set-version.ts';

/** A rule set in two states of a repository; null where it is not there. */
export interface VersionPair {
  before: LoadedVersion | null;
  after: LoadedVersion | null;
}

/**
 * Every rule set that differs between two states of a repository, in the order of their paths: changed, added, removed or renamed, and also those of
 * which only an import or a payload schema changed. Libraries are not told by themselves, releases not when they are added.
 * @param after null: the working tree
 * @param within files and folders to look at, as paths of git; none means all
 */
export async function changedRuleSets(
  repository: Repository,
  before: Revision,
  after: Revision | null,
  { within, directory }: { within: readonly string[]; directory: string },
): Promise<VersionPair[]> {
  const changes = await repository.changes(before, after);
  const changedPaths = new Set(changes.flatMap(each => [each.before, each.after]));
  const isMeant = (file: string) =>
    within.length === 0 || within.some(each => each === '' || file === each || file.startsWith(`${each}/`));
  const load = (revision: Revision | null, file: string) =>
    loadVersion(revisionVersion(repository, revision, file, directory));

  const pairs: VersionPair[] = [];
  for (const { before: old, after: next } of changes) {
    const [was, is] = [old !== null && isRuleSet(old) ? old : null, next !== null && isRuleSet(next) ? next : null];
    if (![was, is].some(file => file !== null && isMeant(file))) continue;
    if (was === null && is !== null && isReleaseFile(is)) continue;
    pairs.push({
      before: was === null ? null : await load(before, was),
      after: is === null ? null : await load(after, is),
    });
  }
  for (const file of await ruleSetsIn(repository, after)) {
    if (changedPaths.has(file) || !isMeant(file)) continue;
    const loaded = await load(after, file);
    const { project } = loaded;
    if (project === null || !filesOf(project, repository).some(each => changedPaths.has(each))) continue;
    pairs.push({ before: await load(before, file), after: loaded });
  }
  return movedTogether(pairs.map(withoutLibraries).filter(each => each.before !== null || each.after !== null)).sort(
    byPath,
  );
}

function isRuleSet(file: string): boolean {
  return fileKind(pathToFileURL(path.join('/', file)).href) === 'rule-set';
}

async function ruleSetsIn(repository: Repository, revision: Revision | null): Promise<string[]> {
  const files = await repository.list(revision);
  return files.filter(file => isRuleSet(file) && !isReleaseFile(file));
}

/** All that it is made of, and what it names and is not there. */
function filesOf({ files, links }: Project, repository: Repository): (string | null)[] {
  const uris = [...files.map(({ uri }) => uri), ...links.flatMap(({ target }) => target ?? [])];
  return uris.map(uri => gitPath(repository, uri));
}

function withoutLibraries({ before, after }: VersionPair): VersionPair {
  const decides = (side: LoadedVersion | null) => (side?.kind === 'library' ? null : side);
  return { before: decides(before), after: decides(after) };
}

/** A rule set that went and one of the same name that came are one, however much was changed on the way. */
function movedTogether(pairs: readonly VersionPair[]): VersionPair[] {
  const gone = pairs.filter(({ after }) => after === null);
  const joined = new Set<VersionPair>();
  const result = pairs.map((pair): VersionPair => {
    if (pair.before !== null || pair.after === null) return pair;
    const name = pair.after.project?.ruleSet.name;
    const from = gone.find(
      each => !joined.has(each) && name !== undefined && each.before?.project?.ruleSet.name === name,
    );
    if (from === undefined) return pair;
    joined.add(from);
    return { before: from.before, after: pair.after };
  });
  return result.filter((_, at) => !joined.has(pairs[at] as VersionPair));
}

function byPath(a: VersionPair, b: VersionPair): number {
  const [left, right] = [pathOf(a), pathOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function pathOf({ before, after }: VersionPair): string {
  return (after ?? before)?.version.path ?? '';
}
