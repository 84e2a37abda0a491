import { textFormat } from '../../../engine/index.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../engine/model/json.ts';
import { nearestName } from '../../../engine/model/nearest-name.ts';
import { assertions, schemaLists, schemaMaps, schemas, texts, type JsonSchemaProblem } from './json-schema.ts';

/** Keywords that describe a value without constraining it. */
const annotations = [
  ...['$schema', '$vocabulary', 'title', 'description', 'default', 'examples', 'deprecated', 'readOnly', 'writeOnly'],
  ...['contentEncoding', 'contentMediaType', 'contentSchema'],
];
const keywords = [...schemas, ...schemaLists, ...schemaMaps, ...assertions, ...texts];
const known = new Set([...keywords, ...annotations]);

/** Replacements for keywords of earlier drafts. */
const successors: ReadonlyMap<string, string> = new Map([
  ['dependencies', '`dependentRequired` or `dependentSchemas`'],
  ['additionalItems', '`prefixItems` and `items`'],
  ['id', '`$id`'],
  ['$recursiveRef', '`$dynamicRef`'],
  ['$recursiveAnchor', '`$dynamicAnchor`'],
]);

/** Keywords that have no effect without another one. */
const partners: ReadonlyMap<string, string> = new Map([
  ['then', 'if'],
  ['else', 'if'],
  ['minContains', 'contains'],
  ['maxContains', 'contains'],
]);

export interface VainKeyword extends JsonSchemaProblem {
  /** True if no value can satisfy it; false if every value does. */
  never: boolean;
}

/** Keywords of a JSON Schema that do not constrain values as intended: no value, or every value, satisfies them. */
export function* vainKeywords(schema: Json, path: (string | number)[] = []): Generator<VainKeyword> {
  if (!isJsonObject(schema)) return;
  for (const [keyword, content] of Object.entries(schema)) {
    const at = [...path, keyword];
    const message = whyUnchecked(keyword, content, schema);
    const never = keyword === 'enum' && Array.isArray(content) && content.length === 0;
    if (never) yield { never, path: at, message: 'No value can satisfy this: `enum` is empty.' };
    if (message !== null) yield { never, path: at, ...(keyword === 'format' ? {} : { part: 'key' as const }), message };
    for (const [inside, each] of subschemas(keyword, content)) yield* vainKeywords(each, [...at, ...inside]);
  }
}

function whyUnchecked(keyword: string, content: Json, schema: JsonObject): string | null {
  if (keyword === 'format')
    return typeof content === 'string' && textFormat(content) === undefined
      ? `The format \`${content}\` is not checked: it is not a format of JSON Schema 2020-12.`
      : null;
  const partner = partners.get(keyword);
  if (partner !== undefined && !Object.hasOwn(schema, partner))
    return `\`${keyword}\` is not checked: it has no effect without \`${partner}\`.`;
  if (known.has(keyword) || keyword.startsWith('x-')) return null;
  const near = nearestName(keyword, keywords);
  const successor = successors.get(keyword);
  const advice =
    successor !== undefined ? ` Write ${successor}.` : near === undefined ? '' : ` Did you mean \`${near}\`?`;
  return `\`${keyword}\` is not checked: it is not a keyword of JSON Schema 2020-12.${advice}`;
}

function* subschemas(keyword: string, content: Json): Generator<[inside: (string | number)[], schema: Json]> {
  if (schemas.includes(keyword)) yield [[], content];
  else if (schemaLists.includes(keyword) && Array.isArray(content))
    for (const [index, each] of content.entries()) yield [[index], each];
  else if (schemaMaps.includes(keyword) && isJsonObject(content))
    for (const [name, each] of Object.entries(content)) yield [[name], each];
}
