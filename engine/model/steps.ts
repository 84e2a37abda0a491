/** Work in small steps: whoever runs it may do something else between any two of them. */
export type Steps<T> = Generator<unknown, T, undefined>;

/** Does all of the work at once. */
export function runAtOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Items that are looked at in one step, where one takes about a microsecond. */
const itemsPerStep = 1000;

/** The items, with a step after every so many of them. */
export function* eachInSteps<T>(items: Iterable<T>, visit: (item: T, index: number) => void): Steps<void> {
  let index = 0;
  for (const item of items) {
    visit(item, index++);
    if (index % itemsPerStep === 0) yield;
  }
}
