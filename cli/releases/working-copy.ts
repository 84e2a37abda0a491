import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { digest } from '../../engine/decide/digest.ts';
import type { LogEntry } from '../../engine/release/log-entry.ts';
import { canDecide } from '../../language/findings/breaking.ts';
import { checkWorkspaceFile } from '../../language/findings/check.ts';
import type { Finding } from '../../language/findings/finding.ts';
import { compareContents } from '../../language/releases/compare.ts';
import { releasePlaces, snapshotPlace } from '../../language/releases/places.ts';
import { loadPublished, type Published } from '../../language/releases/published.ts';
import { fileKind } from '../../language/source/file-kind.ts';
import { loadProject, type Project } from '../../language/source/project.ts';
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
  /** Null where nothing was ever said of it. */
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

/** Where the releases of the rule set in a file lie; null where the file does not say what it is called. */
export async function releasesOf(uri: string): Promise<{ folder: ReleaseFolder; name: string } | null> {
  const project = await loadProject(diskWorkspace([uri]), uri);
  const places = project === null ? null : releasePlaces(canonicalUri(uri), project.ruleSet.name);
  if (project === null || places === null || project.kind === 'library') return null;
  return { folder: releaseFolder(path.normalize(fileURLToPath(places.folder))), name: project.ruleSet.name };
}

/**
 * Reads a rule file with what was released of it.
 * @param text what the file is taken to hold; else it is read
 * @returns what keeps it from deciding, where it does not
 */
export async function readWorkingCopy(
  uri: string,
  now: number,
  text?: string,
): Promise<WorkingCopy | { broken: Finding[] }> {
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
  if (checked.kind !== 'rule-set') return { broken: checked.findings };
  if (!canDecide(checked.project)) return { broken: checked.findings.filter(({ severity }) => severity === 'error') };
  const published = await loadPublished(workspace, checked.project, { project, compare });
  const places = await releasesOf(uri);
  if (places === null) return { broken: checked.findings };
  return {
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
}
