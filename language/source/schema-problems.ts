import type { SourceDocument, SourcePath } from './document.ts';

/** A place where a document breaks the schema of its kind. */
export interface SchemaProblem {
  path: SourcePath;
  part: 'key' | 'value';
  message: string;
  /** Text to put in place of the key or value, where it is clear what was meant. */
  suggestion: string | null;
}

/** Where the document breaks its schema; empty for kinds of files that have none. */
export function schemaProblems(_document: SourceDocument): SchemaProblem[] {
  return [];
}
