import { counted } from '../../report/counts.ts';
import type { ExportReport, PlannedFile } from '../history/command-line.ts';

/** What becomes of a file. @param exists true if it is there now */
export function becomes({ state, text }: PlannedFile, exists: boolean): string {
  if (state === 'fresh') return 'unchanged';
  if (text === null) return 'removed';
  if (!exists) return 'new';
  return state === 'edited' ? 'changed back: it was edited by hand, or written with other exports' : 'changed';
}

/** The files that an export changes. */
export function changedFiles({ files }: ExportReport): PlannedFile[] {
  return files.filter(({ state }) => state !== 'fresh');
}

/** The title of the action that writes them: "Write 3 Files", "Write 2 Files, Remove 1". */
export function writeTitle(files: readonly PlannedFile[]): string {
  return partsOf(files, 'Write', 'Remove', 'File');
}

/** What was done to them: "Wrote 3 files", "Wrote 2 files, removed 1". */
export function doneInWords(files: readonly PlannedFile[]): string {
  return partsOf(files, 'Wrote', 'removed', 'file');
}

function partsOf(files: readonly PlannedFile[], write: string, remove: string, file: string): string {
  const removed = files.filter(({ state }) => state === 'left-over').length;
  const written = `${write} ${counted(files.length - removed, file)}`;
  return removed === 0 ? written : `${written}, ${remove} ${removed}`;
}
