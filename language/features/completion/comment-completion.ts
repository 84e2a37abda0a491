import { contains, type Position } from '../../location.ts';
import { findingCodes, findingDefinition, isGuarded } from '../../findings/index.ts';
import type { SourceDocument } from '../../source/document/document.ts';
import { item, type CompletionItem } from './item.ts';

const suppressibleCodes = findingCodes.filter(code => !isGuarded(code) && code !== 'unused-suppression');

/** Suppression comments and the codes that they name; null if the position is not in a comment. */
export function completeComment(document: SourceDocument, position: Position): CompletionItem[] | null {
  const comment = document.comments.find(
    ({ range }) => contains(range, position) && position.character > range.start.character,
  );
  if (comment === undefined) return null;
  const offset = document.offsetAt(position);
  const before = document.text.slice(document.offsetAt(comment.range.start), offset);
  const listing = /^#+\s*handrail-disable-(?:next-line|file)\s+(?:[\w-]+[\s,]+)*?([\w-]*)$/.exec(before);
  if (listing !== null && !/\s--/.test(before)) {
    const range = document.rangeBetween(offset - (listing[1] ?? '').length, offset);
    return suppressibleCodes.map(code => {
      const definition = findingDefinition(code);
      return item(code, 'finding', range, code, {
        detail: definition?.title ?? null,
        documentation: definition?.summary ?? null,
      });
    });
  }
  const word = /^#+\s*([\w-]*)$/.exec(before)?.[1];
  if (word === undefined) return [];
  const range = document.rangeBetween(offset - word.length, offset);
  return [
    item('handrail-disable-next-line', 'skeleton', range, 'handrail-disable-next-line ${1:code} -- ${2:why}', {
      detail: 'suppress a finding on the next line',
      snippet: true,
      goOn: true,
    }),
    item('handrail-disable-file', 'skeleton', range, 'handrail-disable-file ${1:code} -- ${2:why}', {
      detail: 'suppress a finding in this file',
      snippet: true,
      goOn: true,
    }),
  ];
}
