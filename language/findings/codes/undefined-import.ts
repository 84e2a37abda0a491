import type { FileProblem } from '../../source/project/project.ts';
import type { SourceDocument } from '../../source/document/document.ts';
import type { Detected, FindingDefinition } from '../finding.ts';
import { ruleAt, scalarFix } from '../places.ts';

export const undefinedImport: FindingDefinition = {
  code: 'undefined-import',
  category: 'names',
  fixable: true,
  severity: 'error',
  title: 'Missing or broken file',
  summary: 'An import, a payload schema or the rule set of a sample file is missing, broken, or imports itself.',
  guards: 'loading',
  detect: project => fileFindings(project.fileProblems.filter(isMissing), project.documents),
  detectInSamples: ({ fileProblems, document }) => fileFindings(fileProblems, new Map([[document.uri, document]])),
};

/** True if the link leads to no usable file. A file that exists but is not a JSON Schema is a `schema` finding instead. */
export function isMissing(problem: FileProblem): boolean {
  return problem.nothing;
}

export function fileFindings(
  problems: readonly FileProblem[],
  documents: ReadonlyMap<string, SourceDocument>,
): Detected[] {
  return problems.flatMap(({ link, message, suggestion, related }) => {
    const document = documents.get(link.uri);
    if (document === undefined) return [];
    const fix = suggestion === null ? null : scalarFix(`Change to ${suggestion}`, document, link.path, suggestion);
    return [
      {
        message: suggestion === null ? message : `${message} Did you mean ${suggestion}?`,
        uri: link.uri,
        range: link.range,
        rule: ruleAt(document, link.path),
        related: related.map(place => ({ ...place, rule: null })),
        fixes: fix === null ? [] : [fix],
      },
    ];
  });
}
