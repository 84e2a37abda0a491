import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { PayloadContract } from '../model/rule-set.ts';

/** A change in a payload contract at a path such as `fields`, `last_message`, or `schema`, `properties`, `amount`, `type`. */
export interface PayloadChange {
  path: (string | number)[];
  before?: Json;
  after?: Json;
  message: string;
  /** True if a producer or consumer that follows the contract before may fail with the one after. */
  breaking: boolean;
}

/**
 * Compares two contracts for compatibility. Removals are breaking (a field, an enum value, part of a range, the guarantee that a field is present), and so
 * are new requirements (a required field). Other additions are not.
 */
export function payloadChanges(before: PayloadContract, after: PayloadContract): PayloadChange[] {
  return [...fieldChanges(before, after), ...schemaChanges(schemaOf(before), schemaOf(after))];
}

function schemaOf({ schema }: PayloadContract): Json {
  return schema ?? true;
}

function fieldChanges({ fields: before }: PayloadContract, { fields: after }: PayloadContract): PayloadChange[] {
  return [...new Set([...Object.keys(after), ...Object.keys(before)])].flatMap((name): PayloadChange[] => {
    const path = ['fields', name];
    const [valueBefore, valueAfter] = [before[name], after[name]];
    if (valueBefore === valueAfter) return [];
    if (valueAfter === undefined)
      return [
        { path, before: valueBefore ?? null, message: `The field \`${name}\` no longer travels.`, breaking: true },
      ];
    if (valueBefore === undefined)
      return [{ path, after: valueAfter, message: `The field \`${name}\` travels too.`, breaking: false }];
    return [
      {
        path,
        before: valueBefore,
        after: valueAfter,
        message: `The field \`${name}\` holds \`${valueAfter}\`, no longer \`${valueBefore}\`.`,
        breaking: false,
      },
    ];
  });
}

interface Place {
  /** Path in the schema. */
  path: (string | number)[];
  /** Field in the payload, such as `case.amount`; empty for the payload itself. */
  field: string;
  roots: [Json, Json];
  depth: number;
}

/** Maximum depth; deeper schemas are compared as a whole. */
const maxDepth = 20;

function schemaChanges(before: Json, after: Json): PayloadChange[] {
  return compare(before, after, { path: ['schema'], field: '', roots: [before, after], depth: 0 });
}

/** Keywords that do not restrict values. */
const annotations = new Set([
  'title',
  'description',
  'examples',
  'default',
  '$comment',
  '$id',
  '$schema',
  '$defs',
  'definitions',
  'deprecated',
]);
const compared = new Set(['type', 'enum', 'const', 'required', 'properties', 'items', 'additionalProperties', '$ref']);
/** Keywords that are stricter with a larger value; `upper`, with a smaller one. */
const lower = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const upper = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];

function compare(before: Json | undefined, after: Json | undefined, place: Place): PayloadChange[] {
  const [valueBefore, valueAfter] = [resolved(before, place.roots[0]), resolved(after, place.roots[1])];
  if (
    JSON.stringify(valueBefore) === JSON.stringify(valueAfter) &&
    JSON.stringify(place.roots[0]) === JSON.stringify(place.roots[1])
  )
    return [];
  if (!isJsonObject(valueBefore) || !isJsonObject(valueAfter) || place.depth > maxDepth) {
    if (JSON.stringify(valueBefore) === JSON.stringify(valueAfter)) return [];
    const wider = valueAfter === true || valueAfter === undefined || JSON.stringify(valueAfter) === '{}';
    const message = wider
      ? `${subject(place)} may be anything.`
      : `What ${subject(place, 'the payload')} may be changed.`;
    return [
      change(
        place,
        [],
        valueBefore,
        valueAfter,
        message,
        !(wider && (valueBefore === true || valueBefore === undefined)),
      ),
    ];
  }
  return [
    ...types(valueBefore, valueAfter, place),
    ...values(valueBefore, valueAfter, place),
    ...bounds(valueBefore, valueAfter, place),
    ...properties(valueBefore, valueAfter, place),
    ...items(valueBefore, valueAfter, place),
    ...others(valueBefore, valueAfter, place),
  ];
}

/** The schema with references to the same document resolved. */
function resolved(schema: Json | undefined, root: Json): Json | undefined {
  let current = schema;
  for (let steps = 0; steps < maxDepth && isJsonObject(current) && typeof current['$ref'] === 'string'; steps++) {
    const reference = current['$ref'];
    if (!reference.startsWith('#')) return current;
    let found: Json | undefined = root;
    for (const part of reference.slice(1).split('/').slice(1)) {
      const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
      found = isJsonObject(found) && Object.hasOwn(found, key) ? found[key] : undefined;
    }
    current = found;
  }
  return current;
}

function change(
  place: Place,
  path: (string | number)[],
  before: Json | undefined,
  after: Json | undefined,
  message: string,
  breaking: boolean,
): PayloadChange {
  return {
    path: [...place.path, ...path],
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    message,
    breaking,
  };
}

function subject({ field }: Place, whole = 'The payload'): string {
  return field === '' ? whole : `\`${field}\``;
}

function types({ type: before }: JsonObject, { type: after }: JsonObject, place: Place): PayloadChange[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const list = (of: Json | undefined): string[] =>
    (Array.isArray(of) ? of : [of]).filter(each => typeof each === 'string');
  const [valueBefore, valueAfter] = [list(before), list(after)];
  if (
    valueBefore.length > 0 &&
    valueAfter.length > 0 &&
    valueBefore.every(each => valueAfter.includes(each)) &&
    valueAfter.every(each => valueBefore.includes(each))
  )
    return [];
  const say = (of: readonly string[]) => (of.length === 0 ? 'of any type' : `of type ${of.join(' or ')}`);
  return [
    change(
      place,
      ['type'],
      before,
      after,
      `${subject(place)} is ${say(valueAfter)}, no longer ${say(valueBefore)}.`,
      true,
    ),
  ];
}

function values(before: JsonObject, after: JsonObject, place: Place): PayloadChange[] {
  const listOf = ({ enum: some, const: only }: JsonObject): Json[] | null =>
    only !== undefined ? [only] : Array.isArray(some) ? some : null;
  const [valueBefore, valueAfter] = [listOf(before), listOf(after)];
  if (JSON.stringify(valueBefore) === JSON.stringify(valueAfter)) return [];
  const key = after['const'] === undefined && before['const'] === undefined ? 'enum' : 'const';
  const write = (some: readonly Json[]) => some.map(each => `\`${JSON.stringify(each)}\``).join(', ');
  const keyChange = (message: string, breaking: boolean) => [
    change(place, [key], valueBefore ?? undefined, valueAfter ?? undefined, message, breaking),
  ];
  if (valueAfter === null)
    return keyChange(`${subject(place)} may be any value, no longer just ${write(valueBefore ?? [])}.`, false);
  if (valueBefore === null) return keyChange(`${subject(place)} may be only ${write(valueAfter)}.`, true);
  const names = (some: readonly Json[]) => new Set(some.map(each => JSON.stringify(each)));
  const [namesBefore, namesAfter] = [names(valueBefore), names(valueAfter)];
  const removed = valueBefore.filter(each => !namesAfter.has(JSON.stringify(each)));
  const added = valueAfter.filter(each => !namesBefore.has(JSON.stringify(each)));
  if (removed.length > 0) return keyChange(`${subject(place)} can no longer be ${write(removed)}.`, true);
  return added.length === 0 ? [] : keyChange(`${subject(place)} can also be ${write(added)}.`, false);
}

function bounds(before: JsonObject, after: JsonObject, place: Place): PayloadChange[] {
  return [...lower, ...upper].flatMap(key => {
    const [valueBefore, valueAfter] = [before[key], after[key]];
    if (valueBefore === valueAfter) return [];
    const rises = lower.includes(key);
    const narrower =
      valueAfter !== undefined &&
      (valueBefore === undefined ||
        (rises ? Number(valueAfter) > Number(valueBefore) : Number(valueAfter) < Number(valueBefore)));
    const say = (of: Json | undefined) => (of === undefined ? 'none' : JSON.stringify(of));
    return [
      change(
        place,
        [key],
        valueBefore,
        valueAfter,
        `The \`${key}\` of ${subject(place, 'the payload')} is ${say(valueAfter)}, no longer ${say(valueBefore)}.`,
        narrower,
      ),
    ];
  });
}

function objectAt(schema: JsonObject, key: string): JsonObject {
  const found = schema[key];
  return isJsonObject(found) ? found : {};
}

function properties(before: JsonObject, after: JsonObject, place: Place): PayloadChange[] {
  const [valueBefore, valueAfter] = [objectAt(before, 'properties'), objectAt(after, 'properties')];
  const needs = ({ required }: JsonObject) => new Set(Array.isArray(required) ? required.map(String) : []);
  const [requiredBefore, requiredAfter] = [needs(before), needs(after)];
  const names = [
    ...new Set([...Object.keys(valueAfter), ...Object.keys(valueBefore), ...requiredBefore, ...requiredAfter]),
  ];
  return names.flatMap((name): PayloadChange[] => {
    const field = place.field === '' ? name : `${place.field}.${name}`;
    const at = (key: string) => ({ ...place, path: [...place.path, key, name], field, depth: place.depth + 1 });
    const [schemaBefore, schemaAfter] = [valueBefore[name], valueAfter[name]];
    if (schemaBefore !== undefined && schemaAfter === undefined)
      return [
        change(
          at('properties'),
          [],
          schemaBefore,
          schemaAfter,
          `The field \`${field}\` is gone from the schema.`,
          true,
        ),
      ];
    const added = schemaBefore === undefined && schemaAfter !== undefined;
    const changes = added
      ? [change(at('properties'), [], schemaBefore, schemaAfter, `The schema has a new field \`${field}\`.`, false)]
      : compare(schemaBefore ?? true, schemaAfter ?? true, at('properties'));
    if (requiredBefore.has(name) === requiredAfter.has(name)) return changes;
    const promise = requiredAfter.has(name)
      ? `\`${field}\` is required now.`
      : `\`${field}\` need not be there any more.`;
    return [
      ...changes,
      change(
        { ...place, path: [...place.path, 'required'] },
        [],
        requiredBefore.has(name) ? name : undefined,
        requiredAfter.has(name) ? name : undefined,
        promise,
        true,
      ),
    ];
  });
}

function items(before: JsonObject, after: JsonObject, place: Place): PayloadChange[] {
  if (before['items'] === undefined && after['items'] === undefined) return [];
  const field = `${place.field}[]`;
  return compare(before['items'] ?? true, after['items'] ?? true, {
    ...place,
    path: [...place.path, 'items'],
    field,
    depth: place.depth + 1,
  });
}

/** Changes of keywords that are not compared in detail. They count as breaking unless the keyword was removed. */
function others(before: JsonObject, after: JsonObject, place: Place): PayloadChange[] {
  const skipped = new Set([...annotations, ...compared, ...lower, ...upper]);
  const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])].filter(key => !skipped.has(key));
  const changes = keys
    .filter(key => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    .map(key => {
      const removed = after[key] === undefined;
      const message = removed
        ? `${subject(place)} need not keep its \`${key}\` any more.`
        : `The \`${key}\` of ${subject(place, 'the payload')} changed.`;
      return change(place, [key], before[key], after[key], message, !removed);
    });
  const closed = (schema: JsonObject) => schema['additionalProperties'] === false;
  if (closed(before) === closed(after)) return changes;
  const message = closed(after)
    ? `${subject(place)} may have no other fields any more.`
    : `${subject(place)} may have other fields too.`;
  return [
    ...changes,
    change(
      place,
      ['additionalProperties'],
      before['additionalProperties'],
      after['additionalProperties'],
      message,
      closed(after),
    ),
  ];
}
