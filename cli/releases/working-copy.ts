import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { glob } from 'tinyglobby';
import { digest, type LogEntry } from '../../engine/index.ts';
import { canDecide } from '../../language/findings/breaking.ts';
import { checkWorkspaceFile } from '../../language/findings/check.ts';
import type { Finding } from '../../language/findings/finding.ts';
import { compareContents } from '../../language/releases/compare.ts';
import { releasePlaces, snapshotPlace } from '../../language/releases/places.ts';
import { releasedName } from '../../language/releases/released-name.ts';
import { loadPublished, type Published } from '../../language/releases/published.ts';
import { fileKind } from '../../language/source/document/file-kind.ts';
import { loadProject, type Project } from '../../language/source/project/project.ts';
import { canonicalUri } from '../../language/uri.ts';
import type { Workspace } from '../../language/workspace.ts';
import { UsageError, type Surroundings } from '../command.ts';
import { diskWorkspace, filesAt } from '../disk-workspace.ts';
import { releaseFolder, type ReleaseFolder } from './commit.ts';
import { durableFiles } from './durable-files.ts';

/** A rule file that people work on, with what was released of it. */
export interface WorkingCopy {
  uri: string;
  file: string;
  project: Project;
  /** SHA-256 over the RFC 8785 form of what it says. */
  digest: string;
  findings: Finding[];
  folder: ReleaseFolder;
  /** Null if its log cannot be read. */
  published: Published | null;
  log: readonly LogEntry[];
  workspace: Workspace;
}

/** The file of a rule set that a command names. @throws UsageError where there is none, or more than one */
export async function ruleFileAt(given: string, { directory }: Pick<Surroundings, 'directory'>): Promise<string> {
  const { uris } = await filesAt([given], directory);
  const files = uris.filter(uri => snapshotPlace(uri) === null || uris.length === 1);
  const [uri] = files;
  if (uri === undefined || files.length > 1)
    throw new UsageError(`There is ${uri === undefined ? 'no' : 'more than one'} rule set at ${given}.`);
  if (snapshotPlace(uri) !== null)
    throw new UsageError(`${given} is a release, which stays what it is. Name the rule file that people work on.`);
  return uri;
}

/** The one rule file below the directory of which something was released. @throws UsageError where there is none, or more than one */
export async function onlyReleasedFile({ directory }: Pick<Surroundings, 'directory'>): Promise<string> {
  const { uris } = await filesAt(['.'], directory);
  const released: string[] = [];
  for (const uri of uris.filter(each => fileKind(each) === 'rule-set' && snapshotPlace(each) === null)) {
    const releases = await releasesOf(uri);
    if (releases !== null && (await durableFiles.read(releases.folder.log)) !== null) released.push(uri);
  }
  const [uri] = released;
  if (uri === undefined || released.length > 1)
    throw new UsageError(
      uri === undefined ? 'Nothing was released here.' : 'Which rule set? More than one was released here.',
    );
  return uri;
}

/** The rule files beside a folder of releases whose releases lie there. */
export async function ruleFilesOf({ folder }: ReleaseFolder): Promise<string[]> {
  const place = path.resolve(folder);
  const { uris } = await filesAt(['*.escalation.{yaml,yml,json}'], path.dirname(path.dirname(place)));
  const found: string[] = [];
  for (const uri of uris) {
    const releases = await releasesOf(uri);
    if (releases !== null && path.resolve(releases.folder.folder) === place) found.push(uri);
  }
  return found;
}

/** Where the releases of the rule set in a file lie; null if nothing tells what it is called. */
export async function releasesOf(uri: string): Promise<{ folder: ReleaseFolder; name: string } | null> {
  const project = await loadProject(diskWorkspace([uri]), uri);
  return project === null ? null : releasesOfProject(project);
}

async function releasesOfProject(project: Project): Promise<{ folder: ReleaseFolder; name: string } | null> {
  const name = releasedName(project, await namesBeside(project.uri));
  const places = name === null ? null : releasePlaces(canonicalUri(project.uri), name);
  if (name === null || places === null) return null;
  return { folder: releaseFolder(path.normalize(fileURLToPath(places.folder))), name };
}

/** The rule sets that have a log beside a file. */
async function namesBeside(uri: string): Promise<string[]> {
  const logs = await glob('releases/*/log.jsonl', { cwd: path.dirname(fileURLToPath(uri)) });
  return logs.map(log => path.basename(path.dirname(log)));
}

/** Why a rule file cannot be released: it cannot decide. */
export interface BrokenCopy {
  broken: Finding[];
  /** The file with what was released of it; null if nothing tells what it is called, or nothing was released. */
  released: WorkingCopy | null;
}

/**
 * Reads a rule file with what was released of it.
 * @param text what the file is taken to hold; else it is read
 */
export async function readWorkingCopy(uri: string, now: number, text?: string): Promise<WorkingCopy | BrokenCopy> {
  const disk = diskWorkspace([uri]);
  const workspace: Workspace =
    text === undefined
      ? disk
      : { ...disk, read: each => (each === uri ? Promise.resolve({ uri, text }) : disk.read(each)) };
  const loaded = new Map<string, Promise<Project | null>>();
  const project = (each: string) => {
    const known = loaded.get(each) ?? loadProject(workspace, each);
    loaded.set(each, known);
    return known;
  };
  const compare = (before: Project, after: Project) => compareContents(before, after, now);
  const checked = await checkWorkspaceFile(workspace, uri, { now, project, compare });
  if (checked.kind !== 'rule-set') return { broken: checked.findings, released: null };
  const places = await releasesOfProject(checked.project);
  if (places === null) return { broken: checked.findings, released: null };
  const published = await loadPublished(workspace, checked.project, { project, compare, name: places.name });
  const copy: WorkingCopy = {
    uri,
    file: fileURLToPath(uri),
    project: checked.project,
    digest: digest(checked.project.ruleSet),
    findings: checked.findings,
    folder: places.folder,
    published,
    log: published?.log.entries ?? [],
    workspace,
  };
  if (canDecide(checked.project)) return copy;
  const broken = checked.findings.filter(({ severity }) => severity === 'error');
  return { broken, released: copy.log.length === 0 ? null : copy };
}
