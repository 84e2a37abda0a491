import { isTable, type Threshold, type ThresholdTable } from '../../../engine/model/rule-set.ts';
import { code, paragraphs, prose, valueInWords } from './markdown.ts';

/** Maximum number of rows of a table in a description. */
const maxRows = 20;
/** Maximum number of values of a table on one line. */
const maxValues = 3;

/** A threshold's declaration in Markdown; for a table, a row for each value of its signal. */
export function describeThreshold(name: string, threshold: Threshold | ThresholdTable): string {
  const { minimum, maximum, unit } = threshold;
  const range = minimum !== undefined && maximum !== undefined ? `, from ${minimum} to ${maximum}` : '';
  const unitInWords = unit === undefined ? '' : ` ${prose(unit) ?? ''}`;
  const what = `**Threshold** ${code(`thresholds.${name}`)}`;
  const words = [prose(threshold.title), prose(threshold.description)];
  if (!isTable(threshold))
    return paragraphs(`${what}: ${valueInWords(threshold.value)}${unitInWords}${range}`, ...words);
  const entries = Object.entries(threshold.values);
  const rows = entries.slice(0, maxRows).map(([key, value]) => [code(key), valueInWords(value)]);
  if (rows.length < entries.length) rows.push([`${entries.length - rows.length} more`, '…']);
  if (threshold.value !== undefined) rows.push(['all others', valueInWords(threshold.value)]);
  const header = `| ${code(threshold.per)} | value${unitInWords} |\n| --- | --- |\n`;
  return paragraphs(
    `${what}, by ${code(threshold.per)}${range}`,
    header + rows.map(row => `| ${row.map(inCell).join(' | ')} |`).join('\n'),
    ...words,
  );
}

function inCell(text: string): string {
  return text.replaceAll('|', '\\|');
}

/** The value of a threshold on one line: `0.7`, or `0.5 (dev), 0.8 (prod), else 0.7`. */
export function thresholdInShort(threshold: Threshold | ThresholdTable): string {
  if (!isTable(threshold)) return JSON.stringify(threshold.value);
  const entries = Object.entries(threshold.values);
  const shown = entries.slice(0, maxValues).map(([key, value]) => `${JSON.stringify(value)} (${key})`);
  return [
    ...shown,
    ...(entries.length > shown.length ? ['…'] : []),
    ...(threshold.value === undefined ? [] : [`else ${JSON.stringify(threshold.value)}`]),
  ].join(', ');
}
