import type { Steps } from '../../../engine/model/steps.ts';
import type { SourceDocument } from './document.ts';
import { validating, type SchemaProblem } from '../schema/schema-validation.ts';

export type { SchemaProblem };

/** The schema violations of a document; none for an empty document, and for kinds of files without a schema. */
export function* schemaProblems({ kind, value }: SourceDocument): Steps<SchemaProblem[]> {
  return kind === 'other' || value === undefined ? [] : yield* validating(kind, value);
}
