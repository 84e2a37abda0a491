import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Author } from '../../../engine/release/approvals.ts';
import type { LogEntry } from '../../../engine/release/log-entry.ts';
import { samePerson } from '../../../engine/release/person.ts';
import { releasesIn } from '../../../language/releases/published.ts';
import { UsageError } from '../../command.ts';
import { commitName, openRepository, type Repository } from '../../versions/repository.ts';
import type { WorkingCopy } from '../working-copy.ts';
import { filesOutside } from '../outside.ts';
import { repositoryFolder } from '../repository-folder.ts';
import { isCarriedOver } from './carried-over.ts';
import { writersOf, type Commit } from './commits.ts';
import { mappedPeople } from './mailmap.ts';
import { filesOf, releasedCommit } from './released-commit.ts';
import { ruleChanges } from './rule-changes.ts';

/** Who made a change. */
export interface Authorship {
  authors: Author[];
  /** Why they cannot all be told; null if they can. */
  unknown: string | null;
}

/**
 * Who made a change: whoever releases it, and everybody whose commits changed the rules since the last release, by all names under which they are known.
 * Outside of a git repository, whoever releases it alone.
 * @param releasedBy null if nobody releases it yet
 * @param releases what it was released as before, the last one last
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
  const file = await realpath(release.file);
  const unknown = (why: string): Authorship => ({ authors: [], unknown: why });
  if ((await repositoryFolder(path.dirname(file))) === null) return { authors: [], unknown: null };
  let repository: Repository;
  try {
    repository = await openRepository(path.dirname(file));
  } catch (error) {
    if (error instanceof UsageError) return unknown(`Who made the change cannot be told: ${error.message}`);
    throw error;
  }
  try {
    const shallow = await repository.missingHistory();
    if (shallow !== '') return unknown(`Who made the change cannot be told.${shallow}`);
    const head = await repository.findRevision('HEAD');
    if (head === null)
      return unknown('Who made the change cannot be told: nothing is committed yet. Commit the rule set.');
    const files = await pathsOf(repository, release);
    for (const each of files) {
      if (await repository.read(head, each)) continue;
      return unknown(`Who made the change cannot be told: \`${each}\` is not committed. Commit it.`);
    }
    const tip = commitName(head);
    const [main = ''] = files;
    const since = await releasedCommit(repository, main, tip, releases);
    const changes = await ruleChanges(repository, files, { tip, since });
    const authors: Author[] = [];
    for (const commit of changes.commits) {
      for (const who of await peopleIn(repository, commit, changes.files))
        authors.push({ who, because: 'changed', commit: commit.hash.slice(0, 8) });
    }
    const mapped = await mappedPeople(repository, authors, since[0] ?? null);
    return { authors: distinct([...authors, ...mapped]), unknown: null };
  } finally {
    repository.close();
  }
}

/** The rule file and all that belongs to it, as paths of git. Symbolic links belong to it too: changing one changes the rules. */
async function pathsOf(repository: Repository, copy: WorkingCopy): Promise<string[]> {
  const { file, project } = copy;
  // Whoever releases them answers for them.
  const outside = await filesOutside(copy);
  const paths = new Set<string>();
  const named = [
    file,
    ...filesOf(project)
      .filter(uri => uri.startsWith('file:'))
      .map(uri => fileURLToPath(uri)),
  ];
  for (const each of named.filter(name => !outside.includes(name))) {
    const real = await realpath(each).catch(() => each);
    for (const one of [real, each]) {
      const found = repository.pathOf(one);
      if (found !== null && found !== '') paths.add(found);
    }
  }
  return [...paths];
}

/** Whoever wrote it, and whoever committed it unless they only carried it over. */
async function peopleIn(repository: Repository, commit: Commit, files: readonly string[]): Promise<string[]> {
  const writers = writersOf(commit);
  if (writers.some(each => samePerson(each, commit.committer))) return [...writers, commit.committer];
  return (await isCarriedOver(repository, commit, files)) ? writers : [...writers, commit.committer];
}

function distinct(authors: readonly Author[]): Author[] {
  const byPerson = new Map<string, Author>();
  for (const author of authors) if (!byPerson.has(author.who)) byPerson.set(author.who, author);
  return [...byPerson.values()];
}
