import type { Json, JsonObject } from '../../engine/model/json.ts';
import { setOwn } from '../../engine/model/json.ts';

/** Levels of objects and lists in the arguments of a call. */
const maxDepth = 200;
/** Values in the arguments of a call, and UTF-16 code units in their texts and keys. */
const maxValues = 200_000;
const maxText = 16 * 1024 * 1024;

/**
 * A copy of a value that JSON can hold exactly, so that what is decided on is what it was at one moment. Dates become their text, and keys whose value is
 * undefined are left out, as `JSON.stringify` does.
 * @throws if anything is not plain data (a getter, a cycle, a BigInt, a function, an instance of a class, NaN), or too much of it
 */
export function plainData(value: unknown): Json {
  let values = 0;
  let text = 0;
  return copied(value, 0);

  function copied(given: unknown, depth: number): Json {
    if (++values > maxValues || depth > maxDepth) throw new Error('the data is too large');
    switch (typeof given) {
      case 'string':
        measure(given);
        return given;
      case 'boolean':
        return given;
      case 'number':
        if (!Number.isFinite(given)) throw new Error('the data has a number that JSON cannot hold');
        return given;
      case 'object':
        if (given === null) return null;
        if (Array.isArray(given)) return Array.from({ length: lengthOf(given) }, (_, i) => item(given, i, depth));
        return isDate(given) ? Date.prototype.toISOString.call(given) : members(given, depth);
      default:
        throw new Error(`the data has a ${typeof given}`);
    }
  }

  function lengthOf(list: readonly unknown[]): number {
    if (list.length > maxValues) throw new Error('the data is too large');
    return list.length;
  }

  function item(list: readonly unknown[], index: number, depth: number): Json {
    return copied(ownData(list, String(index)), depth + 1);
  }

  function members(object: object, depth: number): JsonObject {
    const prototype: unknown = Object.getPrototypeOf(object);
    // Objects of another realm have a prototype of their own, which has none.
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
      throw new Error('the data has an instance of a class');
    const copy: JsonObject = {};
    for (const key of Reflect.ownKeys(object)) {
      if (typeof key === 'symbol') throw new Error('the data has a symbol as a key');
      measure(key);
      const member = ownData(object, key);
      if (member !== undefined) setOwn(copy, key, copied(member, depth + 1));
    }
    return copy;
  }

  function measure(part: string): void {
    text += part.length;
    if (text > maxText) throw new Error('the data is too large');
  }
}

function ownData(object: object, key: string): unknown {
  const property = Object.getOwnPropertyDescriptor(object, key);
  if (property === undefined || !('value' in property)) throw new Error('the data has a computed property');
  if (!property.enumerable) throw new Error('the data has a hidden property');
  return property.value;
}

function isDate(object: object): object is Date {
  return Object.getPrototypeOf(object) === Date.prototype && Reflect.ownKeys(object).length === 0;
}

/** A copy of the arguments of a call. @throws also if they are no object */
export function plainArguments(value: unknown): JsonObject {
  const copy = value === undefined || value === null ? {} : plainData(value);
  if (typeof copy !== 'object' || copy === null || Array.isArray(copy)) throw new Error('the arguments are no object');
  return copy;
}
