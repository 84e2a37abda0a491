import type { Diagnostic } from 'vscode-languageserver';

/** Number of files whose last diagnostics are kept. */
const maxKept = 10_000;

/**
 * Assigns ids to diagnostics, so that clients can be told that nothing has changed. The id of a file does not depend on whether it is
 * open: VS Code requests a file both as a document and as a part of the workspace, and with two ids for one result, the older answer
 * might win.
 */
export class Results {
  readonly #last = new Map<string, { text: string; id: string }>();
  #count = 0;

  /** @param server a prefix that is unique to this server process, since clients may still have ids of an earlier one */
  constructor(private readonly server: string) {}

  /** The id of a file's diagnostics: the last one if they are unchanged. */
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
