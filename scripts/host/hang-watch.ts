/**
 * Notices that some work has stopped without ending: it reports once there has been no sign of progress for `silence`
 * milliseconds. How long the work takes as a whole does not matter.
 */
export class HangWatch {
  /** Settles with a sentence that says what the work was doing, when it has been silent for too long; else never. */
  readonly hung: Promise<string>;
  readonly #silence: number;
  readonly #running = new Set<string>();
  readonly #report: (sentence: string) => void;
  #last: string | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(silence: number) {
    this.#silence = silence;
    let report: (sentence: string) => void = () => {};
    this.hung = new Promise(resolve => (report = resolve));
    this.#report = report;
    this.#restart();
  }

  /** A part of the work begins. It is named in the sentence until it ends. */
  begins(what: string): void {
    this.#running.add(what);
    this.#restart();
  }

  ends(what: string): void {
    this.#running.delete(what);
    this.says(what);
  }

  /** Any other sign of progress: a line of output, a test that has ended. */
  says(what: string): void {
    if (what.trim() !== '') this.#last = what.trim();
    this.#restart();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #restart(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#report(this.#sentence()), this.#silence);
  }

  #sentence(): string {
    const doing = [
      ...(this.#running.size > 0 ? [`Running: ${[...this.#running].join('; ')}.`] : []),
      this.#last === null ? 'Nothing was reported before.' : `Last reported: ${this.#last}`,
    ];
    return `Stopped after ${this.#silence / 1000} s without progress. ${doing.join(' ')}`;
  }
}

/** For a tool that prints nothing until it is done, such as npm or a type check: it is taken to hang only after this. */
export const quietTool = 1_200_000;
