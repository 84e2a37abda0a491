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

function fieldChanges(
  { fields: fieldsBefore }: PayloadContract,
  { fields: fieldsAfter }: PayloadContract,
): PayloadChange[] {
  return [...new Set([...Object.keys(fieldsAfter), ...Object.keys(fieldsBefore)])].flatMap((name): PayloadChange[] => {
    const path = ['fields', name];
    const [before, after] = [fieldsBefore[name], fieldsAfter[name]];
    if (before === after) return [];
    if (after === undefined)
      return [{ path, before: before ?? null, message: `The field \`${name}\` no longer travels.`, breaking: true }];
    if (before === undefined) return [{ path, after, message: `The field \`${name}\` travels too.`, breaking: false }];
    return [
      {
        path,
        before,
        after,
        message: `The field \`${name}\` holds \`${after}\`, no longer \`${before}\`.`,
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

function compare(writtenBefore: Json | undefined, writtenAfter: Json | undefined, place: Place): PayloadChange[] {
  const [before, after] = [resolved(writtenBefore, place.roots[0]), resolved(writtenAfter, place.roots[1])];
  if (
    JSON.stringify(before) === JSON.stringify(after) &&
    JSON.stringify(place.roots[0]) === JSON.stringify(place.roots[1])
  )
    return [];
  if (!isJsonObject(before) || !isJsonObject(after) || place.depth > maxDepth) {
    if (JSON.stringify(before) === JSON.stringify(after)) return [];
    const wider = after === true || after === undefined || JSON.stringify(after) === '{}';
    const message = wider
      ? `${subject(place)} may be anything.`
      : `What ${subject(place, 'the payload')} may be changed.`;
    return [change(place, [], before, after, message, !(wider && (before === true || before === undefined)))];
  }
  return [
    ...types(before, after, place),
    ...values(before, after, place),
    ...bounds(before, after, place),
    ...properties(before, after, place),
    ...items(before, after, place),
    ...others(before, after, place),
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

function types({ type: typeBefore }: JsonObject, { type: typeAfter }: JsonObject, place: Place): PayloadChange[] {
  if (JSON.stringify(typeBefore) === JSON.stringify(typeAfter)) return [];
  const list = (of: Json | undefined): string[] =>
    (Array.isArray(of) ? of : [of]).filter(each => typeof each === 'string');
  const [before, after] = [list(typeBefore), list(typeAfter)];
  if (
    before.length > 0 &&
    after.length > 0 &&
    before.every(each => after.includes(each)) &&
    after.every(each => before.includes(each))
  )
    return [];
  const say = (of: readonly string[]) => (of.length === 0 ? 'of any type' : `of type ${of.join(' or ')}`);
  return [
    change(
      place,
      ['type'],
      typeBefore,
      typeAfter,
      `${subject(place)} is ${say(after)}, no longer ${say(before)}.`,
      true,
    ),
  ];
}

function values(schemaBefore: JsonObject, schemaAfter: JsonObject, place: Place): PayloadChange[] {
  const listOf = ({ enum: some, const: only }: JsonObject): Json[] | null =>
    only !== undefined ? [only] : Array.isArray(some) ? some : null;
  const [before, after] = [listOf(schemaBefore), listOf(schemaAfter)];
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const key = schemaAfter['const'] === undefined && schemaBefore['const'] === undefined ? 'enum' : 'const';
  const write = (some: readonly Json[]) => some.map(each => `\`${JSON.stringify(each)}\``).join(', ');
  const keyChange = (message: string, breaking: boolean) => [
    change(place, [key], before ?? undefined, after ?? undefined, message, breaking),
  ];
  if (after === null)
    return keyChange(`${subject(place)} may be any value, no longer just ${write(before ?? [])}.`, false);
  if (before === null) return keyChange(`${subject(place)} may be only ${write(after)}.`, true);
  const names = (some: readonly Json[]) => new Set(some.map(each => JSON.stringify(each)));
  const [namesBefore, namesAfter] = [names(before), names(after)];
  const removed = before.filter(each => !namesAfter.has(JSON.stringify(each)));
  const added = after.filter(each => !namesBefore.has(JSON.stringify(each)));
  if (removed.length > 0) return keyChange(`${subject(place)} can no longer be ${write(removed)}.`, true);
  return added.length === 0 ? [] : keyChange(`${subject(place)} can also be ${write(added)}.`, false);
}

function bounds(schemaBefore: JsonObject, schemaAfter: JsonObject, place: Place): PayloadChange[] {
  return [...lower, ...upper].flatMap(key => {
    const [before, after] = [schemaBefore[key], schemaAfter[key]];
    if (before === after) return [];
    const rises = lower.includes(key);
    const narrower =
      after !== undefined &&
      (before === undefined || (rises ? Number(after) > Number(before) : Number(after) < Number(before)));
    const say = (of: Json | undefined) => (of === undefined ? 'none' : JSON.stringify(of));
    return [
      change(
        place,
        [key],
        before,
        after,
        `The \`${key}\` of ${subject(place, 'the payload')} is ${say(after)}, no longer ${say(before)}.`,
        narrower,
      ),
    ];
  });
}

function objectAt(schema: JsonObject, key: string): JsonObject {
  const found = schema[key];
  return isJsonObject(found) ? found : {};
}

function properties(schemaBefore: JsonObject, schemaAfter: JsonObject, place: Place): PayloadChange[] {
  const [before, after] = [objectAt(schemaBefore, 'properties'), objectAt(schemaAfter, 'properties')];
  const needs = ({ required }: JsonObject) => new Set(Array.isArray(required) ? required.map(String) : []);
  const [needed, needsNow] = [needs(schemaBefore), needs(schemaAfter)];
  const names = [...new Set([...Object.keys(after), ...Object.keys(before), ...needed, ...needsNow])];
  return names.flatMap((name): PayloadChange[] => {
    const field = place.field === '' ? name : `${place.field}.${name}`;
    const at = (key: string) => ({ ...place, path: [...place.path, key, name], field, depth: place.depth + 1 });
    const [fieldBefore, fieldAfter] = [before[name], after[name]];
    if (fieldBefore !== undefined && fieldAfter === undefined)
      return [
        change(at('properties'), [], fieldBefore, fieldAfter, `The field \`${field}\` is gone from the schema.`, true),
      ];
    const added = fieldBefore === undefined && fieldAfter !== undefined;
    const changes = added
      ? [change(at('properties'), [], fieldBefore, fieldAfter, `The schema has a new field \`${field}\`.`, false)]
      : compare(fieldBefore ?? true, fieldAfter ?? true, at('properties'));
    if (needed.has(name) === needsNow.has(name)) return changes;
    const promise = needsNow.has(name) ? `\`${field}\` is required now.` : `\`${field}\` need not be there any more.`;
    return [
      ...changes,
      change(
        { ...place, path: [...place.path, 'required'] },
        [],
        needed.has(name) ? name : undefined,
        needsNow.has(name) ? name : undefined,
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
