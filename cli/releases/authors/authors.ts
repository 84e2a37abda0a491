import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { type Author, isNobody, type LogEntry, readPerson, samePerson } from '../../../engine/index.ts';
import { releasesIn } from '../../../language/releases/published.ts';
import { UsageError } from '../../command.ts';
import { commitName, openRepository, type Repository } from '../../versions/repository.ts';
import { repositoryFolder, repositoryOf } from '../repository-folder.ts';
import type { WorkingCopy } from '../working-copy.ts';
import { isCarriedOver } from './carried-over.ts';
import type { Commit } from './commits.ts';
import { mappedNames } from './mailmap.ts';
import { releasedCommit } from './released-commit.ts';
import { ruleChanges } from './rule-changes.ts';
import { isCommitted, ruleFiles } from './rule-files.ts';
import { writersOf } from './writers.ts';

/** The people who made a change. */
export interface Authorship {
  authors: Author[];
  /** Why the authors are not all known; null if they are. */
  unknown: string | null;
  /** Other names of authors and of people in the log, by the mailmap of the last release. */
  aliases: ReadonlyMap<string, string>;
}

/**
 * The authors of a change: whoever releases it, and everybody whose commits changed the rules since the last release, under all names that the mailmap
 * gives them. Outside a git repository, only whoever releases it.
 * @param releasedBy null if nobody releases it yet
 * @param releases the earlier releases, the last one last
 */
export async function authorsOf(
  release: WorkingCopy,
  releasedBy: string | null,
  releases: readonly LogEntry[] = releasesIn(release.log),
): Promise<Authorship> {
  const releasing: Author[] = releasedBy === null ? [] : [{ who: releasedBy, because: 'releases', commit: null }];
  const committed = await committedAuthors(release, releases);
  return { ...committed, authors: [...committed.authors, ...releasing] };
}

async function committedAuthors(release: WorkingCopy, releases: readonly LogEntry[]): Promise<Authorship> {
  const nobody: Authorship = { authors: [], unknown: null, aliases: new Map() };
  const unknown = (why: string): Authorship => ({
    ...nobody,
    unknown: `It cannot be determined who made the change${why}`,
  });
  const folder = await repositoryOf(release.file);
  if (folder === null) return nobody;
  let repository: Repository | undefined;
  try {
    const enclosing = await enclosingRepository(release, folder);
    if (enclosing !== null)
      return unknown(
        `: ${enclosing} also tracks the rule set, but the repository in ${folder} is inside it and hides its history. Remove the inner repository, or make it a submodule.`,
      );
    repository = await openRepository(folder);
    if (repository.missingHistory !== '') return unknown(`.${repository.missingHistory}`);
    const head = await repository.findRevision('HEAD');
    if (head === null) return unknown(': nothing is committed yet. Commit the rule set.');
    const files = await ruleFiles(repository, release);
    const [main] = files;
    if (main?.file !== release.file) return unknown(': the rule file is not in the working tree of its repository.');
    const tip = commitName(head);
    for (const each of files) {
      const state = await isCommitted(repository, each, tip);
      if (state === 'absent') return unknown(`: \`${each.name}\` is not committed. Commit it.`);
      if (state === 'edited') return unknown(`: \`${each.name}\` has edits that are not committed. Commit them.`);
    }
    const names = files.map(({ name }) => name);
    return await historicalAuthors(repository, release, { names, tip, releases });
  } catch (error) {
    if (error instanceof UsageError) return unknown(`: ${error.message}`);
    throw error;
  } finally {
    repository?.close();
  }
}

/** The folder of an outer repository that tracks the rule file or its log itself; null if there is none. */
async function enclosingRepository({ file, folder }: WorkingCopy, inner: string): Promise<string | null> {
  const files = await Promise.all([file, folder.log].map(each => realpath(each).catch(() => path.resolve(each))));
  for (let at = inner; path.dirname(at) !== at;) {
    const outer = await repositoryFolder(path.dirname(at));
    if (outer === null) return null;
    at = outer;
    const repository = await openRepository(outer);
    try {
      const head = await repository.head();
      for (const each of files) {
        const name = repository.pathOf(each);
        if (name !== null && (await repository.read(head, name)) !== null) return outer;
      }
    } finally {
      repository.close();
    }
  }
  return null;
}

/** @param names the git paths of the rule set, that of the rule file first */
async function historicalAuthors(
  repository: Repository,
  { log }: WorkingCopy,
  { names, tip, releases }: { names: readonly string[]; tip: string; releases: readonly LogEntry[] },
): Promise<Authorship> {
  const [main = ''] = names;
  const since = await releasedCommit(repository, main, tip, releases);
  const changes = await ruleChanges(repository, names, { tip, since });
  const authors: Author[] = [];
  for (const commit of changes.commits) {
    for (const who of await peopleIn(repository, commit, changes.files))
      authors.push({ who, because: 'changed', commit: commit.hash.slice(0, 8) });
  }
  const people = [...authors.map(({ who }) => who), ...log.map(({ who }) => who)];
  const aliases = await mappedNames(repository, people, since[0] ?? null);
  const mapped = authors.flatMap(author => {
    const who = aliases.get(author.who);
    return who === undefined ? [] : [{ ...author, who }];
  });
  return { authors: distinct([...authors, ...mapped]), unknown: null, aliases };
}

/**
 * The authors of a commit, and its committer unless they only carried it over.
 * @throws UsageError if the author or the committer has no name
 */
async function peopleIn(repository: Repository, commit: Commit, files: readonly string[]): Promise<string[]> {
  const writers = writersOf(commit);
  for (const each of [commit.author, commit.committer]) {
    if (isNobody(readPerson(each))) throw new UsageError(`commit ${commit.hash.slice(0, 8)} names nobody.`);
  }
  if (writers.some(each => samePerson(each, commit.committer))) return [...writers, commit.committer];
  return (await isCarriedOver(repository, commit, files)) ? writers : [...writers, commit.committer];
}

function distinct(authors: readonly Author[]): Author[] {
  const byPerson = new Map<string, Author>();
  for (const author of authors) if (!byPerson.has(author.who)) byPerson.set(author.who, author);
  return [...byPerson.values()];
}
