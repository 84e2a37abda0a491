import type { Json } from '../../engine/model/json.ts';

/** Flow collections that would end beyond this column are written over several lines. */
const maxColumn = 100;

/** Plain words that YAML, or an older version of it, does not read as text. */
const special = /^(?:true|false|null|yes|no|on|off|y|n|~)$/i;
const plainInFlow = /^[\p{L}_][\p{L}\p{N}_ .'()/@?!$%€+=;-]*$/u;
const plainInBlock = /^[\p{L}_][\p{L}\p{N}_ .,'()/@?!$%€+=;-]*$/u;

/** A text as a scalar of YAML 1.2: plain if that cannot be misread, else in double quotes. */
export function scalarText(text: string, context: 'flow' | 'block' = 'block'): string {
  const plain = context === 'flow' ? plainInFlow : plainInBlock;
  return plain.test(text) && !text.endsWith(' ') && !special.test(text) ? text : quoted(text);
}

/** A text in double quotes. YAML requires escapes for some characters that JSON leaves as they are. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Integers beyond the exact range get an exponent, so that nobody takes them for exact values. */
function numberText(value: number): string {
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : JSON.stringify(value);
}

/** A value on one line: `{ confidence: 0.9, flags: [legal] }`. */
export function flowText(value: Json): string {
  if (typeof value === 'string') return scalarText(value, 'flow');
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  const entries = Object.entries(value).map(([key, each]) => `${scalarText(key, 'flow')}: ${flowText(each)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** The lines of a value after `key:`, the first with its leading space, or empty if the value begins on the next line. */
function afterKey(value: Json, indent: number, step: number, flow: boolean): string[] {
  if (typeof value === 'string') return [` ${scalarText(value)}`];
  const short = flowText(value);
  if (typeof value !== 'object' || value === null || short.length <= 2) return [` ${short}`];
  if (flow && indent + short.length <= maxColumn) return [` ${short}`];
  return ['', ...blockLines(value, indent + step, step)];
}

/** The indented lines of a mapping or sequence in block style. Each member is written on one line if it fits. */
function blockLines(value: Json[] | { [key: string]: Json }, indent: number, step: number): string[] {
  const margin = ' '.repeat(indent);
  if (Array.isArray(value)) {
    return value.flatMap(item => {
      const inner = itemLines(item, indent + 2, step);
      return inner.map((line, index) => (index === 0 ? `${margin}- ${line.trimStart()}` : line));
    });
  }
  return Object.entries(value).flatMap(([key, each]) => entryLines(key, each, indent, step, true));
}

function itemLines(item: Json, indent: number, step: number): string[] {
  const short = typeof item === 'string' ? scalarText(item) : flowText(item);
  if (typeof item !== 'object' || item === null || short.length <= 2 || indent + short.length <= maxColumn)
    return [short];
  return blockLines(item, indent, step);
}

/** The lines of an entry of a block mapping. `flow`: true if the value may be a flow collection on the same line. */
export function entryLines(key: string, value: Json, indent: number, step: number, flow: boolean): string[] {
  const [first = '', ...rest] = afterKey(value, indent, step, flow);
  return [`${' '.repeat(indent)}${scalarText(key)}:${first}`, ...rest];
}
