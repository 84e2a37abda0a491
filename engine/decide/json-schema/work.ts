/** Thrown if a validation exceeds its work limit. */
export class OutOfWork extends Error {}

/** Counts the steps of a validation, so that its limit does not depend on the machine. */
export class Work {
  #left: number;

  constructor(readonly limit: number) {
    this.#left = limit;
  }

  /** @throws OutOfWork if the limit is exceeded */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new OutOfWork();
  }

  /** Spends the work of processing a text, which is a fraction of a step per character. */
  spendOnText(text: string): void {
    this.spend(text.length >>> 4);
  }
}
