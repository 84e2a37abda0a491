const lineFeed = 0x0a;

/** Cuts bytes that come in pieces into lines, without their line feeds. */
export class LineCutter {
  #begun: Uint8Array[] = [];

  *push(piece: Uint8Array): Generator<Uint8Array> {
    let start = 0;
    for (let end = piece.indexOf(lineFeed); end >= 0; end = piece.indexOf(lineFeed, start)) {
      this.#begun.push(piece.slice(start, end));
      yield this.#line();
      start = end + 1;
    }
    this.#begun.push(piece.slice(start));
  }

  /** What follows the last line feed; nothing if that ends the text. */
  *end(): Generator<Uint8Array> {
    const rest = this.#line();
    if (rest.length > 0) yield rest;
  }

  #line(): Uint8Array {
    return Buffer.concat(this.#begun.splice(0));
  }
}

/** The lines of a stream, as bytes. */
export async function* byteLines(stream: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  const cutter = new LineCutter();
  for await (const piece of stream) yield* cutter.push(typeof piece === 'string' ? Buffer.from(piece) : piece);
  yield* cutter.end();
}

/** True for spaces, tabs and carriage returns alone. */
export function isBlank(line: Uint8Array): boolean {
  return line.every(byte => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
