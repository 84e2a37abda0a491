import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { samePerson } from '../../engine/release/person.ts';
import { git } from '../versions/git.ts';
import { UsageError } from '../command.ts';
import type { WorkingCopy } from './working-copy.ts';

/**
 * Who made a change: whoever releases it, and everybody who committed to the files of the rule set since its last release. That is since the commit that
 * has added the snapshot; since the time of the release, where the snapshot is not committed.
 * @param releasedBy null where nobody releases it yet
 */
export async function authorsOf(release: WorkingCopy, releasedBy: string | null): Promise<string[]> {
  const people = [...(releasedBy === null ? [] : [releasedBy]), ...(await committers(release))];
  return people.filter((each, index) => !people.slice(0, index).some(other => samePerson(each, other)));
}

async function committers({ file, project, published, folder }: WorkingCopy): Promise<string[]> {
  const directory = path.dirname(file);
  const latest = published?.latest?.entry;
  const uris = [...project.files.map(({ uri }) => uri), ...project.links.flatMap(({ target }) => target ?? [])];
  const files = uris.filter(uri => uri.startsWith('file:')).map(uri => fileURLToPath(uri));
  const snapshot = latest === undefined ? null : folder.snapshot(latest.version);
  const added =
    snapshot === null ? [] : await lines(directory, ['log', '--diff-filter=A', '--format=%H', '--', snapshot]);
  const [commit] = added;
  const since = commit !== undefined ? [`${commit}..HEAD`] : latest === undefined ? [] : [`--since=${latest.time}`];
  // By the mailmap, as `git shortlog` tells people.
  return (await lines(directory, ['log', '--format=%aN <%aE>', ...since, '--', ...new Set(files)])).reverse();
}

/** Nothing outside of a repository, without git, and of files outside of it. */
async function lines(directory: string, args: readonly string[]): Promise<string[]> {
  try {
    const { code, stdout } = await git(directory, args);
    return code === 0
      ? stdout
          .toString('utf8')
          .split('\n')
          .filter(line => line !== '')
      : [];
  } catch (error) {
    if (error instanceof UsageError) return [];
    throw error;
  }
}
