import type { Json } from '../../../engine/model/json.ts';
import { nearestName } from '../../../engine/model/nearest-name.ts';
import { truthWord } from '../../../engine/model/words-of-other-languages.ts';
import { timeZones } from './schema-formats.ts';
import { jsonType, writtenAs, type SchemaNode } from './schema-nodes.ts';
import { alternatives, article, key, shortened, textOf } from './schema-words.ts';

/** A message about a wrong value, with corrections. */
export interface ValueMessage {
  message: string;
  suggestion: string | null;
  expected: string[];
}

type Path = readonly (string | number)[];

const typeWords: Record<string, string> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  null: 'null',
};

/**
 * The message for a value of the wrong JSON type.
 * @param propertyOf the schema nodes of a property of the expected mapping
 */
export function typeMessage(
  path: Path,
  value: Json | undefined,
  nodes: readonly SchemaNode[],
  types: unknown,
  propertyOf: (name: string) => readonly SchemaNode[] = () => [],
): ValueMessage {
  const names = (Array.isArray(types) ? types : [types]).map(String);
  const choices = nodes.find(node => node.enum !== undefined)?.enum;
  const words = names.filter(name => name !== 'null' || names.length === 1).map(name => typeWords[name] ?? name);
  const expects =
    choices !== undefined
      ? alternatives(choices.map(String), 'or')
      : (nodes.find(node => node.expects !== undefined)?.expects ?? alternatives(words, 'or'));
  const label = labelOf(path);
  const expected = choices?.map(String) ?? [];
  const hint = remedy(value, names, nodes) || asProperty(path, value, nodes, propertyOf);
  const message =
    value === null || value === undefined
      ? `${label} is empty. It expects ${expects}.`
      : `${label} expects ${expects}, but this is ${found(value)}.${hint}`;
  return { message, suggestion: null, expected };
}

/** `when`, or "This item" for a value without a key. */
function labelOf(path: Path): string {
  const last = path.at(-1);
  return typeof last === 'string' ? key(last) : last === undefined ? 'This document' : 'This item';
}

function found(value: Json): string {
  switch (jsonType(value)) {
    case 'string':
      return value === '' ? 'empty text' : `the text ${key(textOf(value))}`;
    case 'number':
      return `the number ${textOf(value)}`;
    case 'boolean':
      return textOf(value);
    case 'array':
      return 'a list';
    default:
      return 'a mapping';
  }
}

/** The likely correction of a wrong type, as a sentence; empty if there is none. */
function remedy(value: Json | undefined, types: readonly string[], nodes: readonly SchemaNode[]): string {
  const text = typeof value === 'string' ? value.trim() : undefined;
  if (
    text !== undefined &&
    types.some(type => type === 'number' || type === 'integer') &&
    /^[-+]?\d+(\.\d+)?$/.test(text)
  )
    return ` Write ${text} without quotes.`;
  const truth = text !== undefined && types.includes('boolean') ? truthWord(text) : undefined;
  if (text !== undefined && truth !== undefined)
    return ` Write ${truth}${/^(?:true|false)$/i.test(text) ? ' without quotes' : ''}.`;
  const fits = nodes.every(({ pattern }) => pattern === undefined || new RegExp(pattern, 'u').test(textOf(value)));
  if (types.includes('string') && (typeof value === 'number' || typeof value === 'boolean') && fits)
    return ' Put it in quotes.';
  if (types.length === 1 && types[0] === 'array' && text !== undefined)
    return ` Write it as a list: [${shortened(text)}].`;
  return '';
}

/** A text in place of a mapping is often the value of the one key that the mapping must have: `default: pause`. */
function asProperty(
  path: Path,
  value: Json | undefined,
  nodes: readonly SchemaNode[],
  propertyOf: (name: string) => readonly SchemaNode[],
): string {
  const [name, ...others] = nodes.flatMap(({ properties, required = [] }) =>
    properties === undefined ? [] : required,
  );
  const property = path.at(-1);
  if (typeof value !== 'string' || name === undefined || others.length > 0 || typeof property !== 'string') return '';
  const fits = propertyOf(name).some(
    node =>
      node.enum?.includes(value) === true || (node.pattern !== undefined && new RegExp(node.pattern, 'u').test(value)),
  );
  return fits ? ` Write \`${shortened(property)}: { ${name}: ${shortened(value)} }\`.` : '';
}

/** The message for a value of the right type that violates another keyword. */
export function valueMessage(
  path: Path,
  value: Json | undefined,
  nodes: readonly SchemaNode[],
  keyword: string,
  params: Record<string, unknown>,
): ValueMessage {
  const label = labelOf(path);
  const simple = (message: string): ValueMessage => ({ message, suggestion: null, expected: [] });
  const custom = nodes.find(node => node.errorMessage !== undefined)?.errorMessage;
  const limit = String(params['limit']);
  switch (keyword) {
    case 'enum':
      return custom === undefined ? enumMessage(path, value, nodes, params['allowedValues']) : simple(custom);
    case 'const':
      return {
        ...simple(custom ?? `${label} must be ${shortened(params['allowedValue'])}.`),
        suggestion: onlyValue(params['allowedValue']),
      };
    case 'pattern':
      return patternMessage(label, value, nodes, String(params['pattern']));
    case 'format':
      return formatMessage(label, value, custom, String(params['format']));
    case 'minimum':
      return simple(`${label} must be at least ${limit}, but is ${shortened(value)}.`);
    case 'maximum':
      return simple(`${label} must be at most ${limit}, but is ${shortened(value)}.`);
    case 'exclusiveMinimum':
      return simple(`${label} must be more than ${limit}, but is ${shortened(value)}.`);
    case 'exclusiveMaximum':
      return simple(`${label} must be less than ${limit}, but is ${shortened(value)}.`);
    case 'minLength':
      return simple(limit === '1' ? `${label} is empty.` : `${label} is shorter than ${limit} characters.`);
    case 'maxLength':
      return simple(`${label} is longer than ${limit} characters.`);
    case 'minItems':
      return simple(limit === '1' ? `${label} is an empty list.` : `${label} has fewer than ${limit} items.`);
    case 'maxItems':
      return simple(`${label} has more than ${limit} items.`);
    case 'uniqueItems':
      return simple(`${key(shortened(value))} is listed twice.`);
    default:
      return simple(custom ?? `${label} has the wrong form.`);
  }
}

/** The only allowed value, if it is a text or a number. */
function onlyValue(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

function enumMessage(
  path: Path,
  value: Json | undefined,
  nodes: readonly SchemaNode[],
  allowed: unknown,
): ValueMessage {
  const expected = (Array.isArray(allowed) ? allowed : []).map(String);
  const title = nodes.find(node => node.enum !== undefined)?.title;
  const choices = alternatives(expected, 'or');
  if (value === null || value === undefined || typeof value === 'object') {
    const what = value === null || value === undefined ? 'is empty' : `cannot be ${found(value)}`;
    return { message: `${labelOf(path)} ${what}. Choose ${choices}.`, suggestion: null, expected };
  }
  const meant = writtenAs(nodes, textOf(value));
  const suggestion =
    expected.find(each => each === meant) ??
    nearestName(textOf(value), expected) ??
    abbreviation(textOf(value), expected);
  const not = title === undefined ? 'is not allowed here' : `is not ${article(title)}`;
  if (meant !== undefined && suggestion !== meant)
    return { message: `${key(textOf(value))} ${not}: write \`${meant}\`.`, suggestion: null, expected };
  const advice = suggestion === null ? '' : ` Did you mean ${suggestion}?`;
  return { message: `${key(textOf(value))} ${not}: choose ${choices}.${advice}`, suggestion, expected };
}

/** The longest word that the text begins with: `mon` for `monday`; null if there is none. */
function abbreviation(text: string, words: readonly string[]): string | null {
  const begins = words.filter(word => word.length > 2 && text.toLowerCase().startsWith(word.toLowerCase()));
  return begins.sort((a, b) => b.length - a.length)[0] ?? null;
}

function patternMessage(
  label: string,
  value: Json | undefined,
  nodes: readonly SchemaNode[],
  pattern: string,
): ValueMessage {
  // The validator's pattern is the schema's with a length limit in front.
  const node = nodes.find(each => each.pattern !== undefined && pattern.endsWith(each.pattern.replace(/^\^/, '')));
  const suggestion = respelt(textOf(value), node);
  if (value === '') return { message: `${label} is empty.`, suggestion: null, expected: [] };
  const broken = node?.patternErrorMessage ?? 'has the wrong form';
  const advice = suggestion === null ? '' : ` Did you mean ${suggestion}?`;
  return { message: `${key(textOf(value))} ${broken}.${advice}`, suggestion, expected: [] };
}

/** The corrected text; null if no correction matches the pattern. */
function respelt(text: string, node: SchemaNode | undefined): string | null {
  if (node?.pattern === undefined || node.spelling === undefined || text.length > 100) return null;
  const respelling = spellings[node.spelling]?.(text);
  return respelling !== undefined && respelling !== text && new RegExp(node.pattern, 'u').test(respelling)
    ? respelling
    : null;
}

function kebabCase(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function identifier(text: string): string {
  return text
    .trim()
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^_|_$/g, '');
}

const spellings: Record<string, ((text: string) => string) | undefined> = {
  'kebab-case': kebabCase,
  identifier,
  path: text => text.trim().split(/[./]/).map(identifier).join('.'),
  'name@version': text => {
    const [name = '', version = '1'] = text.split(/@v?/i);
    return `${kebabCase(name)}@${version.trim()}`;
  },
  semver: text => {
    const [, major, minor = '0', patch = '0'] = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?$/i.exec(text.trim()) ?? [];
    return major === undefined ? text : [major, minor, patch].map(Number).join('.');
  },
  duration: text => {
    const units = { sec: 's', second: 's', min: 'm', minute: 'm', hr: 'h', hour: 'h', day: 'd' };
    const short = (unit: string): string =>
      Object.entries(units).find(([long]) => unit.replace(/s$/, '') === long)?.[1] ?? unit;
    return text
      .trim()
      .toLowerCase()
      .replace(/(\d)\s*([a-zµ]+)[\s,]*/g, (_, digit: string, unit: string) => digit + short(unit));
  },
};

function formatMessage(
  label: string,
  value: Json | undefined,
  custom: string | undefined,
  format: string,
): ValueMessage {
  const text = textOf(value);
  if (text === '') return { message: `${label} is empty.`, suggestion: null, expected: [] };
  switch (format) {
    case 'timezone': {
      const suggestion = nearestName(text, timeZones()) ?? null;
      const advice = suggestion === null ? '' : ` Did you mean ${suggestion}?`;
      const message = `${key(text)} is not a time zone: use its IANA name, such as Europe/Berlin.${advice}`;
      return { message, suggestion, expected: [] };
    }
    case 'date-time': {
      const suggestion = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : null;
      const advice = suggestion === null ? '' : ` Did you mean ${suggestion}?`;
      return { message: `${key(text)} ${custom ?? 'is not an RFC 3339 time'}.${advice}`, suggestion, expected: [] };
    }
    default:
      return { message: `${key(text)} ${custom ?? `is not of format ${format}`}.`, suggestion: null, expected: [] };
  }
}
