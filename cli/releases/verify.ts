import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import {
  type CheckedSignature,
  type LogFault,
  readLog,
  snapshotName,
  textDigest,
  type Verification,
  verifyLog,
} from '../../engine/index.ts';
import { comparing } from '../../language/releases/compare.ts';
import { linkedAmong } from '../../language/releases/links.ts';
import { belongsBesideSnapshots, snapshotPlace } from '../../language/releases/places.ts';
import { recount, type RecountLimits, type Unchecked } from '../../language/releases/recount.ts';
import { digestOf } from '../../language/releases/snapshot.ts';
import { documentsOf } from '../../language/source/documents.ts';
import { fileName } from '../../language/source/document/file-kind.ts';
import { loadProject, type Project } from '../../language/source/project/project.ts';
import { runAtOnce } from '../../engine/model/steps.ts';
import { formatTimestamp } from '../../engine/model/time/timestamp.ts';
import { diskWorkspace } from '../disk-workspace.ts';
import path from 'node:path';
import { misplacedSnapshots, placeSnapshots } from './commit.ts';
import { durableFiles } from '../../gate/node/files/durable-files.ts';
import type { FoundLog } from './find-logs.ts';
import { withLock } from '../../gate/node/files/lock.ts';
import { isRunning, thisProcess } from '../../gate/node/files/process-identity.ts';
import { checkSignatures } from './signatures.ts';

export interface VerifiedLog extends Verification {
  name: string;
  file: string;
  text: string;
  /** The number of signed entries. */
  signed: number;
  /** The results of the signatures by sequence number; undefined if they were not checked. */
  signatures: ReadonlyMap<number, CheckedSignature> | undefined;
  /** Releases of which not everything could be recomputed; empty if the chain does not hold. */
  unchecked: Unchecked[];
}

export interface VerifyOptions {
  head?: string | undefined;
  allowedSigners: string | null;
  /** How many releases are compared. */
  limits: RecountLimits;
}

/** Every release whose class decides is compared, however much work that is. */
export const thorough: RecountLimits = { deciding: Infinity, others: 50_000_000 };

/** For commands that do something else: the newest releases are compared, within a few seconds. */
export const brief: RecountLimits = { deciding: 50_000_000, others: 0 };

/**
 * Reads a log and verifies its hash chain, a head that was kept elsewhere, the snapshots, and the signatures. If the chain holds, the claims of the releases
 * are recomputed.
 */
export async function verifyReleases(
  { name, folder }: FoundLog,
  { head, allowedSigners, limits }: VerifyOptions,
): Promise<VerifiedLog> {
  const bytes = await readFile(folder.log).catch(() => Buffer.alloc(0));
  const text = bytes.toString('utf8');
  const log = readLog(text);
  const projects = new Map<string, Project>();
  const snapshots = new Map<string, string | null>();
  const texts = new Map<string, string>();
  const uriOf = (file: string) => pathToFileURL(path.join(folder.folder, file)).href;
  for (const file of await durableFiles.list(folder.folder)) {
    if (belongsBesideSnapshots(file)) continue;
    const uri = uriOf(file);
    const project = snapshotPlace(uri) === null ? null : await loadProject(documentsOf(diskWorkspace([uri])), uri);
    snapshots.set(file, project === null ? null : digestOf(project));
    if (project === null) continue;
    projects.set(file, project);
    texts.set(file, textDigest(project.document.text));
  }
  const signed = log.filter(({ signature }) => signature !== undefined).length;
  const checked = allowedSigners === null ? undefined : await checkSignatures(log, allowedSigners);
  const signatures =
    checked && new Map([...checked].map(([sequence, each]) => [sequence, 'problem' in each ? each.problem : null]));
  const verification = verifyLog(text, {
    ruleset: name,
    snapshots,
    texts,
    ...(head === undefined ? {} : { head }),
    ...(signatures === undefined ? {} : { signatures }),
  });
  const place = { folder: `${pathToFileURL(path.resolve(folder.folder)).href}/` };
  const linked = await linkedAmong(
    diskWorkspace([]),
    place,
    [path.basename(folder.log), ...snapshots.keys()].map(uriOf),
  );
  const written = [...encodingFaults(bytes, text), ...linked.map(linkFault), ...verification.faults];
  const holds = written.every(({ kind }) => kind === 'snapshot' || kind === 'link' || kind === 'signature');
  const recounted = holds
    ? await recount(verification.entries, {
        snapshot: version => Promise.resolve(projects.get(snapshotName(version)) ?? null),
        compare: (before, after, now) => runAtOnce(comparing(before, after, now)),
        signatures: checked,
        limits,
      })
    : { faults: [], unchecked: [] };
  const faults = [...written, ...recounted.faults].sort((a, b) => a.line - b.line);
  const { unchecked } = recounted;
  return { ...verification, faults, unchecked, name, file: folder.log, text, signed, signatures: checked };
}

function linkFault(uri: string): LogFault {
  const message = `${fileName(uri)} is a symbolic link or reached through one: put the file itself there.`;
  return { kind: 'link', line: 1, message };
}

/** Reports bytes that are not UTF-8: they all decode to the same character, so an edit of them would not show in the text. */
function encodingFaults(bytes: Buffer, text: string): LogFault[] {
  const written = Buffer.from(text);
  if (written.equals(bytes)) return [];
  const at = bytes.findIndex((byte, index) => byte !== written[index]);
  const line = bytes.subarray(0, at).toString('latin1').split('\n').length;
  return [{ kind: 'malformed', line, message: 'This line contains bytes that are not UTF-8.' }];
}

/** Moves the snapshot of an interrupted release into place, unless another process is writing. Removes nothing. */
export async function repairReleases({ folder }: FoundLog, now: number): Promise<string[]> {
  if ((await misplacedSnapshots(durableFiles, folder)).length === 0) return [];
  const holder = { ...(await thisProcess()), since: formatTimestamp(now) };
  const outcome = await withLock(folder.folder, { files: durableFiles, holder, isRunning }, () =>
    placeSnapshots(durableFiles, folder),
  );
  return 'held' in outcome ? [] : outcome;
}
