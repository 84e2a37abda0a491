import { isJsonObject, ownValue, type Json } from '../../../engine/model/json.ts';

/** The input with another value of a signal, or without the signal if `value` is undefined. */
export function withValue(input: Json, signal: string, value: Json | undefined): Json {
  const [key = '', ...rest] = signal.split('.');
  const object = isJsonObject(input) ? input : {};
  if (rest.length > 0) return { ...object, [key]: withValue(ownValue(object, key) ?? {}, rest.join('.'), value) };
  if (value !== undefined) return { ...object, [key]: value };
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}
