const lineFeed = 0x0a;

/** Splits bytes that arrive in pieces into lines, without their line feeds. */
export class LineCutter {
  #pending: Uint8Array[] = [];

  *push(piece: Uint8Array): Generator<Uint8Array> {
    let start = 0;
    for (let end = piece.indexOf(lineFeed); end >= 0; end = piece.indexOf(lineFeed, start)) {
      this.#pending.push(piece.slice(start, end));
      yield this.#line();
      start = end + 1;
    }
    this.#pending.push(piece.slice(start));
  }

  /** Yields the text after the last line feed, if there is any. */
  *end(): Generator<Uint8Array> {
    const rest = this.#line();
    if (rest.length > 0) yield rest;
  }

  #line(): Uint8Array {
    return Buffer.concat(this.#pending.splice(0));
  }
}

/** The lines of a stream, as bytes. */
export async function* byteLines(stream: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  const cutter = new LineCutter();
  for await (const piece of stream) yield* cutter.push(typeof piece === 'string' ? Buffer.from(piece) : piece);
  yield* cutter.end();
}

/** True if the line has nothing but spaces, tabs and carriage returns. */
export function isBlank(line: Uint8Array): boolean {
  return line.every(byte => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
