import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compile } from '../../engine/decide/compile.ts';
import { decide } from '../../engine/decide/decide.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import { failures, loadVectors, vectorFiles } from '../../testing/vectors/load.ts';

const vectors = loadVectors();
const compiled = new Map<RuleSet, ReturnType<typeof compile>>();

function compileOnce(ruleSet: RuleSet): ReturnType<typeof compile> {
  const known = compiled.get(ruleSet) ?? compile(ruleSet);
  compiled.set(ruleSet, known);
  return known;
}

describe('the vector files', () => {
  const ajv = new Ajv2020({ allErrors: true });
  const schemaText = readFileSync(new URL('../../testing/vectors/vectors.schema.json', import.meta.url), 'utf8');
  const validate = ajv.compile(JSON.parse(schemaText) as object);

  test.each(vectorFiles())('$file keeps to the schema, with unique names and no rule set left over', ({ content }) => {
    validate(content);
    expect(validate.errors ?? []).toEqual([]);
    const names = content.vectors.map(vector => vector.name);
    expect(names).toEqual([...new Set(names)]);
    const used = new Set(content.vectors.map(vector => vector.rulesetRef));
    expect(Object.keys(content.rulesets ?? {}).filter(name => !used.has(name))).toEqual([]);
  });

  test('there are enough of them', () => {
    expect(vectors.length).toBeGreaterThanOrEqual(150);
  });
});

describe('the engine decides every vector as the language demands', () => {
  test.each(vectors)('$name', vector => {
    const ruleSet = compileOnce(vector.ruleset);
    expect(ruleSet.problems, 'problems of its conditions').toEqual([]);
    const record = decide(ruleSet, vector.input, { at: Date.parse(vector.at), trace: vector.trace });
    expect(failures(vector, record), vector.clause).toEqual([]);
  });
});
