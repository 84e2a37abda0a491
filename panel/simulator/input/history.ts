/** An undo history. Steps with the same key in quick succession (a dragged slider, a typed word) are merged into one. */
export interface History<T> {
  past: readonly T[];
  present: T;
  future: readonly T[];
  mergeKey: string | null;
  /** The time of the last step in milliseconds, as passed to `record`. */
  changedAt: number;
}

const maxSteps = 200;
const mergeWithin = 1000;

export function startHistory<T>(present: T): History<T> {
  return { past: [], present, future: [], mergeKey: null, changedAt: 0 };
}

/** Adds a step. A null `mergeKey` never merges; `now` is in milliseconds. */
export function record<T>(history: History<T>, next: T, mergeKey: string | null, now: number): History<T> {
  const merges = mergeKey !== null && mergeKey === history.mergeKey && now - history.changedAt <= mergeWithin;
  const past = merges ? history.past : [...history.past, history.present].slice(-maxSteps);
  return { past, present: next, future: [], mergeKey, changedAt: now };
}

export function undo<T>(history: History<T>): History<T> {
  const previous = history.past.at(-1);
  if (previous === undefined) return history;
  const future = [history.present, ...history.future];
  return { past: history.past.slice(0, -1), present: previous, future, mergeKey: null, changedAt: 0 };
}

export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future, mergeKey: null, changedAt: 0 };
}
