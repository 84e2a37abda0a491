import { digest, type LogEntry, type SemanticDiff, type Verification, verifyLog } from '../../engine/index.ts';
import type { PayloadContract, RuleSet } from '../../engine/model/rule-set.ts';
import type { LoadOptions, Project } from '../source/project/project.ts';
import { loadProject } from '../source/project/project.ts';
import type { Workspace } from '../workspace.ts';
import { belongsBesideSnapshots, releasePlaces, type ReleasePlaces, snapshotPlace } from './places.ts';
import { digestOf } from './snapshot.ts';

/** A release by its entry in the log, and what lies in its snapshot. */
export interface Release {
  entry: LogEntry;
  uri: string;
  /** Null where there is no file, or none that can be read. */
  project: Project | null;
  /** Of what lies there; null where it cannot be read whole. */
  digest: string | null;
  /** Whether what lies there is what was released. */
  sound: boolean;
}

/** What a rule set's working copy is compared with: its log and its releases. */
export interface Published {
  working: Project;
  /** Of the working copy; null where it cannot be read whole. */
  digest: string | null;
  places: ReleasePlaces;
  log: Verification;
  /** Null where nothing was released yet. */
  latest: Release | null;
  /** The release that `rollback.to` names; null where it names none, or there is none. */
  rollbackTo: Release | null;
  /** The last releases in which payload contracts of the working copy stand, by the contract's name. */
  contracts: ReadonlyMap<string, Release>;
  /** Versions whose snapshots are gone. */
  gone: string[];
  /** Names of what lies among the releases and does not belong there; snapshots are not among them, since each is checked itself. */
  strangers: string[];
  /** From the last release to the working copy. Null where either cannot be read whole, or both have the same content. */
  diff: SemanticDiff | null;
}

export interface PublishedOptions extends LoadOptions {
  /** The name of the rule set, if its file does not say it. */
  name?: string;
  /** Compares two versions; null where they cannot be compared. */
  compare?: (before: Project, after: Project) => Promise<SemanticDiff | null> | SemanticDiff | null;
}

/** What was released of a rule set, which is nothing if there is no log; null for a library, and for a log that cannot be read. */
export async function loadPublished(
  workspace: Workspace,
  working: Project,
  options: PublishedOptions = {},
): Promise<Published | null> {
  if (working.kind === 'library' && options.name === undefined) return null;
  const name = options.name ?? working.ruleSet.name;
  const places = releasePlaces(working.uri, name);
  const file = places === null ? undefined : await workspace.read(places.log);
  if (places === null || (file !== undefined && 'unreadable' in file)) return null;
  const log = verifyLog(file?.text ?? '', { ruleset: name });
  const releases = releasesIn(log.entries);
  const known = new Map<string, Promise<Release>>();
  const load = (entry: LogEntry): Promise<Release> => {
    const loading = known.get(entry.version) ?? loadRelease(workspace, places, entry, options);
    known.set(entry.version, loading);
    return loading;
  };
  const last = releases.at(-1);
  const latest = last === undefined ? null : await load(last);
  const to = releases.find(({ version }) => version === working.ruleSet.rollback?.to);
  const gone: string[] = [];
  for (const { version } of releases) {
    if ((await workspace.read(places.snapshot(version))) === undefined) gone.push(version);
  }
  const own = digestOf(working);
  const readable = own !== null && working.expressions.every(({ checked }) => checked.problems.length === 0);
  const comparable = readable && latest !== null && latest.sound && latest.digest !== own;
  return {
    working,
    digest: own,
    places,
    log,
    latest,
    rollbackTo: to === undefined ? null : await load(to),
    contracts: await contractsIn(working.ruleSet, releases, load),
    gone,
    strangers: await strangersIn(workspace, places, releases),
    diff: comparable && latest.project !== null ? ((await options.compare?.(latest.project, working)) ?? null) : null,
  };
}

async function strangersIn(
  workspace: Workspace,
  { folder, snapshot }: ReleasePlaces,
  releases: readonly LogEntry[],
): Promise<string[]> {
  const known = new Set(releases.map(({ version }) => snapshot(version)));
  const place = (name: string) => `${folder}${encodeURIComponent(name)}`;
  const names = (await workspace.namesIn?.(folder)) ?? [];
  return names
    .filter(name => !belongsBesideSnapshots(name) && !known.has(place(name)) && snapshotPlace(place(name)) === null)
    .sort();
}

/** The releases of a log, each version once, oldest first. */
export function releasesIn(log: readonly LogEntry[]): LogEntry[] {
  const releases = new Map<string, LogEntry>();
  for (const entry of log)
    if (entry.kind === 'release' && !releases.has(entry.version)) releases.set(entry.version, entry);
  return [...releases.values()];
}

export async function loadRelease(
  workspace: Workspace,
  places: ReleasePlaces,
  entry: LogEntry,
  options: LoadOptions = {},
): Promise<Release> {
  const uri = places.snapshot(entry.version);
  const project = await (options.project ?? (each => loadProject(workspace, each, options)))(uri);
  const found = project === null ? null : digestOf(project);
  return { entry, uri, project, digest: found, sound: found === entry.digest };
}

/** The part of a payload contract that others rely on: not its description. */
export function contractDigest({ schema, fields }: PayloadContract): string {
  return digest({ schema, fields });
}

export function contractDigests({ payloads = {} }: RuleSet): Record<string, string> {
  return Object.fromEntries(Object.entries(payloads).map(([name, contract]) => [name, contractDigest(contract)]));
}

async function contractsIn(
  { payloads = {} }: RuleSet,
  releases: readonly LogEntry[],
  load: (entry: LogEntry) => Promise<Release>,
): Promise<Map<string, Release>> {
  const found = new Map<string, Release>();
  for (const [name, contract] of Object.entries(payloads)) {
    const release = releases.findLast(entry => entry.payloads !== undefined && Object.hasOwn(entry.payloads, name));
    // What is as it was needs no second look.
    if (release?.payloads?.[name] !== undefined && release.payloads[name] !== contractDigest(contract))
      found.set(name, await load(release));
  }
  return found;
}
