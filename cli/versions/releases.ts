import path from 'node:path';
import { escapePath } from 'tinyglobby';
import { snapshotName } from '../../engine/index.ts';
import { UsageError } from '../command.ts';
import { displayPath, filesAt } from '../disk-workspace.ts';
import { isFile } from './disk.ts';

/** SemVer 2.0.0, with pre-release and build metadata. */
const semVer = String.raw`\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?`;
const byName = new RegExp(`^([A-Za-z0-9][\\w.-]*)@(${semVer})$`);
const byVersion = new RegExp(`^release:(${semVer})$`);
const releaseFile = new RegExp(`^${semVer}\\.escalation\\.(?:yaml|yml|json)$`);

/** Parses `refunds-assistant@2.2.0`, or `release:2.2.0` without a name, which is then that of the version to compare with. Null for anything else. */
export function parseRelease(text: string): { name: string | null; version: string } | null {
  const [, name, version] = byName.exec(text) ?? [];
  if (name !== undefined && version !== undefined) return { name, version };
  const [, only] = byVersion.exec(text) ?? [];
  return only === undefined ? null : { name: null, version: only };
}

/** The file of a release in `releases/NAME` of a folder or the closest one above it; null if there is none. */
export async function findRelease(folder: string, name: string, version: string): Promise<string | null> {
  for (const each of foldersUp(folder)) {
    const file = path.join(each, 'releases', name, snapshotName(version));
    if (await isFile(file)) return file;
  }
  return null;
}

/** The files of a release in a folder and below, relative to the folder. */
export async function releasesBelow(folder: string, name: string, version: string): Promise<string[]> {
  const { uris } = await filesAt([`**/releases/${name}/${escapePath(snapshotName(version))}`], folder);
  return uris.map(uri => displayPath(uri, folder));
}

/** True if a path is that of a release. */
export function isReleaseFile(file: string): boolean {
  const [name = '', , releases] = file.split('/').reverse();
  return releases === 'releases' && releaseFile.test(name);
}

export function noRelease(name: string, version: string): UsageError {
  return new UsageError(
    `There is no release ${version} of ${name}: no releases/${name}/${snapshotName(version)} here, above or below.`,
  );
}

/** A folder and the folders that contain it, from the inside out. */
export function* foldersUp(folder: string): Generator<string> {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    yield at;
    if (path.dirname(at) === at) return;
  }
}
