/** Work in small steps, between which the caller can do something else. */
export type Steps<T> = Generator<unknown, T, undefined>;

/** Runs all steps at once. */
export function runAtOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Items per step, if one takes about a microsecond. */
const itemsPerStep = 1000;

/** Visits the items, with a step after every `itemsPerStep` of them. */
export function* eachInSteps<T>(items: Iterable<T>, visit: (item: T, index: number) => void): Steps<void> {
  let index = 0;
  for (const item of items) {
    visit(item, index++);
    if (index % itemsPerStep === 0) yield;
  }
}
