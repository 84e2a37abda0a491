import { dayInWords } from './times.ts';

/** Who last changed what was edited, as git says. */
export interface EditAuthor {
  /** Null if the change is not committed yet. */
  name: string | null;
  /** The full hash; null if the change is not committed yet. */
  commit: string | null;
  /** Milliseconds since the Unix epoch. */
  time: number;
}

/** "by Ada, 1 Mar 2026, 651f1ce"; "not committed yet". */
export function authorInWords({ name, commit, time }: EditAuthor): string {
  if (name === null || commit === null) return 'not committed yet';
  return `by ${name}, ${dayInWords(time)}, ${commit.slice(0, 7)}`;
}
