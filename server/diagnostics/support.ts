/** How a client gets diagnostics: the server sends them (push), or the client requests them (pull). */
export interface DiagnosticsSupport {
  /** Handles a change of a document, a file on disk or a setting. `edited`: the document that the client changed itself, else null. */
  changed(edited: string | null): void;
  dispose(): void;
}
