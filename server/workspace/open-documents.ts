import {
  TextDocuments,
  type TextDocumentContentChangeEvent,
  type TextDocumentsConfiguration,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { fileKind, fileName } from '../../language/source/document/file-kind.ts';
import { canonicalUri } from '../../language/uri.ts';
import { ruleFilesLanguage } from '../../protocol/server.ts';

/** Documents of any client: a text that is no text counts as empty, and changes that are none are left out. */
const configuration: TextDocumentsConfiguration<TextDocument> = {
  create: (uri: string, languageId: string, version: number, content: unknown) =>
    TextDocument.create(uri, languageId, version, typeof content === 'string' ? content : ''),
  update: (document, changes, version) => TextDocument.update(document, changes.filter(isChange), version),
};

function isChange(change: TextDocumentContentChangeEvent): boolean {
  if (typeof change?.text !== 'string') return false;
  if (!('range' in change) || change.range === undefined) return true;
  return [change.range?.start, change.range?.end].every(
    at => Number.isInteger(at?.line) && Number.isInteger(at?.character),
  );
}

/**
 * The documents that the client has open. Inside the server a file has one spelling, the canonical URI; the client hears of it under its own.
 * A document whose language, but not whose name, says that it is a rule file (one that was never saved) is known under such a name.
 */
export class OpenDocuments {
  readonly sync = new TextDocuments(configuration);
  /** By canonical URI: the client's spelling. */
  readonly #spelling = new Map<string, string>();
  /** By the client's spelling, where the canonical URI does not follow from it. */
  readonly #renamed = new Map<string, string>();

  constructor() {
    this.sync.onDidOpen(({ document }) => {
      const canonical = nameOf(document);
      if (canonical !== canonicalUri(document.uri)) this.#renamed.set(document.uri, canonical);
      this.#spelling.set(canonical, document.uri);
    });
    this.sync.onDidChangeContent(({ document }) => {
      const canonical = this.canonical(document.uri);
      this.#spelling.delete(canonical);
      this.#spelling.set(canonical, document.uri);
    });
  }

  /** To be called once everybody has heard that the document was closed. */
  closed(uri: string): void {
    this.#spelling.delete(this.canonical(uri));
    this.#renamed.delete(uri);
  }

  get(canonical: string): TextDocument | undefined {
    const spelling = this.#spelling.get(canonical);
    return spelling === undefined ? undefined : this.sync.get(spelling);
  }

  /** Canonical URIs, the document changed last first. */
  uris(): string[] {
    return [...this.#spelling.keys()].reverse();
  }

  canonical(uri: string): string {
    return this.#renamed.get(uri) ?? canonicalUri(uri);
  }

  /** The URI as the client writes it. */
  forClient(canonical: string): string {
    return this.#spelling.get(canonical) ?? canonical;
  }
}

function nameOf(document: TextDocument): string {
  const canonical = canonicalUri(document.uri);
  if (document.languageId !== ruleFilesLanguage || fileKind(canonical) !== 'other') return canonical;
  const samples = /^samples[ \t]*:/m.test(document.getText());
  const name = encodeURIComponent(fileName(canonical).replace(/^[^:/]*:/, ''));
  const folder = /^[^:]*:\/\/.*\//s.exec(canonical)?.[0] ?? 'untitled:/';
  return `${folder}${name}${samples ? '.samples' : '.escalation'}.yaml`;
}
