import { listIn, objectIn } from '../../source/project/names.ts';
import { ownValue } from '../../../engine/model/json.ts';
import type { SourceDocument, SourcePath } from '../../source/document/document.ts';
import type { CompletionItem } from './item.ts';
import type { WriteValue } from './value-completion.ts';

/** The fields of a payload contract, where it lists those that are sensitive, without those that it lists already. */
export function completeSensitiveFields(
  { kind, value }: SourceDocument,
  path: SourcePath,
  write: WriteValue,
): CompletionItem[] {
  const [section, contract, key, index] = path;
  if (kind !== 'rule-set' || section !== 'payloads' || key !== 'sensitive' || path.length !== 4) return [];
  const declared = ownValue(objectIn(value, 'payloads'), String(contract));
  const others = listIn(declared, 'sensitive').filter((_, at) => at !== index);
  return Object.entries(objectIn(declared, 'fields'))
    .filter(([field]) => !others.includes(field))
    .map(([field, expression]) =>
      write(field, 'value', { detail: typeof expression === 'string' ? expression : null, group: 1 }),
    );
}
