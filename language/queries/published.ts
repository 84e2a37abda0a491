import { type LogEntry, type LogFault, type Verification, verifyLog } from '../../engine/index.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import { linkedAmong } from '../releases/links.ts';
import { belongsBesideSnapshots, releasePlaces, type ReleasePlaces, snapshotPlace } from '../releases/places.ts';
import { contractDigest, releasesIn, type Published, type Release } from '../releases/published.ts';
import { recount } from '../releases/recount.ts';
import { digestOf, isPublishedText } from '../releases/snapshot.ts';
import type { Project } from '../source/project/project.ts';
import type { Workspace } from '../workspace.ts';
import type { Queries, Sources } from './queries.ts';

export async function published(queries: Sources, working: Project, given?: string): Promise<Published | null> {
  if (working.kind === 'library' && given === undefined) return null;
  const name = given ?? working.ruleSet.name;
  const { workspace } = queries;
  const places = releasePlaces(working.uri, name);
  const file = places === null ? undefined : await workspace.read(places.log);
  if (places === null || (file !== undefined && 'unreadable' in file)) return null;
  const written = verifyLog(file?.text ?? '', { ruleset: name });
  const log = { ...written, faults: [...written.faults, ...(await recounted(queries, places, written))] };
  const releases = releasesIn(log.entries);
  const known = new Map<string, Promise<Release>>();
  const load = (entry: LogEntry): Promise<Release> => {
    const loading = known.get(entry.version) ?? loadRelease(queries, places, entry);
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
    linked: await linkedAmong(workspace, places, [
      places.log,
      ...releases.map(({ version }) => places.snapshot(version)),
    ]),
    diff: comparable && latest.project !== null ? await queries.comparison(latest.project, working) : null,
  };
}

/** Claims of releases that their snapshots contradict, in a log whose chain holds. */
async function recounted(
  queries: Sources,
  places: ReleasePlaces,
  { entries, faults }: Verification,
): Promise<LogFault[]> {
  if (queries.recount === null || faults.length > 0) return [];
  const { faults: found } = await recount(entries, {
    snapshot: version => queries.project(places.snapshot(version)),
    compare: queries.comparison,
    limits: queries.recount,
  });
  return found;
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

/** A release of a log as it lies there. */
export async function loadRelease(
  queries: Pick<Queries, 'project'>,
  places: ReleasePlaces,
  entry: LogEntry,
): Promise<Release> {
  const uri = places.snapshot(entry.version);
  const project = await queries.project(uri);
  const found = project === null ? null : digestOf(project);
  const sound = project !== null && found === entry.digest && isPublishedText(entry, project.document.text);
  return { entry, uri, project, digest: found, sound };
}

async function contractsIn(
  { payloads = {} }: RuleSet,
  releases: readonly LogEntry[],
  load: (entry: LogEntry) => Promise<Release>,
): Promise<Map<string, Release>> {
  const found = new Map<string, Release>();
  for (const [name, contract] of Object.entries(payloads)) {
    const last = releases.findLast(entry => entry.payloads !== undefined && Object.hasOwn(entry.payloads, name));
    // What is as it was needs no second look.
    if (last?.payloads?.[name] !== undefined && last.payloads[name] !== contractDigest(contract))
      found.set(name, await load(last));
  }
  return found;
}
