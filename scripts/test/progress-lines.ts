/** The prefix of output lines that report progress to the watcher; they are not shown. */
const mark = 'handrail-progress ';

export interface Progress {
  begins: boolean;
  /** The file, hook or test that begins or ends. */
  what: string;
}

export function progressLine(progress: Progress): string {
  return mark + JSON.stringify(progress);
}

/** The progress that a line reports; null if it is any other line. */
export function readProgress(line: string): Progress | null {
  if (!line.startsWith(mark)) return null;
  try {
    const value: unknown = JSON.parse(line.slice(mark.length));
    if (typeof value !== 'object' || value === null || !('begins' in value) || !('what' in value)) return null;
    return { begins: value.begins === true, what: String(value.what) };
  } catch {
    return null; // incomplete, because the run was ended
  }
}
