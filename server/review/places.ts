import type { DiffEdit } from '../../engine/index.ts';
import type { Location } from '../../language/location.ts';
import type { Session } from '../session.ts';
import type { Version } from './versions.ts';

/** The place of a path in a version, or of the nearest existing part around it; null if there is none. */
export function placeOf({ open }: Session, { project }: Version, path: DiffEdit['path'] | null): Location | null {
  if (project === null || path === null) return null;
  for (let length = path.length; length > 0; length--) {
    const origin = project.originOf(path.slice(0, length));
    const document = origin === null ? undefined : project.documents.get(origin.uri);
    if (origin === null || document === undefined || document.nodeAt(origin.path) === undefined) continue;
    return { uri: open.forClient(origin.uri), range: document.rangeOf(origin.path, 'item') };
  }
  return null;
}
