import type { SourceDocument } from '../source/document.ts';
import type { Detected, FindingDefinition } from './finding.ts';
import { related, ruleAt } from './places.ts';

export const yamlSyntax: FindingDefinition = {
  code: 'yaml-syntax',
  severity: 'error',
  title: 'The text is not YAML or JSON',
  summary: 'The text cannot be read as YAML 1.2 (or JSON), or not in one way only.',
  guards: 'loading',
  detect: project => project.files.flatMap(({ document }) => textProblems(document, 'yaml-syntax')),
  detectInSamples: ({ document }) => textProblems(document, 'yaml-syntax'),
};

/** The problems of a document's text that have the code, as findings. */
export function textProblems(document: SourceDocument, code: 'yaml-syntax' | 'unquoted-expression'): Detected[] {
  const { uri } = document;
  return document.problems
    .filter(problem => problem.code === code)
    .map(({ message, range, related: places, fix }) => ({
      message,
      uri,
      range,
      rule: ruleAt(document, document.placeAt(range.start).path),
      related: places.map(place =>
        related(document, document.placeAt(place.range.start).path, place.range, place.message),
      ),
      fixes:
        fix === null ? [] : [{ title: fix.title, edits: fix.edits.map(edit => ({ ...edit, uri })), preferred: true }],
    }));
}
