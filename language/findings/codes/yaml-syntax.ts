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
  title: 'Invalid YAML or JSON',
  summary: 'The text is not valid YAML 1.2 or JSON, or it is ambiguous.',
  guards: 'loading',
  detect: project => project.files.flatMap(({ document }) => syntaxFindings(document)),
  detectInSamples: ({ document }) => syntaxFindings(document),
};

/** The findings about the text of a document. */
export function syntaxFindings(document: SourceDocument): Detected[] {
  return [...undecodedText(document), ...textProblems(document, 'yaml-syntax')];
}

/** The finding for a file that exists but cannot be read as text. */
export function unreadableFile(uri: string, { unreadable, at = { line: 0, character: 0 } }: Unreadable): Finding {
  const message = `${fileName(uri)} cannot be read: ${unreadable}`;
  return findingFrom(yamlSyntax, { message, uri, range: { start: at, end: at } });
}

/** Reports U+FFFD, which editors show for bytes that they cannot decode. */
function undecodedText(document: SourceDocument): Detected[] {
  const { uri, text } = document;
  const found = replacementCharacters(text);
  if (found.first === null) return [];
  const more = found.count > 1 ? ` (and ${found.count - 1} more)` : '';
  const message = `U+FFFD replaces bytes that are not UTF-8${more}, so different files would have the same text. Reopen the file with its real encoding and save it as UTF-8; if you need the character itself, write it as "\\uFFFD".`;
  return [{ message, uri, range: document.rangeBetween(found.first, found.first + 1) }];
}

/** The problems of a document's text that have the given code, as findings. */
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
