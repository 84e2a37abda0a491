import { parsing, type SourceDocument } from '../source/document/document.ts';
import type { Documents } from '../source/documents.ts';
import { KeptByUri, type Kept } from './kept.ts';

/** A text as it was read last, or is being read. */
interface Parsed {
  text: string;
  document: Promise<SourceDocument>;
}

const maxParsed = 1000;

/** The document of each URI as it was read last: of a new text, only what differs from it is read. */
export class ParsedTexts extends KeptByUri {
  readonly #parsed = new Map<string, Parsed>();

  constructor(
    kept: Kept,
    private readonly run: Documents['run'],
  ) {
    super(kept);
  }

  readonly parse = (uri: string, text: string): Promise<SourceDocument> => {
    const known = this.#parsed.get(uri);
    this.#parsed.delete(uri);
    const entry = known?.text === text ? known : { text, document: this.#read(uri, text, known) };
    this.#parsed.set(uri, entry);
    if (this.#parsed.size > maxParsed) {
      for (const oldest of this.#parsed.keys()) {
        this.#parsed.delete(oldest);
        break;
      }
    }
    return entry.document;
  };

  forget(uri: string): void {
    this.#parsed.delete(uri);
  }

  async #read(uri: string, text: string, before: Parsed | undefined): Promise<SourceDocument> {
    const previous = await before?.document.catch(() => undefined);
    return this.run(parsing(uri, text, previous));
  }
}
