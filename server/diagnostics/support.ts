/** How a client gets its diagnostics: it is told (push), or it asks (pull). */
export interface DiagnosticsSupport {
  /** A document, a file on disk or a setting changed. `edited`: the document that the client itself changed; null where it does not know yet. */
  changed(edited: string | null): void;
  dispose(): void;
}
