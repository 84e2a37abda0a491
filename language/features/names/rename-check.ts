import { breakingFindings } from '../../findings/breaking.ts';
import { checkSamples } from '../../findings/check.ts';
import type { Range } from '../../location.ts';
import type { SourceDocument } from '../../source/document/document.ts';
import { fileName } from '../../source/document/file-kind.ts';
import { documentsOf } from '../../source/documents.ts';
import { loadProject, type Project } from '../../source/project/project.ts';
import { loadSamples } from '../../source/project/samples.ts';
import { withTexts } from '../../workspace.ts';
import type { Projects } from '../projects.ts';
import { inputKeys } from './input-keys.ts';
import type { NameInText } from './name-at.ts';
import type { Occurrences } from './occurrences.ts';

interface Edit {
  uri: string;
  range: Range;
  newText: string;
}

/**
 * Why a rename would break a file or change its meaning; null if it would do neither. The edits are applied in memory, and the
 * affected files are loaded with them.
 */
export async function reasonAgainstEdits(
  projects: Projects,
  name: NameInText,
  wanted: string,
  found: Occurrences,
  edits: readonly Edit[],
): Promise<string | null> {
  const taken = name.kind === 'signal' ? found.samples.find(file => inputKeys(file, [wanted]).length > 0) : undefined;
  if (taken !== undefined) {
    return `Samples in ${fileName(taken.uri)} already have \`${wanted}\` in their input, so its value would become that of the renamed signal. Rename or remove it there first.`;
  }
  const changed = documentsOf(withTexts(projects.workspace, textsAfter(found, edits)));
  for (const before of found.projects) {
    const after = await loadProject(changed, before.uri);
    if (after === null) continue;
    const error = newError(breakingFindings(before), breakingFindings(after));
    if (error !== null) return wouldBreak(before.uri, wanted, error);
    if (!meansTheSame(before, after, name, wanted)) {
      return `\`${wanted}\` means something else in an expression of ${fileName(before.uri)} or its imports: a variable of a macro, a field of the input or another signal. Choose another name.`;
    }
  }
  for (const before of found.samples) {
    const after = await loadSamples({ ...changed, project: uri => loadProject(changed, uri) }, before.uri);
    const error = after === null ? null : newError(checkSamples(before), checkSamples(after));
    if (error !== null) return wouldBreak(before.uri, wanted, error);
  }
  return null;
}

function wouldBreak(uri: string, wanted: string, error: string): string {
  return `With the name \`${wanted}\`, ${fileName(uri)} would have an error: ${error}`;
}

/** True if the two names have exchanged their definitions and references, and the number of all references is unchanged. */
function meansTheSame(before: Project, after: Project, { kind, name }: NameInText, wanted: string): boolean {
  const counts = (project: Project, named: string) =>
    [project.definitionsOf(kind, named).length, project.referencesTo(kind, named).length].join();
  return (
    counts(before, name) === counts(after, wanted) &&
    counts(before, wanted) === counts(after, name) &&
    before.references.length === after.references.length
  );
}

/** Message of the first error whose code occurs more often than before; null if there is none. */
function newError(
  before: readonly { code: string; severity: string }[],
  after: readonly { code: string; severity: string; message: string }[],
): string | null {
  const left = before.filter(isError).map(({ code }) => code);
  for (const { code, message } of after.filter(isError)) {
    const index = left.indexOf(code);
    if (index === -1) return message;
    left.splice(index, 1);
  }
  return null;
}

function isError({ severity }: { severity: string }): boolean {
  return severity === 'error';
}

/** The texts of the files that the edits change. */
function textsAfter(found: Occurrences, edits: readonly Edit[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [uri, document] of documentsIn(found)) {
    const own = edits.filter(edit => edit.uri === uri);
    if (own.length > 0) texts.set(uri, textAfter(document, own));
  }
  return texts;
}

function textAfter(document: SourceDocument, edits: readonly Edit[]): string {
  return edits
    .map(({ range, newText }) => ({
      start: document.offsetAt(range.start),
      end: document.offsetAt(range.end),
      newText,
    }))
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end, newText }) => text.slice(0, start) + newText + text.slice(end), document.text);
}

/** Every document in which a name may occur, by its URI. */
export function documentsIn({ projects, samples }: Occurrences): ReadonlyMap<string, SourceDocument> {
  return new Map([
    ...projects.flatMap(project => [...project.documents]),
    ...samples.map(({ uri, document }) => [uri, document] as const),
  ]);
}
