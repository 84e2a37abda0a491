/** Filled by language/: what every consumer of findings (editor, command line, panel) agrees on. */
export type FindingSeverity = 'error' | 'warning' | 'information' | 'hint';

/** Zero-based; `character` counts UTF-16 code units, as in LSP. */
export interface Position {
  line: number;
  character: number;
}

export interface Range {
  start: Position;
  end: Position;
}

export interface Location {
  uri: string;
  range: Range;
}
