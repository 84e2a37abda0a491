import type { CancellationToken } from 'vscode-languageserver';
import {
  approvalsFor,
  type LogEntry,
  type Pending,
  readHistory,
  readLog,
  snapshotName,
  textDigest,
  verifyLog,
} from '../../engine/index.ts';
import { releasedName } from '../../language/releases/released-name.ts';
import { releasePlaces, snapshotPlace, type ReleasePlaces } from '../../language/releases/places.ts';
import { releasesIn } from '../../language/releases/published.ts';
import { digestOf } from '../../language/releases/snapshot.ts';
import { fileKind, fileName } from '../../language/source/document/file-kind.ts';
import type { Project } from '../../language/source/project/project.ts';
import type { RuleSetHistory } from '../../protocol/server.ts';
import { throwIfCancelled } from '../protocol/requests.ts';
import type { Session } from '../session.ts';

/** The names of rule files when they could last be read, by URI. */
const lastNames = new WeakMap<Session, Map<string, string>>();

/** The release histories of all rule sets in the workspace, in the order of their files. */
export async function histories(session: Session, token: CancellationToken): Promise<RuleSetHistory[]> {
  const names = lastNames.get(session) ?? new Map<string, string>();
  lastNames.set(session, names);
  const uris = (await session.queries.workspace.list()).filter(uri => fileKind(uri) === 'rule-set');
  const found: RuleSetHistory[] = [];
  for (const uri of uris) {
    if (snapshotPlace(uri) !== null) continue;
    await session.environment.timers.idle();
    throwIfCancelled(token);
    const project = await session.queries.project(uri);
    if (project === null) continue;
    const readable = digestOf(project) !== null;
    const last = names.get(uri);
    const name = releasedName(project, last === undefined ? releasedNextTo(uri, uris, names) : [last]);
    if (name === null) continue;
    if (readable) names.set(uri, name);
    found.push(await historyOf(session, project, name));
  }
  return found;
}

/** Names of rule sets with releases next to a file, without the names of other rule files. */
function releasedNextTo(uri: string, uris: readonly string[], names: ReadonlyMap<string, string>): string[] {
  const folder = uri.slice(0, uri.lastIndexOf('/') + 1);
  const taken = [...names].flatMap(([other, name]) => (other.startsWith(folder) && other !== uri ? [name] : []));
  const released = uris.flatMap(each => {
    const place = snapshotPlace(each);
    return place !== null && place.folder === `${folder}releases/${place.name}/` ? [place.name] : [];
  });
  return [...new Set(released)].filter(name => !taken.includes(name));
}

async function historyOf(session: Session, project: Project, name: string): Promise<RuleSetHistory> {
  const { open, files } = session;
  const digest = digestOf(project);
  const version = project.ruleSet.version as string | undefined;
  const places = releasePlaces(project.uri, name);
  const place = places?.log ?? null;
  const uri = open.forClient(project.uri);
  const about = { uri, name, version: version ?? '', digest, readable: digest !== null, place };
  const file = places === null ? undefined : await files.read(places.log);
  if (places === null || file === undefined || 'unreadable' in file) {
    return { ...about, log: null, rows: [], faults: [], head: null };
  }
  const { snapshots, texts } = await snapshotDigests(session, places, file.text);
  const { faults, head, entries } = verifyLog(file.text, { ruleset: name, snapshots, texts });
  const pending = await pendingOf(session, project, places, entries);
  const rows = readHistory(entries, { pending }).map(row => ({
    ...row,
    snapshot: row.kind === 'release' && snapshots.has(snapshotName(row.version)) ? places.snapshot(row.version) : null,
  }));
  return { ...about, log: places.log, rows: rows.reverse(), faults, head };
}

/** The approvals of the working copy, as far as known without git; null if it or the last release cannot be read. */
async function pendingOf(
  { queries }: Session,
  project: Project,
  places: ReleasePlaces,
  log: readonly LogEntry[],
): Promise<Pending | null> {
  const digest = digestOf(project);
  const last = releasesIn(log).at(-1);
  const latest = last === undefined ? null : await queries.project(places.snapshot(last.version));
  if (digest === null || (last !== undefined && latest === null)) return null;
  const governance = { now: project.ruleSet.governance, before: latest?.ruleSet.governance };
  // The class of the change only affects how many approvals are needed, not which ones count.
  const approvals = approvalsFor(log, { digest, change: 'unknown', governance, authors: [] });
  return { digest, approvals, authorsKnown: false };
}

/** Digests of the rule files next to the log, null for files that cannot be read, and of their texts, by file name. Missing files are left out. */
async function snapshotDigests(
  { queries, files }: Session,
  places: ReleasePlaces,
  log: string,
): Promise<{ snapshots: Map<string, string | null>; texts: Map<string, string> }> {
  const snapshots = new Map<string, string | null>();
  const texts = new Map<string, string>();
  // The list may be outdated: a new folder is not watched yet.
  const listed = (await queries.workspace.list()).filter(uri => uri.startsWith(places.folder));
  const released = releasesIn(readLog(log)).map(({ version }) => places.snapshot(version));
  for (const uri of new Set([...released, ...listed])) {
    if ((await files.read(uri)) === undefined) continue;
    const project = await queries.project(uri);
    snapshots.set(fileName(uri), project === null ? null : digestOf(project));
    if (project !== null) texts.set(fileName(uri), textDigest(project.document.text));
  }
  return { snapshots, texts };
}
