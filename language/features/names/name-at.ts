import { inputSignals } from '../../../engine/index.ts';
import { contains, type Position, type Range } from '../../location.ts';
import type { SourceDocument } from '../../source/document/document.ts';
import type { NameKind, Project } from '../../source/project/project.ts';
import { projectsWith, subjectAt, type Projects, type Subject } from '../projects.ts';
import { inputKeys } from './input-keys.ts';

/** A name in a document: in a definition, in a reference, or as the key in a sample's input that gives a signal its value. */
export interface NameInText {
  kind: NameKind;
  name: string;
  /** Version of a rule that is defined or named with its version, else null. */
  version: number | null;
  range: Range;
  /** True if the name is defined here. */
  defines: boolean;
  /** True if it is a key of a sample's input: then `range` holds only the last step of the signal's path. */
  inInput: boolean;
  document: SourceDocument;
  /** The rule set or library in which the name is resolved. */
  project: Project;
}

/** The name at a position; null if there is none. */
export async function nameAt(projects: Projects, uri: string, position: Position): Promise<NameInText | null> {
  const subject = await subjectAt(projects, uri);
  return subject === null ? null : nameInSubject(projects, subject, position);
}

/** The name at a position in a file; null if there is none. Names in a library may be defined by the files that import it. */
export async function nameInSubject(
  projects: Projects,
  subject: Subject,
  position: Position,
): Promise<NameInText | null> {
  const own = nameIn(subject, position);
  if (own !== null || subject.kind === 'samples' || subject.project.kind !== 'library') return own;
  for (const project of await projectsWith(projects, subject.uri)) {
    const found = nameInProject(project, subject.project.document, position);
    if (found !== null) return found;
  }
  return null;
}

function nameInProject(project: Project, document: SourceDocument, position: Position): NameInText | null {
  const found = project.nameAt(document.uri, position);
  if (found === null) return null;
  const defines = 'definition' in found;
  const { kind, name, version, range } = defines ? found.definition : found.reference;
  return { kind, name, version, range, defines, inInput: false, document, project };
}

function nameIn(subject: Subject, position: Position): NameInText | null {
  switch (subject.kind) {
    case 'rule-set': {
      const { project } = subject;
      return nameInProject(project, project.document, position);
    }
    case 'samples': {
      const { document, project, references } = subject.samples;
      if (project === null) return null;
      const reference = references.find(each => contains(each.range, position));
      if (reference !== undefined) {
        const { kind, name, version, range } = reference;
        return { kind, name, version, range, defines: false, inInput: false, document, project };
      }
      const key = inputKeys(
        subject.samples,
        inputSignals(project.declarations).map(([signal]) => signal),
      ).find(each => contains(each.range, position));
      if (key === undefined) return null;
      return {
        kind: 'signal',
        name: key.name,
        version: null,
        range: key.range,
        defines: false,
        inInput: true,
        document,
        project,
      };
    }
  }
}
