import { isJsonObject, ownValue, type Json, type JsonObject } from '../../model/json.ts';

/** Resolves the references of a JSON Schema. Nothing is fetched: all targets are in the schema itself. */
export interface References {
  /** The URI of the resource to which a subschema belongs; each `$id` begins a new resource. */
  resourceOf(schema: JsonObject): string;
  /** True if a part of the schema is or may be a subschema, rather than a map of subschemas or data. */
  isSchema(part: JsonObject): boolean;
  /** The target of a `$ref` or `$dynamicRef` in `schema`; undefined if it does not exist. */
  resolve(schema: JsonObject, reference: string): Json | undefined;
  /** The subschema with a `$dynamicAnchor` in a resource; undefined if there is none. */
  dynamicAnchor(resource: string, name: string): JsonObject | undefined;
  /** True if some subschema has `unevaluatedProperties` or `unevaluatedItems`. */
  readonly usesUnevaluated: boolean;
}

/** The base of relative references in a schema without an `$id`. Any hierarchical URI will do. */
const rootUri = 'https://schema.invalid/';

/** Keywords with data, in which `$id` and `$ref` have no meaning. */
const dataKeywords = new Set(['const', 'enum', 'default', 'examples']);
/** Keywords with an object of schemas, whose keys are names rather than keywords. */
const mapKeywords = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs', 'definitions']);

/**
 * Indexes a schema, in one pass over it.
 * @see https://json-schema.org/draft/2020-12/json-schema-core#section-8
 * @throws TypeError if an `$id` is not a URI
 */
export function indexReferences(root: JsonObject): References {
  const bases = new Map<JsonObject, string>();
  const resources = new Map<string, Json>();
  const anchors = new Map<string, JsonObject>();
  const dynamicAnchors = new Map<string, JsonObject>();
  const resolved = new Map<string, Json | undefined>();
  let usesUnevaluated = false;

  resources.set(rootUri, root);
  index(root, rootUri);
  return {
    resourceOf: schema => bases.get(schema) ?? rootUri,
    isSchema: part => bases.has(part),
    resolve(schema, reference) {
      const base = bases.get(schema) ?? rootUri;
      const key = `${base} ${reference}`;
      if (!resolved.has(key)) resolved.set(key, target(base, reference));
      return resolved.get(key);
    },
    dynamicAnchor: (resource, name) => dynamicAnchors.get(`${resource}#${name}`),
    usesUnevaluated,
  };

  function index(from: Json, uri: string): void {
    const pending: { at: Json; base: string; isMap?: true }[] = [{ at: from, base: uri }];
    for (let next = pending.pop(); next; next = pending.pop()) {
      const { at } = next;
      let { base } = next;
      if (Array.isArray(at)) for (const item of at) pending.push({ at: item, base });
      if (!isJsonObject(at) || bases.has(at)) continue;
      if (next.isMap) {
        for (const each of Object.values(at)) pending.push({ at: each, base });
        continue;
      }
      const { $id, $anchor, $dynamicAnchor } = at;
      if (typeof $id === 'string') {
        base = withoutFragment(new URL($id, base));
        if (!resources.has(base)) resources.set(base, at);
      }
      bases.set(at, base);
      for (const anchor of [$anchor, $dynamicAnchor])
        if (typeof anchor === 'string') anchors.set(`${base}#${anchor}`, at);
      if (typeof $dynamicAnchor === 'string') dynamicAnchors.set(`${base}#${$dynamicAnchor}`, at);
      for (const [keyword, content] of Object.entries(at)) {
        if (keyword.startsWith('unevaluated')) usesUnevaluated = true;
        if (mapKeywords.has(keyword)) pending.push({ at: content, base, isMap: true });
        else if (!dataKeywords.has(keyword)) pending.push({ at: content, base });
      }
    }
  }

  function target(base: string, reference: string): Json | undefined {
    const url = new URL(reference, base);
    const fragment = decodeURIComponent(url.hash.slice(1));
    const resource = withoutFragment(url);
    if (fragment !== '' && !fragment.startsWith('/')) return anchors.get(`${resource}#${fragment}`);
    let at = resources.get(resource);
    for (const segment of fragment.split('/').slice(1)) {
      const key = segment.replaceAll('~1', '/').replaceAll('~0', '~');
      at = Array.isArray(at) ? at[Number(key)] : ownValue(at, key);
    }
    // A pointer may lead to a part outside the known keywords, whose references belong to the same resource.
    if (isJsonObject(at) && !bases.has(at)) index(at, resource);
    return at;
  }
}

function withoutFragment(url: URL): string {
  return url.href.split('#', 1)[0] ?? url.href;
}
