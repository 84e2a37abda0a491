import type { DecisionRecord } from '../../engine/model/decision-record.ts';
import { fileKind } from '../../language/source/document/file-kind.ts';
import type { Project } from '../../language/source/project/project.ts';
import { UsageError } from '../command.ts';
import { loadVersion, type LoadedVersion } from './load.ts';
import { commitName, type Repository, type Revision } from './repository.ts';
import { gitPath, revisionVersion } from './rule-set-version.ts';

/** The decision of a version on an input. `absent`: the version has no such rule set. `unsound`: it has errors, so the decision is unknown. */
export type VersionDecision = DecisionRecord | 'absent' | 'unsound';

/** Evaluates a version as soon as it is loaded, so that it need not be kept. @param loaded null if the version does not have the rule set */
export type Decide = (loaded: LoadedVersion | null) => VersionDecision;

/** A version in the history of a rule set. */
export interface HistoryVersion {
  /** The short hash of a commit, the version of a release, or `working copy`. */
  name: string;
  /** The full hash of the commit; null for releases and the working copy. */
  commit: string | null;
  /** Null if unknown, or not committed yet. */
  author: { name: string; email: string } | null;
  /** RFC 3339, by the author's clock. */
  date: string | null;
  /** The first line of the commit message, or the reason for the release. */
  subject: string | null;
  /** For a release, the people whose approvals counted. */
  approvedBy: string[];
  /** The indexes of its parents in the history. */
  parents: number[];
  /** Name and version in the rule file; null if the rule set is not there. */
  ruleSet: { name: string; version: string } | null;
  decision: VersionDecision;
}

export interface GitHistoryOptions {
  directory: string;
  decide: Decide;
  /** The last version; null for the working tree. */
  until: Revision | null;
  /** If given, the first version; its ancestors are left out. */
  since?: Revision;
  /** Reports how many versions are read. */
  at?: (done: number, total: number) => void;
}

/**
 * All commits that changed a rule set, the oldest first: its file, under its current or an earlier name, or its imports at the time. Merged branches are kept
 * apart, so that each version can be compared with its parents.
 * @param file git path of the rule file
 * @throws UsageError if no commit contains the file
 */
export async function gitHistory(
  repository: Repository,
  file: string,
  options: GitHistoryOptions,
): Promise<HistoryVersion[]> {
  const { directory, decide, until, since, at } = options;
  const tip = until ?? (await repository.revision('HEAD'));
  const names = await namesOf(repository, file, tip);
  const known = new Map<string, ReadVersion>();
  let previous: Project | null = null;
  const read = async (revision: Revision): Promise<ReadVersion> => {
    const before = known.get(revision.prefix);
    if (before !== undefined) return before;
    const loaded = await versionAt(repository, revision, names, { directory, previous });
    previous = loaded?.project ?? previous;
    const version = { ...summaryOf(loaded, decide), imports: importedBy(loaded, repository) };
    known.set(revision.prefix, version);
    return version;
  };
  // Imports decide which commits are relevant, and these may have had other imports: repeat until no import is new.
  const paths = new Set(names);
  let commits: Commit[] = [];
  for (let known = 0; known < paths.size;) {
    known = paths.size;
    commits = await commitsOf(repository, [...paths], since, tip);
    for (const [done, commit] of commits.entries()) {
      at?.(done, commits.length);
      for (const each of (await read(revisionOf(commit))).imports) paths.add(each);
    }
  }
  const versions: HistoryVersion[] = [];
  const places = new Map(commits.map(({ hash }, place) => [hash, place]));
  for (const commit of commits) {
    const parents = commit.parents.flatMap(each => places.get(each) ?? []);
    const { short, hash, author, date, subject } = commit;
    const { ruleSet, decision } = await read(revisionOf(commit));
    versions.push({
      name: short,
      commit: hash,
      author,
      date,
      subject,
      approvedBy: [],
      parents,
      ruleSet,
      decision,
    });
  }
  if (until === null) {
    const uncommitted = await repository.changes(tip, null);
    if (uncommitted.some(each => [each.before, each.after].some(path => path !== null && paths.has(path)))) {
      const version = await loadVersion(revisionVersion(repository, null, file, directory));
      const parents = versions.length === 0 ? [] : [versions.length - 1];
      const nobody = { commit: null, author: null, date: null, subject: null, approvedBy: [] };
      versions.push({
        name: 'working copy',
        ...nobody,
        parents,
        ...summaryOf(isThere(version) ? version : null, decide),
      });
    }
  }
  if (versions.length === 0) throw new UsageError(`No commit in ${tip.label} contains ${file}.`);
  return versions;
}

interface Commit {
  hash: string;
  short: string;
  /** Hashes of the parents among the listed commits, as git simplifies history. */
  parents: string[];
  author: { name: string; email: string };
  date: string;
  subject: string;
}

function revisionOf({ hash, short }: Commit): Revision {
  return { prefix: `${hash}:`, label: short };
}

/** The names of a file, the last one first: those up to HEAD, and those in the history of the given revision. */
async function namesOf(repository: Repository, file: string, tip: Revision): Promise<string[]> {
  const head = await repository.head();
  const renamed = (await repository.changes(head, null)).find(each => each.after === file && each.before !== null);
  const names = [file, ...(renamed?.before ? [renamed.before] : [])];
  for (const start of new Set([commitName(head), commitName(tip)])) {
    for (const each of await earlierNames(repository, names.at(-1) ?? file, start))
      if (!names.includes(each)) names.push(each);
  }
  return names;
}

async function earlierNames(repository: Repository, file: string, commit: string): Promise<string[]> {
  const log = ['log', '--follow', '--name-status', '-z', '--no-show-signature', '--format=%x01%H', commit, '--', file];
  const fields = (await repository.git(log)).split('\0').map(each => each.replace(/^\n/, ''));
  const names: string[] = [];
  for (let at = 0; at < fields.length; at++) {
    const field = fields[at] ?? '';
    if (field === '' || field.startsWith('\u0001')) continue;
    // A status, then one path, or two for a file that was renamed or copied.
    if (!/^[RC]/.test(field)) at += 1;
    else {
      names.push(fields[at + 1] ?? '');
      at += 2;
    }
  }
  return names;
}

async function commitsOf(
  repository: Repository,
  paths: readonly string[],
  since: Revision | undefined,
  tip: Revision,
): Promise<Commit[]> {
  const format = ['%H', '%h', '%P', '%an', '%ae', '%aI', '%s'].join('%x1f');
  const log = ['--literal-pathspecs', 'log', '--topo-order', '--reverse', '--parents', '--no-show-signature', '-z'];
  const range = since === undefined ? [commitName(tip)] : [commitName(tip), `^${commitName(since)}`];
  const read = async (args: readonly string[]) =>
    (await repository.git([...log, `--format=${format}`, ...args]))
      .split('\0')
      .filter(each => each !== '')
      .map(commitFrom);
  const commits = await read([...range, '--', ...paths]);
  if (since === undefined) return commits;
  // Commits whose parents are not listed get the start as their parent.
  const [start] = await read(['-1', '--no-walk', commitName(since)]);
  if (start === undefined) return commits;
  const hashes = new Set(commits.map(({ hash }) => hash));
  const later = commits.map(commit => {
    const inside = commit.parents.filter(each => hashes.has(each));
    return { ...commit, parents: inside.length > 0 ? inside : [start.hash] };
  });
  return [{ ...start, parents: [] }, ...later];
}

function commitFrom(line: string): Commit {
  const [hash = '', short = '', parents = '', name = '', email = '', date = '', subject = ''] = line.split('\u001f');
  return {
    hash,
    short,
    parents: parents.split(' ').filter(each => each !== ''),
    author: { name, email },
    date,
    subject,
  };
}

async function versionAt(
  repository: Repository,
  revision: Revision,
  names: readonly string[],
  { directory, previous }: { directory: string; previous: Project | null },
): Promise<LoadedVersion | null> {
  for (const name of names) {
    const version = revisionVersion(repository, revision, name, directory);
    if ((await version.workspace.read(version.uri)) !== undefined) return loadVersion(version, previous);
  }
  return null;
}

interface ReadVersion extends Pick<HistoryVersion, 'ruleSet' | 'decision'> {
  /** Git paths. */
  imports: string[];
}

/** The data that is kept of a version. Keeping whole versions would take too much memory. */
export function summaryOf(loaded: LoadedVersion | null, decide: Decide): Pick<HistoryVersion, 'ruleSet' | 'decision'> {
  const project = loaded?.project ?? null;
  const ruleSet = project === null ? null : { name: project.ruleSet.name, version: project.ruleSet.version };
  return { ruleSet, decision: decide(loaded) };
}

function importedBy(loaded: LoadedVersion | null, repository: Repository): string[] {
  const links = loaded?.project?.links ?? [];
  return links.flatMap(({ target }) => {
    if (target === null || fileKind(target) !== 'rule-set') return [];
    return gitPath(repository, target) ?? [];
  });
}

function isThere(loaded: LoadedVersion): boolean {
  return loaded.kind !== 'unsound' || loaded.project !== null;
}
