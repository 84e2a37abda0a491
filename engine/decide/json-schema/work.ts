/** Thrown inside a validation that has used up its work. */
export class OutOfWork extends Error {}

/** Counts the steps of one validation, so that its time has a bound that does not depend on the machine. */
export class Work {
  #left: number;

  constructor(readonly limit: number) {
    this.#left = limit;
  }

  /** @throws OutOfWork if more was spent than there is */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new OutOfWork();
  }

  /** For work over a text: it costs a fraction of what a step over a tree does. */
  spendOnText(text: string): void {
    this.spend(text.length >>> 4);
  }
}
