import { ownValue } from '../../../engine/model/json.ts';
import type { SourceDocument } from '../../source/document/document.ts';
import { fileName } from '../../source/document/file-kind.ts';
import { referenceOf } from '../../source/libraries/libraries.ts';
import { listIn, objectIn } from '../../source/project/names.ts';
import { code, listInWords, paragraphs, prose } from './markdown.ts';

const sections = [
  ['signals', 'Signals'],
  ['thresholds', 'Thresholds'],
  ['targets', 'Targets'],
  ['payloads', 'Payload contracts'],
] as const;

/** A library in Markdown: what it is for, and the names that it declares. */
export function describeLibrary({ uri, value }: SourceDocument): string {
  const reference = referenceOf(uri);
  const title = reference === null ? `**Library** ${code(fileName(uri))}` : `**Built-in library** ${code(reference)}`;
  const description = ownValue(value, 'description');
  const declared = sections.flatMap(([section, label]) => {
    const names = Object.keys(objectIn(value, section));
    return names.length === 0 ? [] : [`${label}: ${listInWords(names.map(code))}.`];
  });
  const ids = listIn(value, 'invariants').flatMap(each => {
    const id = ownValue(each, 'id');
    return typeof id === 'string' ? [code(id)] : [];
  });
  if (ids.length > 0) declared.push(`Invariants: ${listInWords(ids)}.`);
  return paragraphs(title, typeof description === 'string' ? prose(description) : null, ...declared);
}
