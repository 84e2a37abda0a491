import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { glob } from 'tinyglobby';
import { isJsonObject, ownValue } from '../../engine/model/json.ts';
import type { Governance } from '../../engine/model/rule-set.ts';
import { hashOf, type LogEntry, readLog, snapshotName, verifyLog } from '../../engine/index.ts';
import { releasesIn } from '../../language/releases/published.ts';
import { digestOf } from '../../language/releases/snapshot.ts';
import { parseSource } from '../../language/source/document/document.ts';
import { documentsOf } from '../../language/source/documents.ts';
import { loadProject } from '../../language/source/project/project.ts';
import type { Workspace } from '../../language/workspace.ts';
import { UsageError } from '../command.ts';
import { diskWorkspace } from '../disk-workspace.ts';
import { commitName, openRepository, type Repository } from '../versions/repository.ts';
import { treeWorkspace } from '../versions/rule-set-version.ts';
import { commitsIn } from './authors/commits.ts';
import { ruleChanges } from './authors/rule-changes.ts';
import { revisionOf } from './authors/rule-set-at.ts';
import { releaseFolder } from './commit.ts';
import { repositoryFolder } from './repository-folder.ts';
import { ruleFilesOf, type WorkingCopy } from './working-copy.ts';

/** The releases of a rule file before its current log: under another name, in another folder, or in a log that is missing. */
export interface Predecessor {
  /** The last of the releases. */
  latest: LogEntry;
  releases: LogEntry[];
  /** Governance of the last release. */
  governance: Governance | undefined;
}

export interface Origin {
  predecessor: Predecessor | null;
  /** The opinions on the content of the file in any of these logs, as far as git knows them. */
  opinions: LogEntry[];
  /** Why it cannot be determined whether there is one; null if it can. */
  unknown: string | null;
}

/** Finds earlier releases of a rule file without releases in the history of git. Outside a repository, there are none. */
export async function originOf(copy: WorkingCopy): Promise<Origin> {
  const none: Origin = { predecessor: null, opinions: [], unknown: null };
  if ((copy.published?.latest ?? null) !== null) return none;
  const file = await realpath(copy.file);
  if ((await repositoryFolder(path.dirname(file))) === null) return none;
  let repository: Repository;
  try {
    repository = await openRepository(path.dirname(file));
  } catch (error) {
    if (error instanceof UsageError) return { ...none, unknown: undetermined(error.message) };
    throw error;
  }
  try {
    return await originIn(repository, file, copy);
  } finally {
    repository.close();
  }
}

function undetermined(why: string): string {
  return `It cannot be determined whether this is a first release: ${why}`;
}

async function originIn(repository: Repository, file: string, { project, digest }: WorkingCopy): Promise<Origin> {
  const none: Origin = { predecessor: null, opinions: [], unknown: null };
  const unknown = (why: string): Origin => ({ ...none, unknown: undetermined(why) });
  const head = await repository.findRevision('HEAD');
  if (head === null) return none;
  if (repository.missingHistory !== '') return unknown(repository.missingHistory.trim());
  const tip = commitName(head);
  const own = repository.pathOf(file) ?? '';
  const logs = await logsLeft(repository, file, [
    ...(await logsBeside(file, own)),
    ...(await logsEver(repository, tip)),
  ]);
  if (logs.length === 0) return none;
  if ((await repository.read(head, own)) === null) return unknown(`\`${own}\` is not committed. Commit it.`);
  const names = (await namesOf(repository, own, tip)).add(project.ruleSet.name);
  const opinions: LogEntry[] = [];
  let predecessor: Predecessor | null = null;
  for (const log of logs) {
    if (!names.has(path.basename(path.dirname(log)))) continue;
    opinions.push(...(await opinionsIn(repository, log, { tip, digest })));
    if (predecessor !== null) continue;
    const found = await predecessorAt(repository, log, tip);
    if (found === null)
      return unknown(
        `${log} or its last release differs from what was published. Restore its folder from version control.`,
      );
    if (found !== 'nothing') predecessor = found;
  }
  return { predecessor, opinions, unknown: null };
}

/** All that was ever said of a content in a log, whatever was taken out of it later. */
async function opinionsIn(
  repository: Repository,
  log: string,
  { tip, digest }: { tip: string; digest: string },
): Promise<LogEntry[]> {
  const found = new Map<string, LogEntry>();
  for await (const { text } of versionsOf(repository, log, tip)) {
    for (const entry of readLog(text)) {
      const isOpinion = entry.kind === 'approve' || entry.kind === 'reject';
      if (isOpinion && entry.digest === digest && hashOf(entry) === entry.hash) found.set(entry.hash, entry);
    }
  }
  return [...found.values()].sort((a, b) => a.sequence - b.sequence);
}

/** Git paths of the logs next to a rule file, committed or not. */
async function logsBeside(file: string, own: string): Promise<string[]> {
  const found = await glob('releases/*/log.jsonl', { cwd: path.dirname(file) });
  return found.sort().map(log => path.posix.join(path.posix.dirname(own), log));
}

/** Git paths of all logs in the history, the most recently written first. */
async function logsEver(repository: Repository, tip: string): Promise<string[]> {
  const search = ['log', '--topo-order', '--full-history', '-m', '--format=', '--name-only', '-z', '--no-renames'];
  const found = await repository.git([...search, tip, '--', ':(top,glob)**/releases/*/log.jsonl']);
  return [...new Set(found.split('\0').map(each => each.trim()))].filter(each => each !== '');
}

/** All rule set names that a rule file, and the files that it was made from, have had. */
async function namesOf(repository: Repository, file: string, tip: string): Promise<Set<string>> {
  const { files } = await ruleChanges(repository, [file], { tip, since: [] });
  const names = new Set<string>();
  for (const each of files) {
    const commits = await commitsIn(repository, { from: tip, since: [] }, [each]);
    for (const commit of [tip, ...commits.map(({ hash }) => hash)]) {
      const content = await repository.read(revisionOf(commit), each);
      const name = content === null ? null : nameIn(repository, each, content);
      if (name !== null) names.add(name);
    }
  }
  return names;
}

/** The name of a rule set in a text; null if it is something else. */
function nameIn({ root }: Repository, file: string, content: Buffer): string | null {
  const { value } = parseSource(pathToFileURL(path.join(root, file)).href, content.toString('utf8'));
  const name = isJsonObject(value) && value['rules'] !== undefined ? ownValue(value, 'name') : undefined;
  return typeof name === 'string' ? name : null;
}

/** Logs that belong to no other rule file. If a log belongs to another file, this one is a copy of it. */
async function logsLeft({ root }: Repository, file: string, logs: readonly string[]): Promise<string[]> {
  const own = pathToFileURL(file).href;
  const left: string[] = [];
  for (const log of new Set(logs)) {
    const files = await ruleFilesOf(releaseFolder(path.join(root, path.dirname(log))));
    if (files.every(uri => uri === own)) left.push(log);
  }
  return left;
}

/** The releases of a log, even if it is missing now; null if they differ from what was published, `nothing` if there never was one. */
async function predecessorAt(
  repository: Repository,
  log: string,
  tip: string,
): Promise<Predecessor | null | 'nothing'> {
  for await (const { text, workspaceOf } of versionsOf(repository, log, tip)) {
    const { entries, faults } = verifyLog(text, { ruleset: path.basename(path.dirname(log)) });
    const releases = releasesIn(entries);
    const latest = releases.at(-1);
    if (latest === undefined) continue;
    if (faults.length > 0) return null;
    const snapshot = path.join(repository.root, path.dirname(log), snapshotName(latest.version));
    const uri = pathToFileURL(snapshot).href;
    const project = await loadProject(documentsOf(workspaceOf(uri)), uri);
    if (project === null || digestOf(project) !== latest.digest) return null;
    return { latest, releases, governance: project.ruleSet.governance };
  }
  return 'nothing';
}

/** The versions of a file: on disk, then in each commit that changed it, the last one first. */
async function* versionsOf(
  repository: Repository,
  file: string,
  tip: string,
): AsyncGenerator<{ text: string; workspaceOf: (uri: string) => Workspace }> {
  const text = await readFile(path.join(repository.root, file), 'utf8').catch(() => '');
  yield { text, workspaceOf: uri => diskWorkspace([uri]) };
  for (const { hash } of await commitsIn(repository, { from: tip, since: [] }, [file])) {
    const revision = revisionOf(hash);
    const content = await repository.read(revision, file);
    yield { text: content?.toString('utf8') ?? '', workspaceOf: () => treeWorkspace(repository, revision) };
  }
}
