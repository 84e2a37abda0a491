import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { glob } from 'tinyglobby';
import { digest, type LogEntry } from '../../engine/index.ts';
import { canDecide } from '../../language/findings/breaking.ts';
import type { Finding } from '../../language/findings/finding.ts';
import { createQueries } from '../../language/queries/create-queries.ts';
import type { Queries } from '../../language/queries/queries.ts';
import { releasePlaces, snapshotPlace } from '../../language/releases/places.ts';
import { releasedName } from '../../language/releases/released-name.ts';
import type { Published } from '../../language/releases/published.ts';
import { fileKind } from '../../language/source/document/file-kind.ts';
import { documentsOf } from '../../language/source/documents.ts';
import { loadProject, type Project } from '../../language/source/project/project.ts';
import { canonicalUri } from '../../language/uri.ts';
import { withTexts } from '../../language/workspace.ts';
import { UsageError, type CommandContext } from '../command.ts';
import { diskWorkspace, filesAt } from '../disk-workspace.ts';
import { releaseFolder, type ReleaseFolder } from './commit.ts';
import { durableFiles } from '../../gate/node/files/durable-files.ts';

/** A rule file that people edit, with its releases. */
export interface WorkingCopy {
  uri: string;
  file: string;
  project: Project;
  /** SHA-256 of the rule set in its canonical form (RFC 8785). */
  digest: string;
  findings: Finding[];
  folder: ReleaseFolder;
  /** Null if its log cannot be read. */
  published: Published | null;
  log: readonly LogEntry[];
  /** Over its files, with the text that it is taken to hold. */
  queries: Queries;
}

/** The URI of the rule file that an operand names. @throws UsageError if there is none, or more than one */
export async function ruleFileAt(given: string, { directory }: Pick<CommandContext, 'directory'>): Promise<string> {
  const { uris } = await filesAt([given], directory);
  const files = uris.filter(uri => snapshotPlace(uri) === null || uris.length === 1);
  const [uri] = files;
  if (uri === undefined || files.length > 1)
    throw new UsageError(`There is ${uri === undefined ? 'no' : 'more than one'} rule set at ${given}.`);
  if (snapshotPlace(uri) !== null)
    throw new UsageError(`${given} is a release, which cannot change. Name the rule file that people edit.`);
  return uri;
}

/** The URI of the only rule file with releases below a directory. @throws UsageError if there is none, or more than one */
export async function onlyReleasedFile({ directory }: Pick<CommandContext, 'directory'>): Promise<string> {
  const { uris } = await filesAt(['.'], directory);
  const released: string[] = [];
  for (const uri of uris.filter(each => fileKind(each) === 'rule-set' && snapshotPlace(each) === null)) {
    const releases = await releasesOf(uri);
    if (releases !== null && (await durableFiles.read(releases.folder.log)) !== null) released.push(uri);
  }
  const [uri] = released;
  if (uri === undefined || released.length > 1)
    throw new UsageError(
      uri === undefined ? 'No rule set here has releases.' : 'Which rule set? More than one has releases here.',
    );
  return uri;
}

/** The rule files whose releases are in the given folder. */
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

/** The folder of the releases of a rule file; null if the name of the rule set is unknown. */
export async function releasesOf(uri: string): Promise<{ folder: ReleaseFolder; name: string } | null> {
  const project = await loadProject(documentsOf(diskWorkspace([uri])), uri);
  return project === null ? null : releasesOfProject(project);
}

async function releasesOfProject(project: Project): Promise<{ folder: ReleaseFolder; name: string } | null> {
  const name = releasedName(project, await namesBeside(project.uri));
  const places = name === null ? null : releasePlaces(canonicalUri(project.uri), name);
  if (name === null || places === null) return null;
  return { folder: releaseFolder(path.normalize(fileURLToPath(places.folder))), name };
}

/** The names of the rule sets with a log next to a file. */
async function namesBeside(uri: string): Promise<string[]> {
  const logs = await glob('releases/*/log.jsonl', { cwd: path.dirname(fileURLToPath(uri)) });
  return logs.map(log => path.basename(path.dirname(log)));
}

/** A rule file that cannot be released, because it has errors. */
export interface BrokenCopy {
  broken: Finding[];
  /** The file with its releases; null if the name of the rule set is unknown, or it has no releases. */
  released: WorkingCopy | null;
}

/**
 * Reads a rule file and its releases.
 * @param text the text of the file; by default it is read from disk
 */
export async function readWorkingCopy(uri: string, now: number, text?: string): Promise<WorkingCopy | BrokenCopy> {
  const disk = diskWorkspace([uri]);
  const workspace = text === undefined ? disk : withTexts(disk, new Map([[uri, text]]));
  const queries = createQueries(workspace, { clock: () => now });
  const checked = await queries.findings(uri);
  if (checked.kind !== 'rule-set') return { broken: checked.findings, released: null };
  const places = await releasesOfProject(checked.project);
  if (places === null) return { broken: checked.findings, released: null };
  const published = await queries.published(checked.project, places.name);
  const copy: WorkingCopy = {
    uri,
    file: fileURLToPath(uri),
    project: checked.project,
    digest: digest(checked.project.ruleSet),
    findings: checked.findings,
    folder: places.folder,
    published,
    log: published?.log.entries ?? [],
    queries,
  };
  if (canDecide(checked.project)) return copy;
  const broken = checked.findings.filter(({ severity }) => severity === 'error');
  return { broken, released: copy.log.length === 0 ? null : copy };
}
