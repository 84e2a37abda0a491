import { shortDigest } from '../../../engine/model/short-digest.ts';
import { type LogEntry, snapshotName } from '../../../engine/index.ts';
import { fileName } from '../../source/document/file-kind.ts';
import { readablePath } from '../../source/project/project-files.ts';
import type { Project } from '../../source/project/project.ts';
import { digestOf, isPublishedText } from '../../releases/snapshot.ts';
import type { Detected, FindingDefinition } from '../finding.ts';
import { inWords } from '../places.ts';

export const releasedFileEdited: FindingDefinition = {
  code: 'released-file-edited',
  category: 'releases',
  severity: 'error',
  guards: 'releases',
  title: 'Edited release',
  summary: 'A released file or its audit log was changed after publication.',
  detectPublished: ({ working, log, places, gone, strangers, linked, latest }) => {
    const found: Detected[] = [];
    const range = working.document.rangeOf(['version']);
    const [first, ...more] = log.faults;
    if (first !== undefined) {
      const others =
        more.length === 0
          ? ''
          : ` There ${more.length === 1 ? 'is 1 more problem' : `are ${more.length} more problems`}.`;
      const file = readablePath(places.log, working.uri);
      const message = `The audit log was changed: ${file}, line ${first.line}: ${first.message}${others}${first.kind === 'forked' ? '' : ' Restore it from version control.'} \`handrail log verify\` lists all problems.`;
      found.push({ message, uri: working.uri, range });
    }
    if (gone.length > 0) {
      const names = gone.map(version => readablePath(places.snapshot(version), working.uri));
      const message = `${names.join(', ')} ${gone.length === 1 ? 'was' : 'were'} released but ${gone.length === 1 ? 'is' : 'are'} missing. Restore ${gone.length === 1 ? 'it' : 'them'} from version control.`;
      found.push({ message, uri: working.uri, range });
    }
    if (strangers.length > 0) {
      const folder = readablePath(places.folder, working.uri);
      const message = `${inWords(strangers)} ${strangers.length === 1 ? 'is' : 'are'} in the release folder ${folder}, but ${strangers.length === 1 ? 'has' : 'have'} no entry in the audit log. Move ${strangers.length === 1 ? 'it' : 'them'} elsewhere.`;
      found.push({ message, uri: working.uri, range });
    }
    if (linked.length > 0) {
      const names = linked.map(each => readablePath(each, working.uri));
      const message = `${inWords(names)} ${linked.length === 1 ? 'is a symbolic link' : 'are symbolic links'} or reached through one. Put the ${linked.length === 1 ? 'file itself' : 'files themselves'} there.`;
      found.push({ message, uri: working.uri, range });
    }
    if (latest !== null && !latest.sound && !gone.includes(latest.entry.version)) {
      const message = `The last release, ${latest.entry.version}, was edited, so changes since then cannot be determined. Restore ${readablePath(latest.uri, working.uri)} from version control.`;
      found.push({ message, uri: working.uri, range });
    }
    return found;
  },
};

/** The finding for a snapshot that differs from what its log says was released; null if it is unchanged. */
export function editedSnapshot(snapshot: Project, version: string, log: readonly LogEntry[]): Detected | null {
  const { document, uri, ruleSet } = snapshot;
  const range = document.rangeOf(['version']);
  const isReleased = fileName(uri) === snapshotName(version);
  const entry = isReleased ? log.find(each => each.kind === 'release' && each.version === version) : undefined;
  if (entry === undefined) {
    const message = `${fileName(uri)} is in the release folder, but has no entry in the audit log. Publish with \`handrail release\`, or move the file elsewhere.`;
    return { message, uri, range };
  }
  const digest = digestOf(snapshot);
  const isSame = digest === entry.digest;
  if (isSame && isPublishedText(entry, document.text)) return null;
  const message = isSame
    ? 'The text of this release was edited, for example a comment. Restore it from version control.'
    : digest === null
      ? `This release was edited and can no longer be read. Restore it from version control; make changes in the rule file, as a new version.`
      : `This release was edited: its digest is ${shortDigest(digest)}, but ${ruleSet.name} ${version} was released as ${shortDigest(entry.digest)}. Restore it from version control; make changes in the rule file, as a new version.`;
  return { message, uri, range };
}
