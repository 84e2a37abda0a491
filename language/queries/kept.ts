/** Everything that one object of queries keeps about files. */
export class Kept {
  readonly #parts: KeptByUri[] = [];

  add(part: KeptByUri): void {
    this.#parts.push(part);
  }

  /** Drops everything that is kept about a file. */
  forget(uri: string): void {
    for (const part of this.#parts) part.forget(uri);
  }
}

/** Something that is kept by URI. It belongs to a `Kept` from the start, whose `forget` therefore misses nothing. */
export abstract class KeptByUri {
  constructor(kept: Kept) {
    kept.add(this);
  }

  abstract forget(uri: string): void;
}
