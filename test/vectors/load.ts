import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isJsonObject, type Json, type JsonObject } from '../../engine/model/json.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';

/** An input with the part of the decision record that the language reference demands for it. See `vectors.schema.json`. */
export interface Vector {
  /** `file: name`, unique among all vectors. */
  name: string;
  clause: string;
  ruleset: RuleSet;
  input: Json;
  at: string;
  /** Whether the record must hold the trace. */
  trace: boolean;
  expect: JsonObject;
  absent: string[];
  /** No document can hold its rule set. */
  engineOnly: boolean;
}

interface VectorInFile {
  name: string;
  clause: string;
  ruleset?: RuleSet;
  rulesetRef?: string;
  input: Json;
  grow?: Growth[];
  at: string;
  expect: JsonObject;
  absent?: string[];
  engineOnly?: string;
}

type Growth = { path: string[] } & (
  | { repeat: Json; times: number }
  | { text: string; times: number }
  | { nest: number }
);

export interface VectorFile {
  topic: string;
  rulesets?: Record<string, RuleSet>;
  vectors: VectorInFile[];
}

const folder = fileURLToPath(new URL('.', import.meta.url));

/** The files as they are, by name. They are read as text and parsed here, so that `__proto__` and `1e400` come through as from a client. */
export function vectorFiles(): { file: string; content: VectorFile }[] {
  return readdirSync(folder)
    .filter(file => file.endsWith('.json') && file !== 'vectors.schema.json')
    .sort()
    .map(file => ({ file, content: JSON.parse(readFileSync(`${folder}${file}`, 'utf8')) as VectorFile }));
}

/** All vectors of all files. Vectors of one rule set share the same object, so that a runner can group them. */
export function loadVectors(): Vector[] {
  return vectorFiles().flatMap(({ file, content }) =>
    content.vectors.map(vector => {
      const ruleset = vector.ruleset ?? content.rulesets?.[vector.rulesetRef ?? ''];
      if (ruleset === undefined) throw new Error(`${file}: ${vector.name}: no rule set ${vector.rulesetRef}`);
      return {
        name: `${file.replace('.json', '')}: ${vector.name}`,
        clause: vector.clause,
        ruleset,
        input: (vector.grow ?? []).reduce(grown, vector.input),
        at: vector.at,
        trace: 'trace' in vector.expect,
        expect: vector.expect,
        absent: vector.absent ?? [],
        engineOnly: vector.engineOnly !== undefined,
      };
    }),
  );
}

function grown(input: Json, growth: Growth): Json {
  return replaced(input, growth.path, valueOf(growth));
}

function valueOf(growth: Growth): Json {
  if ('repeat' in growth) return Array.from({ length: growth.times }, () => growth.repeat);
  if ('text' in growth) return growth.text.repeat(growth.times);
  let nested: Json = [];
  for (let depth = 1; depth < growth.nest; depth++) nested = [nested];
  return nested;
}

function replaced(input: Json, [key, ...rest]: string[], value: Json): Json {
  if (key === undefined) return value;
  if (!isJsonObject(input)) throw new Error(`nothing to grow at ${key}`);
  return { ...input, [key]: replaced(input[key] ?? null, rest, value) };
}

/**
 * Where a record differs from what is expected of it, as `place: expected X, found Y`; empty where it agrees. Objects are compared by the
 * expected keys, lists item by item and in length.
 */
export function differences(expected: Json, found: unknown, place = 'record'): string[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(found)) return [difference(place, expected, found)];
    if (found.length !== expected.length) return [difference(place, expected, found)];
    return expected.flatMap((item, index) => differences(item, found[index], `${place}[${index}]`));
  }
  if (isJsonObject(expected)) {
    if (!isJsonObject(found)) return [difference(place, expected, found)];
    return Object.entries(expected).flatMap(([key, value]) =>
      Object.hasOwn(found, key)
        ? differences(value, found[key], `${place}.${key}`)
        : [difference(`${place}.${key}`, value, undefined)],
    );
  }
  return Object.is(expected, found) ? [] : [difference(place, expected, found)];
}

function difference(place: string, expected: Json, found: unknown): string {
  return `${place}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found) ?? 'nothing'}`;
}

/** A value as JSON text, numbers beyond all doubles included, which JSON.parse reads as infinite. */
export function jsonText(value: Json): string {
  const infinite = '\u0000infinite';
  const text = JSON.stringify(value, (_, item: unknown) => (item === Infinity ? infinite : item));
  return text.replaceAll(JSON.stringify(infinite), '1e400');
}

/** Vectors whose rule sets documents can hold, in groups that may be decided on in one go: of one rule set, at one time, with the trace or without. */
export function groupsForDocuments(vectors: readonly Vector[]): Vector[][] {
  const found = new Map<RuleSet, Map<string, Vector[]>>();
  for (const vector of vectors.filter(({ engineOnly }) => !engineOnly)) {
    const ofRuleSet = found.get(vector.ruleset) ?? new Map<string, Vector[]>();
    found.set(vector.ruleset, ofRuleSet);
    const key = `${vector.at} ${vector.trace}`;
    ofRuleSet.set(key, [...(ofRuleSet.get(key) ?? []), vector]);
  }
  return [...found.values()].flatMap(ofRuleSet => [...ofRuleSet.values()]);
}

/** All in which a record fails its vector. */
export function failures(vector: Vector, record: unknown): string[] {
  const extra = vector.absent.filter(key => isJsonObject(record) && Object.hasOwn(record, key));
  return [...differences(vector.expect, record), ...extra.map(key => `record.${key}: must not be there`)];
}
