import { leastVersion, snapshotName } from '../../engine/index.ts';
import { fileName, resolveUri } from '../source/document/file-kind.ts';

/** Where the releases of a rule set lie: in a folder of its name in `releases/`, beside the rule file. */
export interface ReleasePlaces {
  /** Ends in a slash. */
  folder: string;
  log: string;
  snapshot: (version: string) => string;
}

/** Names that Windows keeps for devices, so that no folder there has one, and that of the folder of all releases. */
const reservedName = /^(?:con|prn|aux|nul|com\d|lpt\d|releases)$/i;
const maxNameLength = 100;

/** @returns null for a name that not every file system can hold */
export function releasePlaces(ruleSetUri: string, name: string): ReleasePlaces | null {
  if (!/^[\w-]+$/.test(name) || name.length > maxNameLength || reservedName.test(name)) return null;
  const log = resolveUri(ruleSetUri, `./releases/${name}/${logName}`);
  return log === null ? null : placesBeside(log);
}

const logName = 'log.jsonl';
const snapshotPattern = /^(.*)\.escalation\.(?:ya?ml|json)$/i;

/** The lock of a folder of releases, the lock of a lock, and the drafts of both, by the exact names that commands give them. */
export const lockPattern = /^lock(?:\.[\da-f]{16})*(?:\.[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.tmp)?$/;

/** Whether a file may lie beside snapshots: the log, locks, and what begins with a dot, which nobody takes for a release. */
export function belongsBesideSnapshots(name: string): boolean {
  return name === logName || name.startsWith('.') || lockPattern.test(name);
}

function placesBeside(log: string): ReleasePlaces {
  const folder = log.slice(0, log.length - logName.length);
  // A plus of a version is escaped in a canonical URI.
  return { folder, log, snapshot: version => `${folder}${encodeURIComponent(snapshotName(version))}` };
}

/** The place of a snapshot by its URI, whether or not there is one; null for a file that is none by its place. */
export function snapshotPlace(uri: string): (ReleasePlaces & { name: string; version: string }) | null {
  const folder = uri.slice(0, uri.lastIndexOf('/') + 1);
  const [, name] = /\/releases\/([\w-]+)\/$/.exec(folder) ?? [];
  const version = snapshotPattern.exec(fileName(uri))?.[1];
  if (name === undefined || version === undefined || leastVersion(version, 'none') === null) return null;
  return { ...placesBeside(`${folder}${logName}`), name, version };
}
