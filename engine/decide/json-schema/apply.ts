import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { brokenAssertions, type Prepared } from './assertions.ts';
import { addEvaluated, nothingEvaluated, type Evaluated } from './evaluated.ts';
import { brief, Faults, type Place } from './faults.ts';
import type { References } from './references.ts';
import type { Work } from './work.ts';

/** Maximum nesting of applied subschemas. */
const maxDepth = 1000;

/** A subschema being applied, and the chain of those that applied it. */
interface Frame {
  parent: Frame | null;
  schema: JsonObject;
  place: Place | null;
  depth: number;
}

/** The state of one application of a subschema. */
interface Context {
  frame: Frame;
  value: Json;
  faults: Faults;
  /** What its keywords and in-place subschemas have evaluated; null if no schema uses `unevaluated…`. */
  evaluated: Evaluated | null;
}

export interface Applier {
  /** Adds the violations of the schema to `faults`. */
  apply(schema: Json, instance: Json, faults: Faults): void;
}

/** Creates an applier that applies subschemas depth first and counts the work. */
export function createApplier(references: References, tools: Prepared, work: Work): Applier {
  return { apply: (schema, instance, faults) => void apply(schema, instance, null, null, faults, null) };

  function apply(
    schema: Json,
    value: Json,
    parent: Frame | null,
    place: Place | null,
    faults: Faults,
    into: Evaluated | null,
  ): boolean {
    work.spend(1);
    if (!isJsonObject(schema)) {
      if (schema === false) faults.add(place, 'The contract allows no value here.');
      return schema !== false;
    }
    const depth = (parent?.depth ?? 0) + 1;
    if (depth > maxDepth) throw new Error(`it nests more than ${maxDepth} subschemas.`);
    for (let at = parent; at !== null && at.place === place; at = at.parent)
      if (at.schema === schema) throw new Error('it refers to itself without end.');
    const frame = { parent, schema, place, depth };
    const evaluated = references.usesUnevaluated ? nothingEvaluated() : null;
    const before = faults.count;
    const context = { frame, value, faults, evaluated };
    for (const message of brokenAssertions(value, schema, tools, work)) faults.add(place, message);
    inPlace(context);
    if (Array.isArray(value)) items(context, value);
    else if (isJsonObject(value)) properties(context, value);
    if (faults.count > before) return false;
    if (into !== null && evaluated !== null) {
      work.spend(evaluated.names.size + evaluated.items.size);
      addEvaluated(into, evaluated);
    }
    return true;
  }

  /** @see https://json-schema.org/draft/2020-12/json-schema-core#section-10.2 */
  function inPlace({ frame, value, faults, evaluated }: Context): void {
    const { schema, place } = frame;
    const { $ref, $dynamicRef, allOf, anyOf, oneOf, not, if: test, then, else: otherwise, dependentSchemas } = schema;
    const here = (each: Json, found = faults) => apply(each, value, frame, place, found, evaluated);
    const fits = (each: Json) => here(each, new Faults());
    if (typeof $ref === 'string') here(target(frame, $ref));
    if (typeof $dynamicRef === 'string') here(dynamicTarget(frame, $dynamicRef));
    if (Array.isArray(allOf)) for (const each of allOf) here(each);
    for (const [choices, exactlyOne] of [[anyOf, false] as const, [oneOf, true] as const]) {
      if (!Array.isArray(choices)) continue;
      const found = new Faults();
      const count = choices.filter(each => here(each, found)).length;
      if (count === 0) {
        faults.add(place, 'The value fits none of the schemas of which it must fit one.');
        work.spend(found.listed.length);
        faults.addAll(found);
      } else if (exactlyOne && count > 1) {
        faults.add(place, `The value fits ${count} of the schemas of which it must fit exactly one.`);
      }
    }
    if (not !== undefined && apply(not, value, frame, place, new Faults(), null))
      faults.add(place, 'The value fits a schema that it must not fit.');
    if (test !== undefined) {
      const branch = fits(test) ? then : otherwise;
      if (branch !== undefined) here(branch);
    }
    if (isJsonObject(dependentSchemas) && isJsonObject(value)) {
      for (const [name, each] of Object.entries(dependentSchemas)) {
        work.spend(1);
        if (Object.hasOwn(value, name)) here(each);
      }
    }
  }

  function properties({ frame, faults, evaluated }: Context, value: JsonObject): void {
    const { schema, place } = frame;
    const { properties, patternProperties, additionalProperties, propertyNames, unevaluatedProperties } = schema;
    const named = isJsonObject(properties) ? properties : {};
    const patterns = isJsonObject(patternProperties) ? Object.entries(patternProperties) : [];
    const inside = (name: string, each: Json) =>
      apply(each, value[name] as Json, frame, { parent: place, key: name }, faults, null);
    const refuses = (name: string, each: Json) => {
      if (each !== false) inside(name, each);
      else faults.add(place, `\`${brief(name)}\` is not part of the contract, or not as the contract wants it.`);
    };
    for (const name of Object.keys(value)) {
      work.spend(1);
      let isKnown = Object.hasOwn(named, name);
      if (isKnown) inside(name, named[name] as Json);
      for (const [pattern, each] of patterns) {
        work.spend(1 + name.length);
        if (!tools.matches(pattern)(name)) continue;
        isKnown = true;
        inside(name, each);
      }
      if (!isKnown && additionalProperties !== undefined) refuses(name, additionalProperties);
      if (isKnown || additionalProperties !== undefined) evaluated?.names.add(name);
      if (propertyNames !== undefined) {
        const found = new Faults();
        if (!apply(propertyNames, name, frame, { parent: place, key: name }, found, null)) {
          faults.add(place, `The contract does not allow the name \`${brief(name)}\`.`);
          faults.addAll(found);
        }
      }
    }
    if (unevaluatedProperties === undefined || evaluated === null) return;
    for (const name of Object.keys(value)) {
      work.spend(1);
      if (evaluated.names.has(name)) continue;
      refuses(name, unevaluatedProperties);
      evaluated.names.add(name);
    }
  }

  function items({ frame, faults, evaluated }: Context, value: Json[]): void {
    const { schema, place } = frame;
    const { prefixItems, items: rest, contains, unevaluatedItems, minContains, maxContains } = schema;
    const inside = (index: number, each: Json, found = faults) =>
      apply(each, value[index] as Json, frame, { parent: place, key: index }, found, null);
    const prefix = Array.isArray(prefixItems) ? prefixItems : [];
    for (let index = 0; index < Math.min(prefix.length, value.length); index++) inside(index, prefix[index] as Json);
    if (rest !== undefined) for (let index = prefix.length; index < value.length; index++) inside(index, rest);
    if (evaluated)
      evaluated.itemsBefore = Math.max(evaluated.itemsBefore, rest === undefined ? prefix.length : value.length);
    if (contains !== undefined) {
      let count = 0;
      for (let index = 0; index < value.length; index++) {
        if (!inside(index, contains, new Faults())) continue;
        count++;
        evaluated?.items.add(index);
      }
      const minimum = typeof minContains === 'number' ? minContains : 1;
      if (count < minimum) faults.add(place, `Only ${count} items are as ${minimum} must be.`);
      if (typeof maxContains === 'number' && count > maxContains)
        faults.add(place, `${count} items are as at most ${maxContains} may be.`);
    }
    if (unevaluatedItems === undefined || evaluated === null) return;
    for (let index = evaluated.itemsBefore; index < value.length; index++) {
      work.spend(1);
      if (!evaluated.items.has(index)) inside(index, unevaluatedItems);
    }
    evaluated.itemsBefore = value.length;
  }

  function target({ schema }: Frame, reference: string): Json {
    const found = references.resolve(schema, reference);
    if (found === undefined) throw new Error(`\`${brief(reference)}\` leads nowhere in it.`);
    return found;
  }

  /** The target of a `$dynamicRef`: if it is a dynamic anchor, the outermost one with its name among the resources being applied. */
  function dynamicTarget(frame: Frame, reference: string): Json {
    const written = target(frame, reference);
    const name = reference.slice(reference.indexOf('#') + 1);
    if (!isJsonObject(written) || written['$dynamicAnchor'] !== name) return written;
    let outermost = written;
    for (let at: Frame | null = frame; at !== null; at = at.parent) {
      work.spend(1);
      outermost = references.dynamicAnchor(references.resourceOf(at.schema), name) ?? outermost;
    }
    return outermost;
  }
}
