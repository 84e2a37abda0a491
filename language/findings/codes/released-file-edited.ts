import { shortDigest } from '../../../engine/model/short-digest.ts';
import { type LogEntry, snapshotName } from '../../../engine/index.ts';
import { fileName } from '../../source/document/file-kind.ts';
import { readablePath } from '../../source/project/project-files.ts';
import type { Project } from '../../source/project/project.ts';
import { digestOf } from '../../releases/snapshot.ts';
import type { Detected, FindingDefinition } from '../finding.ts';
import { inWords } from '../places.ts';

export const releasedFileEdited: FindingDefinition = {
  code: 'released-file-edited',
  category: 'releases',
  severity: 'error',
  guards: 'releases',
  title: 'A release that was edited',
  summary: 'What was published, or its audit log, is not what it was when it was published.',
  detectPublished: ({ working, log, places, gone, strangers, latest }) => {
    const found: Detected[] = [];
    const range = working.document.rangeOf(['version']);
    const [first, ...more] = log.faults;
    if (first !== undefined) {
      const others =
        more.length === 0 ? '' : ` There ${more.length === 1 ? 'is 1 more fault' : `are ${more.length} more faults`}.`;
      const file = readablePath(places.log, working.uri);
      const message = `The audit log was changed: ${file}, line ${first.line}: ${first.message}${others}${first.kind === 'forked' ? '' : ' Restore it from version control.'} \`handrail log verify\` tells everything.`;
      found.push({ message, uri: working.uri, range });
    }
    if (gone.length > 0) {
      const names = gone.map(version => readablePath(places.snapshot(version), working.uri));
      const message = `${names.join(', ')} ${gone.length === 1 ? 'was' : 'were'} released and ${gone.length === 1 ? 'is' : 'are'} gone: restore ${gone.length === 1 ? 'it' : 'them'} from version control.`;
      found.push({ message, uri: working.uri, range });
    }
    if (strangers.length > 0) {
      const folder = readablePath(places.folder, working.uri);
      const message = `${inWords(strangers)} ${strangers.length === 1 ? 'lies' : 'lie'} among the releases in ${folder}, and no entry of the log speaks of ${strangers.length === 1 ? 'it' : 'them'}. Move ${strangers.length === 1 ? 'it' : 'them'} elsewhere.`;
      found.push({ message, uri: working.uri, range });
    }
    if (latest !== null && !latest.sound && !gone.includes(latest.entry.version)) {
      const message = `The last release, ${latest.entry.version}, was edited: what this version changes cannot be told. Restore ${readablePath(latest.uri, working.uri)} from version control.`;
      found.push({ message, uri: working.uri, range });
    }
    return found;
  },
};

/** Whether a snapshot is what was released, by the entries of its log. */
export function editedSnapshot(snapshot: Project, version: string, log: readonly LogEntry[]): Detected | null {
  const { document, uri, ruleSet } = snapshot;
  const range = document.rangeOf(['version']);
  const isReleased = fileName(uri) === snapshotName(version);
  const entry = isReleased ? log.find(each => each.kind === 'release' && each.version === version) : undefined;
  if (entry === undefined) {
    const message = `${fileName(uri)} stands among the releases, and the log knows nothing of it. Publish with \`handrail release\`, or move it elsewhere.`;
    return { message, uri, range };
  }
  const digest = digestOf(snapshot);
  if (digest === entry.digest) return null;
  const message =
    digest === null
      ? `This release was edited, and cannot be read any more. Restore it from version control; a change belongs into the rule file, as a new version.`
      : `This release was edited: its digest is ${shortDigest(digest)}, and ${ruleSet.name} ${version} was released as ${shortDigest(entry.digest)}. Restore it from version control; a change belongs into the rule file, as a new version.`;
  return { message, uri, range };
}
