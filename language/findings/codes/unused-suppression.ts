import { nearestName } from '../../../engine/model/nearest-name.ts';
import type { SourceDocument } from '../../source/document/document.ts';
import type { Suppression } from '../../source/document/suppressions.ts';
import { guardInWords, type Detected, type Fix, type FindingDefinition } from '../finding.ts';
import { replacement } from '../places.ts';

export const unusedSuppression: FindingDefinition = {
  code: 'unused-suppression',
  category: 'suppressions',
  fixable: true,
  severity: 'warning',
  title: 'Suppression without effect',
  summary:
    'A handrail-disable comment names a finding that does not occur there or cannot be suppressed, or gives no reason.',
};

/** The findings about a document's suppressions. `took`: true if a suppression suppressed a finding of the code. */
export function suppressionFindings(
  document: SourceDocument,
  suppressions: readonly Suppression[],
  took: (suppression: Suppression, code: string) => boolean,
  definitions: readonly FindingDefinition[],
): Detected[] {
  const { uri } = document;
  return suppressions.flatMap((suppression): Detected[] => {
    if (suppression.problem !== null)
      return [
        { message: suppression.problem, uri, range: suppression.range, fixes: [removeComment(document, suppression)] },
      ];
    const unused = suppression.codes
      .filter(({ code }) => !took(suppression, code))
      .map(({ code, range }): Detected => {
        const definition = definitions.find(each => each.code === code);
        if (definition === undefined) {
          const nearest = nearestName(
            code,
            definitions.map(each => each.code),
          );
          const advice = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
          const fixes = nearest === undefined ? [] : [replacement(`Change to ${nearest}`, uri, range, nearest)];
          return { message: `There is no finding ${code}.${advice}`, uri, range, fixes };
        }
        const guard = guardInWords(definition);
        if (guard !== null) {
          const message = `\`${code}\` cannot be suppressed: ${guard}. Fix it, and remove the code from this comment.`;
          return { message, uri, range, fixes: [removeCode(document, suppression, code)] };
        }
        const where = suppression.scope === 'file' ? 'in this file' : 'on the next line';
        const message = `There is no ${code} ${where} to suppress. Remove it.`;
        return { message, uri, range, faded: true, fixes: [removeCode(document, suppression, code)] };
      });
    if (suppression.reason !== null) return unused;
    const message =
      'This suppression gives no reason, so it has no effect. Write the reason after two dashes, as in `-- sent already, used from 2.0 on`.';
    return [{ message, uri, range: suppression.range }];
  });
}

function removeCode(document: SourceDocument, suppression: Suppression, code: string): Fix {
  const { codes } = suppression;
  const index = codes.findIndex(each => each.code === code);
  const own = codes[index]?.range;
  if (codes.length === 1 || own === undefined) return removeComment(document, suppression);
  const next = codes[index + 1]?.range.start;
  const previous = codes[index - 1]?.range.end;
  const range = next === undefined ? { start: previous ?? own.start, end: own.end } : { start: own.start, end: next };
  return replacement(`Remove ${code}`, document.uri, range, '');
}

/** Removes the comment, with its line if there is nothing else on it. */
function removeComment(document: SourceDocument, { range }: Suppression): Fix {
  const { line } = range.start;
  const lineStart = document.lineStart(line);
  const start = document.offsetAt(range.start);
  const alone = document.text.slice(lineStart, start).trim() === '' && line + 1 < document.lineCount;
  const removed = alone ? document.rangeBetween(lineStart, document.lineStart(line + 1)) : range;
  return replacement('Remove the suppression', document.uri, removed, '');
}
