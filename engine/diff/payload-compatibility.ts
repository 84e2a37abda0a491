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
    const [was, is] = [before[name], after[name]];
    if (was === is) return [];
    if (is === undefined)
      return [{ path, before: was ?? null, message: `The field \`${name}\` no longer travels.`, breaking: true }];
    if (was === undefined) return [{ path, after: is, message: `The field \`${name}\` travels too.`, breaking: false }];
    return [
      {
        path,
        before: was,
        after: is,
        message: `The field \`${name}\` holds \`${is}\`, no longer \`${was}\`.`,
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
  const [was, is] = [resolved(before, place.roots[0]), resolved(after, place.roots[1])];
  if (JSON.stringify(was) === JSON.stringify(is) && JSON.stringify(place.roots[0]) === JSON.stringify(place.roots[1]))
    return [];
  if (!isJsonObject(was) || !isJsonObject(is) || place.depth > maxDepth) {
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    const wider = is === true || is === undefined || JSON.stringify(is) === '{}';
    const message = wider
      ? `${subject(place)} may be anything.`
      : `What ${subject(place, 'the payload')} may be changed.`;
    return [change(place, [], was, is, message, !(wider && (was === true || was === undefined)))];
  }
  return [
    ...types(was, is, place),
    ...values(was, is, place),
    ...bounds(was, is, place),
    ...properties(was, is, place),
    ...items(was, is, place),
    ...others(was, is, place),
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
  const [was, is] = [list(before), list(after)];
  if (was.length > 0 && is.length > 0 && was.every(each => is.includes(each)) && is.every(each => was.includes(each)))
    return [];
  const say = (of: readonly string[]) => (of.length === 0 ? 'of any type' : `of type ${of.join(' or ')}`);
  return [change(place, ['type'], before, after, `${subject(place)} is ${say(is)}, no longer ${say(was)}.`, true)];
}

function values(before: JsonObject, after: JsonObject, place: Place): PayloadChange[] {
  const listOf = ({ enum: some, const: only }: JsonObject): Json[] | null =>
    only !== undefined ? [only] : Array.isArray(some) ? some : null;
  const [was, is] = [listOf(before), listOf(after)];
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  const key = after['const'] === undefined && before['const'] === undefined ? 'enum' : 'const';
  const write = (some: readonly Json[]) => some.map(each => `\`${JSON.stringify(each)}\``).join(', ');
  const keyChange = (message: string, breaking: boolean) => [
    change(place, [key], was ?? undefined, is ?? undefined, message, breaking),
  ];
  if (is === null) return keyChange(`${subject(place)} may be any value, no longer just ${write(was ?? [])}.`, false);
  if (was === null) return keyChange(`${subject(place)} may be only ${write(is)}.`, true);
  const names = (some: readonly Json[]) => new Set(some.map(each => JSON.stringify(each)));
  const [namesBefore, namesAfter] = [names(was), names(is)];
  const removed = was.filter(each => !namesAfter.has(JSON.stringify(each)));
  const added = is.filter(each => !namesBefore.has(JSON.stringify(each)));
  if (removed.length > 0) return keyChange(`${subject(place)} can no longer be ${write(removed)}.`, true);
  return added.length === 0 ? [] : keyChange(`${subject(place)} can also be ${write(added)}.`, false);
}

function bounds(before: JsonObject, after: JsonObject, place: Place): PayloadChange[] {
  return [...lower, ...upper].flatMap(key => {
    const [was, is] = [before[key], after[key]];
    if (was === is) return [];
    const rises = lower.includes(key);
    const narrower =
      is !== undefined && (was === undefined || (rises ? Number(is) > Number(was) : Number(is) < Number(was)));
    const say = (of: Json | undefined) => (of === undefined ? 'none' : JSON.stringify(of));
    return [
      change(
        place,
        [key],
        was,
        is,
        `The \`${key}\` of ${subject(place, 'the payload')} is ${say(is)}, no longer ${say(was)}.`,
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
  const [was, is] = [objectAt(before, 'properties'), objectAt(after, 'properties')];
  const needs = ({ required }: JsonObject) => new Set(Array.isArray(required) ? required.map(String) : []);
  const [needed, needsNow] = [needs(before), needs(after)];
  const names = [...new Set([...Object.keys(is), ...Object.keys(was), ...needed, ...needsNow])];
  return names.flatMap((name): PayloadChange[] => {
    const field = place.field === '' ? name : `${place.field}.${name}`;
    const at = (key: string) => ({ ...place, path: [...place.path, key, name], field, depth: place.depth + 1 });
    const [fieldBefore, fieldAfter] = [was[name], is[name]];
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
