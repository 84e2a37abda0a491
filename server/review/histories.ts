import type { CancellationToken } from 'vscode-languageserver';
import { readHistory } from '../../engine/release/history.ts';
import { readLog } from '../../engine/release/read-log.ts';
import { verifyLog } from '../../engine/release/verify.ts';
import { releasePlaces, snapshotPlace, type ReleasePlaces } from '../../language/releases/places.ts';
import { digestOf } from '../../language/releases/snapshot.ts';
import { releasesIn } from '../../language/releases/published.ts';
import { fileKind } from '../../language/source/file-kind.ts';
import type { Project } from '../../language/source/project.ts';
import type { RuleSetHistory } from '../messages.ts';
import { throwIfCancelled } from '../protocol/requests.ts';
import type { Session } from '../session.ts';

/** What was released of the rule sets of the workspace, in order of their files. */
export async function histories(session: Session, token: CancellationToken): Promise<RuleSetHistory[]> {
  const found: RuleSetHistory[] = [];
  for (const uri of await session.projects.workspace.list()) {
    if (fileKind(uri) !== 'rule-set' || snapshotPlace(uri) !== null) continue;
    await session.environment.timers.idle();
    throwIfCancelled(token);
    const project = await session.projects.project(uri);
    if (project === null || project.kind === 'library') continue;
    found.push(await historyOf(session, project));
  }
  return found;
}

async function historyOf(session: Session, project: Project): Promise<RuleSetHistory> {
  const { open, files } = session;
  const { name, version } = project.ruleSet;
  const places = releasePlaces(project.uri, name ?? '');
  const place = places?.log ?? null;
  const about = { uri: open.forClient(project.uri), name, version, digest: digestOf(project), place };
  const file = places === null ? undefined : await files.read(places.log);
  if (places === null || file === undefined || 'unreadable' in file) {
    return { ...about, log: null, rows: [], faults: [], head: null };
  }
  const snapshots = await snapshotDigests(session, places, file.text);
  const { faults, head, entries } = verifyLog(file.text, { snapshots });
  const rows = readHistory(entries).map(row => ({
    ...row,
    snapshot: row.kind === 'release' && snapshots.has(row.version) ? places.snapshot(row.version) : null,
  }));
  return { ...about, log: places.log, rows: rows.reverse(), faults, head };
}

/** By version, what lies in the snapshots that the log speaks of; those that are gone are left out. */
async function snapshotDigests(
  { projects, files }: Session,
  places: ReleasePlaces,
  log: string,
): Promise<Map<string, string | null>> {
  const found = new Map<string, string | null>();
  for (const { version } of releasesIn(readLog(log))) {
    const uri = places.snapshot(version);
    if ((await files.read(uri)) === undefined) continue;
    const project = await projects.project(uri);
    found.set(version, project === null ? null : digestOf(project));
  }
  return found;
}
