import { isJsonObject, ownValue, type Json } from '../../../engine/model/json.ts';
import { nearestName } from '../../../engine/model/nearest-name.ts';
import type { ValidationError } from './generated/validators.js';
import {
  applicableNodes,
  entryOf,
  keyNodesAt,
  nodesAt,
  ownersOf,
  schemaOf,
  type SchemaKind,
  type SchemaNode,
} from './schema-nodes.ts';
import { typeMessage, valueMessage } from './schema-value-messages.ts';
import { alternatives, article, key as quoted, shortened, sentenceStart } from './schema-words.ts';

/** A violation of a document's schema. */
export interface SchemaProblem {
  kind: 'unknown-key' | 'missing-key' | 'wrong-type' | 'wrong-value' | 'later-language' | 'too-large';
  /**
   * Path of the faulty key or value. For a missing key, that of the mapping that lacks it, or of the mapping's first key if the
   * mapping is a list's item or the document.
   */
  path: (string | number)[];
  part: 'key' | 'value';
  message: string;
  /** Replacement for the key or value, if it is clear what was meant; else null. */
  suggestion: string | null;
  /** Valid keys or values, as text. */
  expected: string[];
  /** For `missing-key`: the missing keys, in the order of the schema. */
  missing: string[];
  /** For `missing-key`: the value of the missing key, as text, if it can have no other. */
  addition?: { key: string; value: string };
  /** For `later-language`: the version of the language that knows it. */
  version?: number;
  /** In the problem that stands for all further ones: the paths of the elements that have them. */
  unlisted?: (string | number)[][];
}

type Path = (string | number)[];

/** A validation error with its path, value and schema nodes. */
interface Fault {
  error: ValidationError;
  path: Path;
  value: Json | undefined;
  nodes: SchemaNode[];
}

/** Keywords whose errors only repeat other errors. */
const echoes = new Set(['if', 'propertyNames', 'anyOf', 'oneOf', 'allOf']);

/**
 * Turns validation errors into few problems, each at its place and with advice.
 * @param document the whole document
 * @param place maps a path in the validated slice to one in the document
 */
export function schemaMessages(
  kind: SchemaKind,
  document: Json,
  errors: readonly ValidationError[],
  place: (path: Path) => Path = path => path,
): SchemaProblem[] {
  const faults = errors.filter(error => !echoes.has(error.keyword)).map(error => faultOf(kind, document, error, place));
  const unknown = faults
    .filter(({ error }) => error.keyword === 'additionalProperties')
    .map(fault => unknownKey(kind, fault));
  const missing = missingKeys(kind, faults, unknown);
  const rest = faults.flatMap(fault => otherProblem(kind, document, fault));
  return onePerPlace([...unknown, ...missing, ...rest]);
}

function faultOf(kind: SchemaKind, document: Json, error: ValidationError, place: (path: Path) => Path): Fault {
  const path: Path = [];
  // A segment is an index if it leads into a list. The whole document shows that, since `place` only shifts indexes.
  let value: Json | undefined = document;
  for (const segment of error.instancePath.split('/').slice(1)) {
    const name = segment.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(value) ? Number(name) : name);
    value = place(path).reduce<Json | undefined>(entryOf, document);
  }
  const whole = place(path);
  const nodes = error.propertyName === undefined ? nodesAt(kind, whole, document) : keyNodesAt(kind, whole, document);
  return { error, path: whole, value, nodes };
}

/** Things with a key that are named. Keys of more things, such as `description`, say nothing about where they belong. */
const maxOwners = 3;

function unknownKey(kind: SchemaKind, { error, path, value, nodes }: Fault): SchemaProblem {
  const name = String(error.params['additionalProperty']);
  const properties = nodes.flatMap(node => Object.entries(node.properties ?? {}));
  const absent = properties.filter(([each]) => !isJsonObject(value) || !Object.hasOwn(value, each));
  const expected = absent.map(([each]) => each);
  const meant = absent.find(([, node]) => node.alsoKnownAs?.some(each => each.toLowerCase() === name.toLowerCase()));
  // A key of something else is at the wrong place rather than misspelt.
  const owners = meant === undefined ? ownersOf(kind, name) : [];
  const suggestion = meant?.[0] ?? (owners.length > 0 ? undefined : nearestName(name, expected)) ?? null;
  const owner = nodes.find(node => node.properties !== undefined)?.title;
  const not = `${quoted(name)} is not a key${owner === undefined ? '' : ` of ${article(owner)}`}`;
  const advice =
    suggestion !== null
      ? `. Did you mean ${quoted(suggestion)}?`
      : owners.length > 0 && owners.length <= maxOwners
        ? `. It belongs to ${alternatives(owners.map(article), 'or')}.`
        : expected.length === 0 || expected.length > 30
          ? '.'
          : `. ${expected.length === 1 ? 'A possible key is' : 'Possible keys are'} ${alternatives(expected.map(quoted), 'and')}.`;
  return {
    kind: 'unknown-key',
    path: [...path, name],
    part: 'key',
    message: not + advice,
    suggestion,
    expected,
    missing: [],
  };
}

/** One problem for each mapping with missing keys, except for keys that are there but misspelt. */
function missingKeys(kind: SchemaKind, faults: readonly Fault[], unknown: readonly SchemaProblem[]): SchemaProblem[] {
  const byPlace = new Map<string, Fault[]>();
  for (const fault of faults) {
    if (fault.error.keyword !== 'required') continue;
    const place = JSON.stringify(fault.path);
    const misspelt = unknown.some(
      each => each.suggestion === missingProperty(fault) && JSON.stringify(each.path.slice(0, -1)) === place,
    );
    if (misspelt) continue;
    byPlace.set(place, [...(byPlace.get(place) ?? []), fault]);
  }
  return [...byPlace.values()].flatMap(group => {
    const [first] = group;
    if (first === undefined) return [];
    const order = first.nodes.flatMap(node => Object.keys(node.properties ?? {}));
    const missing = [...new Set(group.map(missingProperty))].sort((a, b) => order.indexOf(a) - order.indexOf(b));
    const [only = ''] = missing;
    const property = propertyNodes(kind, first, only);
    const values = property.find(node => node.enum !== undefined)?.enum?.map(String) ?? [];
    const message =
      missing.length > 1
        ? `${alternatives(missing.map(quoted), 'and')} are missing.`
        : (requirement(first, only) ?? `${quoted(only)} is missing${explanation(property, values)}`);
    const expected = missing.length === 1 ? values : [];
    const value = missing.length === 1 ? property.find(node => node.const !== undefined)?.const : undefined;
    return [
      {
        kind: 'missing-key',
        ...anchor(first),
        message,
        suggestion: null,
        expected,
        missing,
        ...(value === undefined ? {} : { addition: { key: only, value: JSON.stringify(value) } }),
      } satisfies SchemaProblem,
    ];
  });
}

function missingProperty({ error }: Fault): string {
  return String(error.params['missingProperty']);
}

/** The message of the conditional that requires a key; undefined if none does. */
function requirement({ nodes }: Fault, name: string): string | undefined {
  return nodes.find(node => node.required?.includes(name) && node.properties === undefined)?.errorMessage;
}

function explanation(property: readonly SchemaNode[], values: readonly string[]): string {
  if (values.length > 0) return `: ${alternatives(values, 'or')}.`;
  const description = property.find(node => node.description !== undefined)?.description;
  const sentence = description === undefined ? undefined : /^.*?\.(?=\s|$)/s.exec(description)?.[0];
  return sentence === undefined ? '.' : `: ${sentenceStart(sentence)}`;
}

function propertyNodes(kind: SchemaKind, { nodes }: Fault, name: string): SchemaNode[] {
  const own = nodes.flatMap(node =>
    node.properties !== undefined && Object.hasOwn(node.properties, name) ? [node.properties[name]] : [],
  );
  return own.flatMap(node => (node === undefined ? [] : applicableNodes(schemaOf(kind), node, undefined)));
}

/** Where to mark a mapping: at its key; for a list's item or the document, at its first key, preferably a required one. */
function anchor({ path, value, nodes }: Fault): Pick<SchemaProblem, 'path' | 'part'> {
  if (typeof path.at(-1) === 'string') return { path, part: 'key' };
  const keys = isJsonObject(value) ? Object.keys(value) : [];
  const required = nodes.flatMap(node => node.required ?? []);
  const first = keys.find(each => required.includes(each)) ?? keys[0];
  return first === undefined ? { path, part: 'value' } : { path: [...path, first], part: 'key' };
}

function otherProblem(kind: SchemaKind, document: Json, fault: Fault): SchemaProblem[] {
  const { error, path, value, nodes } = fault;
  const { keyword, params, propertyName } = error;
  switch (keyword) {
    case 'additionalProperties':
    case 'required':
      return [];
    case 'type': {
      const details = typeMessage(path, value, nodes, params['type'], name => propertyNodes(kind, fault, name));
      return [{ kind: 'wrong-type', path, part: 'value', ...details, missing: [] }];
    }
    case 'dependentRequired': {
      const missing = missingProperty(fault);
      const property = String(params['property']);
      const what = nodes.flatMap(node => (node.properties?.[missing] === undefined ? [] : [node.properties[missing]]));
      const message = `${quoted(property)} also needs ${quoted(missing)}${explanation(what, [])}`;
      const details = { message, suggestion: null, expected: [], missing: [missing] };
      return [{ kind: 'missing-key', path: [...path, property], part: 'key', ...details }];
    }
    case 'since': {
      const version = Number(params['version']);
      const isKey = nodes.some(({ since }) => since === version);
      const what = isKey || typeof value !== 'string' ? String(path.at(-1)) : value;
      const message = laterLanguage(what, version, document);
      const details = { message, suggestion: null, expected: [], missing: [], version };
      return [{ kind: 'later-language', path, part: isKey ? 'key' : 'value', ...details }];
    }
    case 'minProperties':
    case 'maxProperties': {
      const message =
        nodes.find(node => node.errorMessage !== undefined)?.errorMessage ??
        `${shortened(value)} does not have the right number of keys.`;
      return [{ kind: 'wrong-value', ...anchor(fault), message, suggestion: null, expected: [], missing: [] }];
    }
    default: {
      if (propertyName !== undefined) {
        const details = valueMessage([...path, propertyName], propertyName, nodes, keyword, params);
        return [{ kind: 'wrong-value', path: [...path, propertyName], part: 'key', ...details, missing: [] }];
      }
      const at = keyword === 'uniqueItems' ? [...path, Number(params['j'])] : path;
      const details = valueMessage(at, entryOrSelf(value, keyword, params), nodes, keyword, params);
      return [{ kind: 'wrong-value', path: at, part: 'value', ...details, missing: [] }];
    }
  }
}

function entryOrSelf(value: Json | undefined, keyword: string, params: Record<string, unknown>): Json | undefined {
  return keyword === 'uniqueItems' ? entryOf(value, Number(params['j'])) : value;
}

/** Keeps the first problem per place, but a wrong type before all others, which only follow from it. */
function onePerPlace(problems: readonly SchemaProblem[]): SchemaProblem[] {
  const places = new Map<string, SchemaProblem>();
  for (const problem of problems) {
    const place = JSON.stringify([problem.part, problem.kind === 'missing-key', problem.path]);
    const other = places.get(place);
    if (other === undefined || (other.kind !== 'wrong-type' && problem.kind === 'wrong-type'))
      places.set(place, problem);
  }
  return [...places.values()];
}

/** The message for a construct that belongs to a later version of the language than the document. */
export function laterLanguage(construct: string, version: number, document: Json | undefined): string {
  return `${quoted(construct)} belongs to version ${version} of the rule language, and this file is written in version ${shortened(ownValue(document, 'escalation'))}. Write \`escalation: ${version}\`.`;
}
