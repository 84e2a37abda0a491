import { isJsonObject, type Json, type JsonObject, ownValue, setOwn } from '../../engine/model/json.ts';

/** Parts of the document that only the call itself says. */
const fixed = ['tool', 'host'];

/**
 * Adds what a program knows about a call to the document that rules decide on. A name with dots is the path of a signal: `data.completeness` is the
 * member `completeness` of `data`.
 * @throws if it names a part that only the call says, or a member of something that is no object
 */
export function addContext(document: JsonObject, context: JsonObject): void {
  for (const [name, value] of Object.entries(context)) {
    const path = name.split('.');
    if (fixed.includes(path[0] as string)) throw new Error(`\`${name}\` is said by the call, not by the context`);
    put(document, path, value);
  }
}

function put(object: JsonObject, [key = '', ...rest]: readonly string[], value: Json): void {
  const present = ownValue(object, key);
  if (rest.length > 0) {
    const inner = present ?? setOwn(object, key, {});
    if (!isJsonObject(inner)) throw new Error(`\`${key}\` is no object`);
    put(inner, rest, value);
  } else if (isJsonObject(value) && isJsonObject(present)) {
    for (const [member, part] of Object.entries(value)) put(present, [member], part);
  } else setOwn(object, key, value);
}
