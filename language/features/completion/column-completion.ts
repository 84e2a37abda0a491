import { canChoose, listedValues } from '../../../engine/index.ts';
import { ownValue } from '../../../engine/model/json.ts';
import type { SourceDocument } from '../../source/document/document.ts';
import { objectIn } from '../../source/project/names.ts';
import type { Project } from '../../source/project/project.ts';
import { scalarText } from '../yaml-text.ts';
import { item, type CompletionItem } from './item.ts';
import type { StructureCursor } from './structure-cursor.ts';

/** The values of the signal for which the table at the cursor has no entry yet; none if the signal's declaration does not list them. */
export function completeColumns(document: SourceDocument, cursor: StructureCursor, project: Project): CompletionItem[] {
  const { key } = cursor;
  const [section, name, values, ...rest] = key?.path ?? [];
  if (key === null || section !== 'thresholds' || values !== 'values' || rest.length > 0) return [];
  const table = ownValue(objectIn(document.value, 'thresholds'), String(name));
  const per = ownValue(table, 'per');
  const signal = typeof per === 'string' ? project.declarations.signals.get(per) : undefined;
  if (typeof per !== 'string' || signal === undefined || !canChoose(signal)) return [];
  const taken = objectIn(table, 'values');
  return (listedValues(signal) ?? []).map(String).flatMap((value, index) => {
    if (Object.hasOwn(taken, value) && value !== key.present) return [];
    const shown = document.format === 'json' || signal.type === 'integer' ? JSON.stringify(value) : scalarText(value);
    const written = signal.type === 'boolean' && document.format !== 'json' ? value : shown;
    return item(value, 'value', key.range, key.colon ? written : `${cursor.space}${written}: $1`, {
      detail: `${per} is ${value}`,
      filter: written === value ? null : written,
      snippet: !key.colon,
      group: 100 + index,
    });
  });
}
