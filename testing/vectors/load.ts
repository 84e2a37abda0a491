import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isJsonObject, type Json, type JsonObject } from '../../engine/model/json.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';

/** An input with the part of its decision record that the language reference determines. See `vectors.schema.json`. */
export interface Vector {
  /** `file: name`, unique among all vectors. */
  name: string;
  clause: string;
  ruleset: RuleSet;
  input: Json;
  at: string;
  /** True if the record must contain the trace. */
  trace: boolean;
  expect: JsonObject;
  absent: string[];
  /** True if the rule set cannot be written as a document. */
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

/** The files by name. They are parsed here, so that `__proto__` and `1e400` are preserved as from a client. */
export function vectorFiles(): { file: string; content: VectorFile }[] {
  return readdirSync(folder)
    .filter(file => file.endsWith('.json') && file !== 'vectors.schema.json')
    .sort()
    .map(file => ({ file, content: JSON.parse(readFileSync(`${folder}${file}`, 'utf8')) as VectorFile }));
}

/** All vectors of all files. Vectors of one rule set share the rule set object, so that they can be grouped. */
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
 * The differences between a record and its expectation, as `place: expected X, found Y`. Objects are compared by the expected keys, lists by
 * items and length.
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

/** A value as JSON text. Infinite numbers are written as numbers beyond all doubles, as JSON.parse reads these. */
export function jsonText(value: Json): string {
  const infinite = '\u0000infinite';
  const text = JSON.stringify(value, (_, item: unknown) => (item === Infinity ? infinite : item));
  return text.replaceAll(JSON.stringify(infinite), '1e400');
}

/** The vectors whose rule set can be a document, in groups that can be decided together: by rule set, time, and whether they need the trace. */
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

/** All differences between a record and its vector. */
export function failures(vector: Vector, record: unknown): string[] {
  const extra = vector.absent.filter(key => isJsonObject(record) && Object.hasOwn(record, key));
  return [...differences(vector.expect, record), ...extra.map(key => `record.${key}: must not be there`)];
}
