import { fileName } from '../source/document/file-kind.ts';
import type { Project } from '../source/project/project.ts';
import { hasUnknownPart } from './analysis.ts';
import { analysisIncomplete } from './codes/analysis-incomplete.ts';
import { maxRelated } from './fact-places.ts';
import { findingFrom, type Finding } from './finding.ts';

/** The cause of the first error and of what is said about proofs that wait for it (see `Finding.cause`). */
export const causeOfWaiting = 'error';

/**
 * Says that errors keep the analysis from proving all that it otherwise would. Shares the cause of the first of them, and so is shown at it, unless that
 * one is suppressed or stands in an import.
 */
export function waitingProofs(project: Project, errors: readonly Finding[]): Finding[] {
  const [first, ...others] = errors;
  if (first === undefined || !hasUnknownPart(project)) return [];
  const file = first.uri === project.uri ? '' : ` of ${fileName(first.uri)}`;
  const place = `line ${first.range.start.line + 1}${file}`;
  const [what, until] =
    others.length === 0
      ? [`the error in ${place}`, 'it is corrected']
      : [`${errors.length} errors, the first in ${place}`, 'they are corrected'];
  return [
    findingFrom(analysisIncomplete, {
      message: `Proofs wait for ${what}. Until ${until}, findings about rules hold whatever the faulty parts mean, and others may be missing.`,
      uri: project.uri,
      range: project.document.rangeOf(['rules'], 'key'),
      cause: causeOfWaiting,
      follows: true,
      related: errors
        .slice(0, maxRelated)
        .map(({ code, uri, range, rule }) => ({ message: `Proofs wait for this error (${code}).`, uri, range, rule })),
    }),
  ];
}
