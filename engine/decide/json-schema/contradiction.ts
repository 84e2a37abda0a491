import { isJsonObject, ownValue, type Json, type JsonObject } from '../../model/json.ts';
import { brokenAssertions, prepared, typeOf } from './assertions.ts';
import { indexReferences, type References } from './references.ts';
import { OutOfWork, Work } from './work.ts';

/** Why a schema can never be satisfied, and the path in it. */
export interface Contradiction {
  path: (string | number)[];
  message: string;
}

type Path = readonly (string | number)[];

/** A set of types of JSON values. */
type Types = ReadonlySet<string>;

interface Possible {
  types: Types;
  /** The keyword that excluded the last type; null if there are types left. */
  why: Contradiction | null;
}

const everyType: Types = new Set(['null', 'boolean', 'number', 'string', 'array', 'object']);
const anything: Possible = { types: everyType, why: null };

/** Maximum nesting, as in a validation. */
const maxDepth = 1000;

/**
 * Why no payload satisfies a contract's schema; null if some payload may. Only the possible types of values are tracked, which takes time linear in the
 * size of the schema but does not find every contradiction.
 * @param fields the properties that a payload can have
 */
export function contradictionIn(root: Json, fields: readonly string[]): Contradiction | null {
  if (!isJsonObject(root))
    return root === false ? { path: [], message: 'It is `false`, which no payload meets.' } : null;
  try {
    const references = indexReferences(root);
    return (
      endlessReference(root, references) ??
      missingField(root, references, fields) ??
      possibilities(references)(root, [], 0, new Set(['object'])).why
    );
  } catch (error) {
    // An `$id` or a reference is not a URI.
    return { path: [], message: error instanceof Error ? error.message : String(error) };
  }
}

/** A required property for which the contract has no field; null if there is none. */
function missingField(root: JsonObject, references: References, fields: readonly string[]): Contradiction | null {
  const pending: { at: Json | undefined; path: Path }[] = [{ at: root, path: [] }];
  const seen = new Set<Json>();
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { at, path } = next;
    if (!isJsonObject(at) || seen.has(at)) continue;
    seen.add(at);
    const { required, allOf, $ref } = at;
    for (const [index, name] of listOf(required).entries())
      if (typeof name === 'string' && !fields.includes(name))
        return { path: [...path, 'required', index], message: `\`${name}\` is required, and no field is called so.` };
    listOf(allOf).forEach((each, index) => pending.push({ at: each, path: [...path, 'allOf', index] }));
    if (typeof $ref === 'string') pending.push({ at: references.resolve(at, $ref), path: [...path, '$ref'] });
  }
  return null;
}

/** The subschemas that a schema applies to the same value, with their paths. */
function* inPlace(schema: JsonObject, references: References): Generator<{ at: Json | undefined; path: Path }> {
  for (const keyword of ['$ref', '$dynamicRef']) {
    const reference = ownValue(schema, keyword);
    if (typeof reference === 'string') yield { at: references.resolve(schema, reference), path: [keyword] };
  }
  for (const keyword of ['allOf', 'anyOf', 'oneOf'])
    for (const [index, at] of listOf(ownValue(schema, keyword)).entries()) yield { at, path: [keyword, index] };
  for (const keyword of ['not', 'if', 'then', 'else']) yield { at: ownValue(schema, keyword), path: [keyword] };
  const dependent = ownValue(schema, 'dependentSchemas');
  for (const [name, at] of isJsonObject(dependent) ? Object.entries(dependent) : [])
    yield { at, path: ['dependentSchemas', name] };
}

/** A subschema that is applied to the same value endlessly; null if there is none. */
function endlessReference(root: JsonObject, references: References): Contradiction | null {
  const done = new Set<Json>();
  const active = new Set<Json>();
  const pending: { at: Json; path: Path }[] = [{ at: root, path: [] }];
  const visit = (at: Json | undefined, path: Path): Contradiction | null => {
    if (!isJsonObject(at) || done.has(at)) return null;
    if (active.has(at)) return { path: [...path], message: 'It refers to itself without end.' };
    if (active.size >= maxDepth) return { path: [...path], message: `It nests more than ${maxDepth} subschemas.` };
    active.add(at);
    for (const next of inPlace(at, references)) {
      const found = visit(next.at, [...path, ...next.path]);
      if (found !== null) return found;
    }
    active.delete(at);
    done.add(at);
    return null;
  };
  // Any value inside may be a schema. One that is not has no references.
  const seen = new Set<Json>();
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { at, path } = next;
    if (seen.has(at)) continue;
    seen.add(at);
    const found = isJsonObject(at) && references.isSchema(at) ? visit(at, path) : null;
    if (found !== null) return found;
    if (Array.isArray(at)) at.forEach((each, index) => pending.push({ at: each, path: [...path, index] }));
    else if (isJsonObject(at))
      for (const [key, each] of Object.entries(at)) pending.push({ at: each, path: [...path, key] });
  }
  return null;
}

type Search = (schema: Json | undefined, path: Path, depth: number, among?: Types) => Possible;

/** A search for the types of values that may satisfy a schema, an over-approximation. */
function possibilities(references: References): Search {
  const tools = prepared();
  const known = new Map<Json, Possible>();
  return possible;

  function possible(schema: Json | undefined, path: Path, depth: number, among: Types = everyType): Possible {
    if (schema === false) return { types: new Set(), why: { path: [...path], message: 'Nothing meets `false`.' } };
    if (!isJsonObject(schema) || depth > maxDepth) return anything;
    const before = among === everyType ? known.get(schema) : undefined;
    if (before !== undefined) return before;
    // A recursive use of the schema counts as satisfiable.
    known.set(schema, anything);
    const found = narrowed(schema, path, depth, among);
    if (among === everyType) known.set(schema, found);
    return found;
  }

  function narrowed(schema: JsonObject, path: Path, depth: number, among: Types): Possible {
    let types = among;
    let why: Contradiction | null = null;
    const keep = (wanted: (type: string) => boolean, because: Contradiction) => {
      if (why !== null) return;
      types = new Set([...types].filter(wanted));
      if (types.size === 0) why = because;
    };
    const at = (keyword: string, message: string): Contradiction => ({ path: [...path, keyword], message });
    const only = among.size === 1 ? [...among][0] : undefined;
    const apart = only === undefined ? 'Nothing has all types that are asked for here.' : `A payload is an ${only}.`;

    const { type, enum: values } = schema;
    if (type !== undefined) {
      const wanted = listOf(type, [type]).map(each => (each === 'integer' ? 'number' : each));
      keep(each => wanted.includes(each), at('type', `${apart} Nothing of this type is one.`));
    }
    const listed = Object.hasOwn(schema, 'const') ? [schema['const'] as Json] : Array.isArray(values) ? values : null;
    if (listed !== null) {
      const keyword = Object.hasOwn(schema, 'const') ? 'const' : 'enum';
      const fitting = new Set(listed.filter(each => meets(each, schema)).map(typeOf));
      keep(each => fitting.has(each), at(keyword, unfitting(keyword, listed, only)));
    }
    for (const [kind, keyword, message] of emptyRanges(schema)) keep(each => each !== kind, at(keyword, message));
    for (const [kind, because] of missingParts(schema, path, depth)) keep(each => each !== kind, because);

    const { $ref, allOf, anyOf, oneOf, not } = schema;
    const narrow = (each: Json | undefined, inside: Path) => {
      const found = possible(each, [...path, ...inside], depth + 1);
      keep(kind => found.types.has(kind), found.why ?? { path: [...path, ...inside], message: contrary });
    };
    if (typeof $ref === 'string') narrow(references.resolve(schema, $ref), ['$ref']);
    listOf(allOf).forEach((each, index) => narrow(each, ['allOf', index]));
    for (const [keyword, choices] of Object.entries({ anyOf, oneOf })) {
      if (!Array.isArray(choices)) continue;
      const found = choices.map((each, index) => possible(each, [...path, keyword, index], depth + 1));
      keep(kind => found.some(({ types }) => types.has(kind)), at(keyword, 'No choice can be met.'));
    }
    if (not === true || (isJsonObject(not) && Object.keys(not).length === 0))
      keep(() => false, at('not', 'Every value is refused.'));
    return { types, why };
  }

  /** True if a value satisfies the keywords without subschemas, or if checking exceeds the work limit. */
  function meets(value: Json, schema: JsonObject): boolean {
    try {
      return brokenAssertions(value, schema, tools, new Work(10_000)).next().done === true;
    } catch (error) {
      if (error instanceof OutOfWork) return true;
      throw error;
    }
  }

  /** The types that are excluded because a required property or item is impossible. */
  function* missingParts(schema: JsonObject, path: Path, depth: number): Generator<[string, Contradiction]> {
    const { required, properties, additionalProperties, patternProperties, items, prefixItems, minItems } = schema;
    for (const [index, name] of listOf(required).entries()) {
      if (typeof name !== 'string') continue;
      const own = ownValue(properties, name);
      const inside = possible(own, [...path, 'properties', name], depth + 1).why;
      if (inside !== null)
        yield ['object', { ...inside, message: `${inside.message} So the required \`${name}\` can never be there.` }];
      const isClosed = additionalProperties === false && own === undefined && patternProperties === undefined;
      const message = `\`${name}\` is required, and \`additionalProperties\` refuses it.`;
      if (isClosed) yield ['object', { path: [...path, 'required', index], message }];
    }
    const needsItems = typeof minItems === 'number' && minItems > 0;
    const every = needsItems && !Array.isArray(prefixItems) ? possible(items, [...path, 'items'], depth + 1).why : null;
    if (every !== null) yield ['array', every];
  }
}

const contrary = 'It cannot be met together with what else is asked for here.';

function unfitting(keyword: string, listed: readonly Json[], only: string | undefined): string {
  if (listed.length === 0) return `\`${keyword}\` lists no value.`;
  return only === undefined
    ? `No value of \`${keyword}\` meets the other keywords here.`
    : `A payload is an ${only}, and no value of \`${keyword}\` is one that meets the other keywords here.`;
}

/** The types that are excluded by empty ranges. */
function* emptyRanges(schema: JsonObject): Generator<[type: string, keyword: string, message: string]> {
  for (const [type, what] of [
    ['string', 'Length'],
    ['array', 'Items'],
    ['object', 'Properties'],
  ] as const) {
    const [min, max] = [schema[`min${what}`], schema[`max${what}`]];
    if (typeof min === 'number' && typeof max === 'number' && min > max)
      yield [type, `max${what}`, `\`max${what}\` is less than \`min${what}\`.`];
  }
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  for (const [min, max, keyword, isOpen] of [
    [minimum, maximum, 'maximum', false],
    [exclusiveMinimum, maximum, 'maximum', true],
    [minimum, exclusiveMaximum, 'exclusiveMaximum', true],
    [exclusiveMinimum, exclusiveMaximum, 'exclusiveMaximum', true],
  ] as const)
    if (typeof min === 'number' && typeof max === 'number' && (min > max || (isOpen && min === max)))
      yield ['number', keyword, `No number is in the bounds.`];
}

function listOf(value: Json | undefined, otherwise: Json[] = []): Json[] {
  return Array.isArray(value) ? value : otherwise;
}
