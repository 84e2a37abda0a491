import type { LogEntry } from '../../../engine/index.ts';
import { digestOf } from '../../../language/releases/snapshot.ts';
import type { Repository } from '../../versions/repository.ts';
import { nameAt } from './rule-changes.ts';
import { pathsOf, projectAt } from './rule-set-at.ts';

/**
 * The commits at which a change starts: their history was released. For each commit whose log first contains the last release, that is the first commit
 * with the released content; if there are several, their merge bases. If no commit has that content, the release before it is used. Empty if the whole
 * history belongs to the change.
 * @param file git path of the rule file
 * @param tip the last commit
 * @param releases all releases of the rule set, the last one last
 */
export async function releasedCommit(
  repository: Repository,
  file: string,
  tip: string,
  releases: readonly LogEntry[],
): Promise<string[]> {
  const latest = releases.at(-1);
  if (latest === undefined) return [];
  const others = releases.slice(0, -1);
  const previous = others.at(-1);
  const since = previous === undefined ? [] : await firstWith(repository, tip, previous.hash);
  const recorded = await firstWith(repository, tip, latest.hash);
  const commits = new Set<string>();
  for (const until of recorded.length > 0 ? recorded : [tip]) {
    const name = await nameAt(repository, file, until, tip);
    const first = name === null ? null : await firstContent(repository, name, { until, since }, latest.digest);
    if (first === null) return releasedCommit(repository, file, tip, others);
    commits.add(first);
  }
  return commits.size === 1
    ? [...commits]
    : lines(await repository.git(['merge-base', '--octopus', '--all', ...commits]));
}

/** The commits that first added an entry to the log: the earliest on each branch, since an entry may be removed and added again. */
async function firstWith(repository: Repository, tip: string, hash: string): Promise<string[]> {
  const search = ['log', '--topo-order', '--reverse', '--full-history', '-m', '--format=%H', '--no-show-signature'];
  const exact = ['--text', '--no-textconv', '--no-ext-diff', '--no-renames', `-S${hash}`];
  const found = await repository.git([...search, ...exact, tip, '--', ':(top,glob)**/releases/*/log.jsonl']);
  const first: string[] = [];
  for (const commit of new Set(lines(found))) {
    const later = await Promise.all(first.map(each => repository.isAncestor(each, commit)));
    if (!later.includes(true)) first.push(commit);
  }
  return first;
}

/** The first commit in which the rule file has the released content; null if there is none. */
async function firstContent(
  repository: Repository,
  name: string,
  { until, since }: { until: string; since: readonly string[] },
  digest: string,
): Promise<string | null> {
  const paths = await pathsOf(repository, until, name);
  const range = ['--topo-order', '--reverse', '--full-history', until, ...since.map(each => `^${each}`)];
  const commits = lines(await repository.git(['--literal-pathspecs', 'rev-list', ...range, '--', ...paths]));
  for (const commit of [...commits, until]) {
    const project = await projectAt(repository, commit, name);
    if (project !== null && digestOf(project) === digest) return commit;
  }
  return null;
}

function lines(text: string): string[] {
  return text.split('\n').filter(line => line !== '');
}
