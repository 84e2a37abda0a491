import type { Steps } from '../../../engine/model/steps.ts';
import type { SourceDocument } from './document.ts';
import { validating, type SchemaProblem } from '../schema/schema-validation.ts';

export type { SchemaProblem };

/** Where the document breaks the schema of its kind; empty for kinds of files that have none, and for an empty document. */
export function* schemaProblems({ kind, value }: SourceDocument): Steps<SchemaProblem[]> {
  return kind === 'other' || value === undefined ? [] : yield* validating(kind, value);
}
