/**
 * Detects work that hangs: reports when there has been no sign of progress for `silence` milliseconds. The total duration
 * does not matter.
 */
export class HangWatch {
  /** Resolves when there was no progress for too long, with a sentence about what the work was doing; otherwise never. */
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

  /** Reports that a part of the work begins. The sentence names it until it ends. */
  begins(what: string): void {
    this.#running.add(what);
    this.#restart();
  }

  ends(what: string): void {
    this.#running.delete(what);
    this.says(what);
  }

  /** Reports any other sign of progress, such as a line of output. */
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

/** Milliseconds after which a tool that prints nothing until it is done, such as npm or a type check, counts as hanging. */
export const quietTool = 1_200_000;
