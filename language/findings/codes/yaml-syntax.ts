import type { SourceDocument } from '../../source/document/document.ts';
import { fileName } from '../../source/document/file-kind.ts';
import { replacementCharacters, type Unreadable } from '../../source/document/file-text.ts';
import { findingFrom, type Detected, type Finding, type FindingDefinition } from '../finding.ts';
import { related, ruleAt } from '../places.ts';

export const yamlSyntax: FindingDefinition = {
  code: 'yaml-syntax',
  category: 'syntax',
  fixable: true,
  severity: 'error',
  title: 'The text is not YAML or JSON',
  summary: 'The text cannot be read as YAML 1.2 (or JSON), or not in one way only.',
  guards: 'loading',
  detect: project => project.files.flatMap(({ document }) => syntaxFindings(document)),
  detectInSamples: ({ document }) => syntaxFindings(document),
};

/** What is wrong with the text of a document. */
export function syntaxFindings(document: SourceDocument): Detected[] {
  return [...undecodedText(document), ...textProblems(document, 'yaml-syntax')];
}

/** A file that is there but cannot be had as text. */
export function unreadableFile(uri: string, { unreadable, at = { line: 0, character: 0 } }: Unreadable): Finding {
  const message = `${fileName(uri)} cannot be read: ${unreadable}`;
  return findingFrom(yamlSyntax, { message, uri, range: { start: at, end: at } });
}

/** An editor that reads a file in another encoding shows the same character for all that it cannot decode. */
function undecodedText(document: SourceDocument): Detected[] {
  const { uri, text } = document;
  const found = replacementCharacters(text);
  if (found.first === null) return [];
  const more = found.count > 1 ? ` (and ${found.count - 1} more)` : '';
  const message = `U+FFFD stands in the place of bytes that are not UTF-8${more}, so different files would read the same. Reopen the file with its encoding and save it as UTF-8; a text that needs the character writes it as "\\uFFFD".`;
  return [{ message, uri, range: document.rangeBetween(found.first, found.first + 1) }];
}

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
