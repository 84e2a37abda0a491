import { isJsonObject, type Json, type JsonObject } from '../../../engine/model/json.ts';

/** The path of a signal in the input: `customer.tier` is `tier` in `customer`. */
export function signalPath(name: string): string[] {
  return name.split('.');
}

/**
 * A copy of the document with `value` at `path`; values on the way that are not objects are replaced by objects. Keys are
 * always own properties, so that `__proto__` is a name like any other.
 */
export function withValue(document: Json, path: readonly string[], value: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const object: JsonObject = isJsonObject(document) ? document : {};
  const child: Json = Object.hasOwn(object, key) ? (object[key] ?? null) : {};
  // Spread and computed keys define own properties; an assignment to `__proto__` would replace the prototype.
  return { ...object, [key]: withValue(child, rest, value) };
}

/** A copy of the document without the value at `path`, and without the objects that this leaves empty. */
export function withoutValue(document: Json, path: readonly string[]): Json {
  const [key, ...rest] = path;
  if (key === undefined || !isJsonObject(document) || !Object.hasOwn(document, key)) return document;
  const others = Object.fromEntries(Object.entries(document).filter(([name]) => name !== key));
  if (rest.length === 0) return others;
  const before = document[key] ?? null;
  const child = withoutValue(before, rest);
  if (child === before) return document;
  if (isJsonObject(child) && Object.keys(child).length === 0) return others;
  return { ...document, [key]: child };
}

/** A copy of the document without the values at these paths. */
export function withoutPaths(document: Json, paths: readonly (readonly string[])[]): Json {
  return paths.reduce<Json>((rest, path) => withoutValue(rest, path), document);
}
