import type { Consequence, DiffEdit } from '../../../engine/index.ts';
import type { Range } from '../../../language/location.ts';
import type { Project } from '../../../language/source/project/project.ts';
import type { ComparedRuleSet, ReportedVersion } from './report.ts';

/** A place in the new version. */
export interface HeadPlace {
  uri: string;
  range: Range;
}

/** The place of a consequence: its path in the new version, or the closest enclosing place that is still there. */
export function placeOfConsequence({ path }: Consequence, { after }: ComparedRuleSet): HeadPlace {
  return placeAt(after.project, path);
}

/** The place of an edit, and the version that it is in: a thing that is gone has its place in the old one. */
export function placeOfEdit(
  { path, side }: DiffEdit,
  { before, after }: ComparedRuleSet,
): HeadPlace & { version: ReportedVersion } {
  const version = side === 'before' ? before : after;
  return { ...placeAt(version.project, path), version };
}

/** The place of an edit as text: `rules/refunds.escalation.yaml:12`, or only a part of it; `HEAD:refunds.escalation.yaml:12` for a thing that is gone. */
export function placeText(edit: DiffEdit, report: ComparedRuleSet, form: 'place' | 'file' | 'name' | 'line'): string {
  const { uri, range, version } = placeOfEdit(edit, report);
  const file = edit.side === 'after' ? version.file(uri) : version.show(uri);
  const line = range.start.line + 1;
  switch (form) {
    case 'place':
      return `${file}:${line}`;
    case 'file':
      return version.file(uri);
    case 'name':
      return `${file.slice(file.lastIndexOf('/') + 1)}:${line}`;
    case 'line':
      return `line ${line}`;
  }
}

/** The place of an edit in the new version: of a thing that is gone, the part of the rule set in which it was. */
export function headPlaceOfEdit({ path, side }: DiffEdit, { after }: ComparedRuleSet): HeadPlace {
  return placeAt(after.project, side === 'after' ? path : path.slice(0, 1));
}

function placeAt(project: Project, path: readonly (string | number)[]): HeadPlace {
  for (let length = path.length; length > 0; length--) {
    const origin = project.originOf(path.slice(0, length));
    const document = origin === null ? undefined : project.documents.get(origin.uri);
    if (origin === null || document === undefined || document.nodeAt(origin.path) === undefined) continue;
    const part = origin.path[0] === 'rules' || typeof origin.path.at(-1) === 'number' ? 'value' : 'key';
    return { uri: document.uri, range: document.rangeOf(origin.path, part) };
  }
  return { uri: project.uri, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } } };
}
