import { leastVersion, snapshotName } from '../../engine/index.ts';
import { fileName, resolveUri } from '../source/document/file-kind.ts';

/** URIs of the releases of a rule set: the folder `releases/NAME/` next to the rule file, and the files in it. */
export interface ReleasePlaces {
  /** With a final slash. */
  folder: string;
  log: string;
  snapshot: (version: string) => string;
}

/** Names of Windows devices, which no folder there can have, and the name of the folder of all releases. */
const reservedName = /^(?:con|prn|aux|nul|com\d|lpt\d|releases)$/i;
const maxNameLength = 100;

/** @returns null for a name that is not valid on every file system */
export function releasePlaces(ruleSetUri: string, name: string): ReleasePlaces | null {
  if (!/^[\w-]+$/.test(name) || name.length > maxNameLength || reservedName.test(name)) return null;
  const log = resolveUri(ruleSetUri, `./releases/${name}/${logName}`);
  return log === null ? null : placesBeside(log);
}

const logName = 'log.jsonl';
const snapshotPattern = /^(.*)\.escalation\.(?:ya?ml|json)$/i;

/** Names of the lock of a release folder, of the lock of that lock, and of the temporary files of both. */
export const lockPattern = /^lock(?:\.[\da-f]{16})*(?:\.[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.tmp)?$/;

/** True for files that may be next to snapshots: the log, locks, and files whose name begins with a dot. */
export function belongsBesideSnapshots(name: string): boolean {
  return name === logName || name.startsWith('.') || lockPattern.test(name);
}

function placesBeside(log: string): ReleasePlaces {
  const folder = log.slice(0, log.length - logName.length);
  // A plus sign in a version is escaped in a canonical URI.
  return { folder, log, snapshot: version => `${folder}${encodeURIComponent(snapshotName(version))}` };
}

/** The release places, name and version of a snapshot, from its URI alone; null for the URI of another file. */
export function snapshotPlace(uri: string): (ReleasePlaces & { name: string; version: string }) | null {
  const folder = uri.slice(0, uri.lastIndexOf('/') + 1);
  const [, name] = /\/releases\/([\w-]+)\/$/.exec(folder) ?? [];
  const version = snapshotPattern.exec(fileName(uri))?.[1];
  if (name === undefined || version === undefined || leastVersion(version, 'none') === null) return null;
  return { ...placesBeside(`${folder}${logName}`), name, version };
}
