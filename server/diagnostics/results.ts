import type { Diagnostic } from 'vscode-languageserver';

/** Files whose last diagnostics are kept. */
const maxKept = 10_000;

/**
 * Names what was found, so that clients can be told that it is what they know already. What is known of a file outlives its document: VS Code asks for
 * the same file as a document and as a part of the workspace, and with two names for one result the older answer may win.
 */
export class Results {
  readonly #last = new Map<string, { text: string; id: string }>();
  #count = 0;

  /** @param server no other server's, of which a client may still have results */
  constructor(private readonly server: string) {}

  /** The same as before where a file's diagnostics are the same as before. */
  idOf(uri: string, diagnostics: readonly Diagnostic[]): string {
    const text = JSON.stringify(diagnostics);
    const last = this.#last.get(uri);
    if (last?.text === text) return last.id;
    const id = `${this.server}-${++this.#count}`;
    this.#last.delete(uri);
    this.#last.set(uri, { text, id });
    for (const oldest of this.#last.keys()) {
      if (this.#last.size <= maxKept) break;
      this.#last.delete(oldest);
    }
    return id;
  }
}
