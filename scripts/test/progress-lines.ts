/** A line of a test run's output that tells the watcher what runs; it is not shown to anybody. */
const mark = 'handrail-progress ';

export interface Progress {
  begins: boolean;
  /** What begins or ends. */
  what: string;
}

export function progressLine(progress: Progress): string {
  return mark + JSON.stringify(progress);
}

/** The progress that a line tells, or null for a line of any other kind. */
export function readProgress(line: string): Progress | null {
  if (!line.startsWith(mark)) return null;
  try {
    const value: unknown = JSON.parse(line.slice(mark.length));
    if (typeof value !== 'object' || value === null || !('begins' in value) || !('what' in value)) return null;
    return { begins: value.begins === true, what: String(value.what) };
  } catch {
    return null; // cut off when the run was ended
  }
}
