import type { DiffEdit } from '../engine/index.ts';
import type { EditAuthor } from '../report/edit-author.ts';
import { lineAuthors } from './versions/line-authors.ts';
import type { SoundVersion } from './versions/load.ts';
import { gitPath } from './versions/rule-set-version.ts';

/** Who made each edit, by its id: whoever last changed one of its lines since the version before. Of what is gone, git does not say it. */
export async function editAuthors(
  edits: readonly DiffEdit[],
  before: SoundVersion,
  { project, version }: SoundVersion,
): Promise<Map<string, EditAuthor>> {
  const found = new Map<string, EditAuthor>();
  const since = before.version.source;
  const isOnDisk = version.source !== undefined || version.label === version.path;
  if (since === undefined || since.revision === null || !isOnDisk) return found;
  const { repository, revision } = since;
  const until = version.source?.revision ?? null;
  const known = new Map<string, ReturnType<typeof lineAuthors>>();
  for (const { id, path, side } of edits) {
    const origin = side === 'after' ? project.originOf(path) : null;
    const document = origin === null ? undefined : project.documents.get(origin.uri);
    if (origin === null || document === undefined || document.nodeAt(origin.path) === undefined) continue;
    const file = gitPath(repository, origin.uri);
    if (file === null) continue;
    const authors = known.get(file) ?? lineAuthors(repository, revision, until, file);
    known.set(file, authors);
    const { start, end } = document.rangeOf(origin.path, 'item');
    const lines = (await authors).slice(start.line, end.line + 1).filter(each => each !== null);
    const last = lines.reduce<EditAuthor | null>(
      (latest, each) => (latest === null || each.commit === null || each.time > latest.time ? each : latest),
      null,
    );
    if (last !== null) found.set(id, last);
  }
  return found;
}
