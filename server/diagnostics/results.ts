import type { Diagnostic } from 'vscode-languageserver';

/** Names what was found, so that clients can be told that it is what they know already. */
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
    this.#last.set(uri, { text, id });
    return id;
  }

  forget(uri: string): void {
    this.#last.delete(uri);
  }
}
