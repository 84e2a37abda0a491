import type { LogEntry } from '../../../engine/index.ts';
import { digestOf } from '../../../language/releases/snapshot.ts';
import type { Repository } from '../../versions/repository.ts';
import { nameAt } from './rule-changes.ts';
import { pathsOf, projectAt } from './rule-set-at.ts';

/**
 * The commits that a change is made from: what is behind them was released. For each commit whose log first holds the last release, that is the first
 * commit with the released content; if there are several, what they have in common. If none has that content, the release before counts. Empty if all
 * of the history belongs to the change.
 * @param file the rule file as a path of git
 * @param tip the last commit
 * @param releases of the rule set, the last one last
 */
export async function releasedCommit(
  repository: Repository,
  file: string,
  tip: string,
  releases: readonly LogEntry[],
): Promise<string[]> {
  const latest = releases.at(-1);
  if (latest === undefined) return [];
  const earlier = releases.slice(0, -1);
  const previous = earlier.at(-1);
  const since = previous === undefined ? [] : await firstWith(repository, tip, previous.hash);
  const recorded = await firstWith(repository, tip, latest.hash);
  const commits = new Set<string>();
  for (const until of recorded.length > 0 ? recorded : [tip]) {
    const name = await nameAt(repository, file, until, tip);
    const first = name === null ? null : await firstContent(repository, name, { until, since }, latest.digest);
    if (first === null) return releasedCommit(repository, file, tip, earlier);
    commits.add(first);
  }
  return commits.size === 1
    ? [...commits]
    : lines(await repository.git(['merge-base', '--octopus', '--all', ...commits]));
}

/** The commits whose log first holds an entry: it may be removed later, and added again. */
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

/** The first commit in which a rule file says exactly what was released; null if none does. */
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
