import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type HistoryRow, readHistory, readPerson } from '../../engine/index.ts';
import { compareVersions } from '../../engine/model/version-order.ts';
import { summaryOf, type Decide, type HistoryVersion } from './history.ts';
import { loadVersion } from './load.ts';
import { foldersUp, isReleaseFile } from './releases.ts';
import { fileVersion } from './rule-set-version.ts';

/** The releases of a rule set in order of version, each with the one before as its parent. @param folder folder of the rule set */
export async function releaseHistory(
  folder: string,
  name: string,
  { directory, decide }: { directory: string; decide: Decide },
): Promise<HistoryVersion[]> {
  const found = await releasesOf(folder, name);
  const versions: HistoryVersion[] = [];
  for (const { version, file, row } of found) {
    const who = row?.who ?? null;
    const person = who === null ? null : readPerson(who);
    const label = `${name}@${version}`;
    versions.push({
      name: version,
      commit: null,
      author: person === null ? null : { name: person.name || (person.email ?? ''), email: person.email ?? '' },
      date: row?.time ?? null,
      subject: row?.why ?? null,
      approvedBy:
        row === null
          ? []
          : row.approvals.filter(each => each.kind === 'approve' && each.counts === true).map(each => each.who),
      parents: versions.length === 0 ? [] : [versions.length - 1],
      ...summaryOf(await loadVersion({ ...fileVersion(file, directory), label }), decide),
    });
  }
  return versions;
}

async function releasesOf(
  folder: string,
  name: string,
): Promise<{ version: string; file: string; row: HistoryRow | null }[]> {
  for (const each of foldersUp(folder)) {
    const place = path.join(each, 'releases', name);
    const files = await readdir(place).catch(() => []);
    // Releases are YAML files. Any other file there is not a release, whatever its name.
    const snapshots = files.filter(file => isReleaseFile(`releases/${name}/${file}`) && file.endsWith('.yaml'));
    if (snapshots.length === 0) continue;
    const rows = readHistory(await readFile(path.join(place, 'log.jsonl'), 'utf8').catch(() => ''));
    return snapshots
      .map(file => ({ version: file.replace(/\.escalation\.\w+$/, ''), file: path.join(place, file) }))
      .sort((a, b) => compareVersions(a.version, b.version))
      .map(release => ({
        ...release,
        row: rows.findLast(row => row.kind !== 'open' && row.version === release.version) ?? null,
      }));
  }
  return [];
}
