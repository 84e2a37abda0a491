import { fileName } from '../source/document/file-kind.ts';
import type { Project } from '../source/project/project.ts';
import { hasUnknownPart } from './analysis.ts';
import { analysisIncomplete } from './codes/analysis-incomplete.ts';
import { maxRelated } from './fact-places.ts';
import { findingFrom, type Finding } from './finding.ts';

/** The cause shared by the first error and the finding about proofs that wait for it (see `Finding.cause`). */
export const causeOfWaiting = 'error';

/**
 * Reports that errors make the analysis incomplete. The finding shares the cause of the first error and so is merged into it, unless
 * that one is suppressed or in an import.
 */
export function waitingProofs(project: Project, errors: readonly Finding[]): Finding[] {
  const [first, ...others] = errors;
  if (first === undefined || !hasUnknownPart(project)) return [];
  const file = first.uri === project.uri ? '' : ` of ${fileName(first.uri)}`;
  const place = `line ${first.range.start.line + 1}${file}`;
  const what = others.length === 0 ? place : `${errors.length} errors, the first on ${place},`;
  return [
    findingFrom(analysisIncomplete, {
      message: `Fix ${what} to complete the analysis. Findings shown are valid; others may appear.`,
      uri: project.uri,
      range: project.document.rangeOf(['rules'], 'key'),
      cause: causeOfWaiting,
      follows: true,
      related: errors.slice(0, maxRelated).map(({ code, uri, range, rule }) => ({
        message: `This error keeps the analysis incomplete (${code}).`,
        uri,
        range,
        rule,
      })),
    }),
  ];
}
