import type { Json } from '../../engine/model/json.ts';

/** Flow collections longer than this go over several lines. */
const widest = 100;

/** Plain words that YAML, or a tool that reads an older YAML, takes for something else than text. */
const special = /^(?:true|false|null|yes|no|on|off|y|n|~)$/i;
const plainInFlow = /^[\p{L}_][\p{L}\p{N}_ .'()/@?!$%€+=;-]*$/u;
const plainInBlock = /^[\p{L}_][\p{L}\p{N}_ .,'()/@?!$%€+=;-]*$/u;

/** A text as a scalar of YAML 1.2: plain where that cannot be misread, else in double quotes. */
export function scalarText(text: string, context: 'flow' | 'block' = 'block'): string {
  const plain = context === 'flow' ? plainInFlow : plainInBlock;
  return plain.test(text) && !text.endsWith(' ') && !special.test(text) ? text : quoted(text);
}

/** JSON's escapes are YAML's, but for characters that YAML wants escaped and JSON does not. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Whole numbers beyond what is exact are written so that nobody takes them for exact ones. */
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

/** A value as it stands after `key:`, with the space or line break before it. What fits on a line within `indent` stands on it. */
function afterKey(value: Json, indent: number, step: number, flow: boolean): string[] {
  if (typeof value === 'string') return [` ${scalarText(value)}`];
  const short = flowText(value);
  if (typeof value !== 'object' || value === null || short.length <= 2) return [` ${short}`];
  if (flow && indent + short.length <= widest) return [` ${short}`];
  return ['', ...blockLines(value, indent + step, step)];
}

/** The lines of a mapping or sequence in block style, indented. Its members stand on one line where they fit. */
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
  if (typeof item !== 'object' || item === null || short.length <= 2 || indent + short.length <= widest) return [short];
  return blockLines(item, indent, step);
}

/** An entry of a block mapping as lines. `flow`: its value may stand on the same line in braces. */
export function entryLines(key: string, value: Json, indent: number, step: number, flow: boolean): string[] {
  const [first = '', ...rest] = afterKey(value, indent, step, flow);
  return [`${' '.repeat(indent)}${scalarText(key)}:${first}`, ...rest];
}
