/** How a client gets its diagnostics: it is told (push), or it asks (pull). */
export interface DiagnosticsSupport {
  /** A document, a file on disk or a setting changed. `elsewhere`: not by an edit in the editor, so that the client does not know yet. */
  changed(elsewhere?: boolean): void;
  dispose(): void;
}
