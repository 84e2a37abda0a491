/** A JSON value (RFC 8259) as JavaScript parses it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type JsonObject = { [key: string]: Json };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The own property `key` of a JSON object. Inherited properties are not read, so that `constructor` and `__proto__` are ordinary names. */
export function ownValue(object: unknown, key: string): Json | undefined {
  return isJsonObject(object) && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Gives an object an own property, `__proto__` too, which an assignment takes for the prototype; returns its value. */
export function setOwn<T extends Json>(object: JsonObject, key: string, value: T): T {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  return value;
}

/** The value at a path of own properties; undefined if any step is absent. */
export function valueAtPath(document: unknown, path: readonly string[]): Json | undefined {
  let value = document as Json | undefined;
  for (const key of path) {
    value = ownValue(value, key);
    if (value === undefined) return undefined;
  }
  return value;
}

/** A copy of a document with a value at a path, or without it if the value is undefined. A path that leads into a scalar or list leaves the document as it is. */
export function withValueAt(document: Json, [key = '', ...rest]: readonly string[], value: Json | undefined): Json {
  if (!isJsonObject(document)) return document;
  const old = ownValue(document, key);
  if (rest.length > 0) {
    if (old === undefined && value === undefined) return document;
    return { ...document, [key]: withValueAt(old ?? {}, rest, value) };
  }
  if (value !== undefined) return { ...document, [key]: value };
  return Object.fromEntries(Object.entries(document).filter(([name]) => name !== key));
}

/** True if two JSON values are equal, regardless of the order of keys. */
export function sameJson(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameJson(item, b[i] ?? null));
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(key => Object.hasOwn(b, key) && sameJson(a[key] ?? null, b[key] ?? null))
  );
}
