import Ajv from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { cases } from '../../../testing/random/random-cases.ts';
import { expect, test } from 'vitest';
import { isJsonObject, type Json } from '../../model/json.ts';
import { contradictionIn } from './contradiction.ts';
import { jsonSchemaValidator } from './validate.ts';

const names = fc.constantFrom('a', 'b', 'ab', 'c');
const instances = fc.letrec<{ value: Json }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    fc.constantFrom<Json>(null, true, false, 0, 1, 1.5, 2, 3, '', 'a', 'ab', 'ba', '👍'),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(names, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

const small = fc.integer({ min: 0, max: 3 });
const types = fc.constantFrom('null', 'boolean', 'object', 'array', 'number', 'integer', 'string');
const patterns = fc.constantFrom('a', '^a', 'b$', '^(a|b)+$', '^.$');
const target = fc.constantFrom('#', '#/$defs/x', '#/$defs/y', '#here');

/**
 * Schemas with all keywords except `contains`, `unevaluatedItems` and `unevaluatedProperties`, in which Ajv deviates from the specification and which are
 * tested separately. References lead to two definitions without references.
 */
const schemas = fc.letrec<{ schema: Json; plain: Json }>(tie => {
  const keywords = (inner: fc.Arbitrary<Json>, more: Record<string, fc.Arbitrary<Json>>) =>
    fc.oneof(
      { depthSize: 'small', maxDepth: 3 },
      { arbitrary: fc.boolean(), weight: 1 },
      {
        weight: 6,
        arbitrary: fc
          .array(
            fc.oneof(
              ...Object.entries<fc.Arbitrary<Json>>({
                type: fc.oneof(types, fc.uniqueArray(types, { minLength: 1, maxLength: 3 })),
                enum: fc.uniqueArray(instances, { minLength: 1, maxLength: 3, selector: each => JSON.stringify(each) }),
                const: instances,
                minimum: small,
                exclusiveMaximum: small,
                multipleOf: fc.constantFrom(1, 2, 0.5),
                minLength: small,
                maxLength: small,
                pattern: patterns,
                minItems: small,
                maxItems: small,
                uniqueItems: fc.boolean(),
                minProperties: small,
                maxProperties: small,
                required: fc.uniqueArray(names, { maxLength: 2 }),
                dependentRequired: fc.dictionary(names, fc.uniqueArray(names, { maxLength: 2 }), { maxKeys: 2 }),
                properties: fc.dictionary(names, inner, { maxKeys: 2 }),
                patternProperties: fc.dictionary(patterns, inner, { maxKeys: 2 }),
                additionalProperties: inner,
                propertyNames: inner,
                dependentSchemas: fc.dictionary(names, inner, { maxKeys: 2 }),
                prefixItems: fc.array(inner, { minLength: 1, maxLength: 2 }),
                items: inner,
                allOf: fc.array(inner, { minLength: 1, maxLength: 2 }),
                anyOf: fc.array(inner, { minLength: 1, maxLength: 3 }),
                oneOf: fc.array(inner, { minLength: 1, maxLength: 3 }),
                not: inner,
                if: inner,
                then: inner,
                else: inner,
                ...more,
              }).map(([keyword, content]) => fc.tuple(fc.constant(keyword), content)),
            ),
            { maxLength: 5 },
          )
          .map(entries => Object.fromEntries(entries) as Json),
      },
    );
  return {
    plain: keywords(tie('plain'), {}),
    schema: keywords(tie('schema'), { $ref: target }),
  };
});

/** Undefined if Ajv fails: its generated code for `oneOf` with `patternProperties` may throw. */
function verdict(validate: (value: unknown) => unknown, value: Json): boolean | undefined {
  try {
    return validate(value) === true;
  } catch {
    return undefined;
  }
}

const runs = cases(80);

test(`agrees with Ajv on ${runs} random schemas`, () => {
  let valid = 0;
  let invalid = 0;
  fc.assert(
    fc.property(
      schemas.schema,
      schemas.plain,
      schemas.plain,
      fc.array(instances, { minLength: 8, maxLength: 8 }),
      (root, x, y, values) => {
        const definitions = {
          x,
          y: typeof y === 'object' ? { ...(y as object), $anchor: 'here' } : { $anchor: 'here' },
        };
        const schema = (typeof root === 'object' ? { ...(root as object), $defs: definitions } : root) as Json;
        const ajv = new Ajv({ strict: false, validateSchema: false, logger: false });
        const expected = ajv.compile(schema as object);
        const validate = jsonSchemaValidator(schema);
        for (const value of values) {
          const errors = validate(value);
          if (errors.some(({ message }) => message.includes('cannot be applied'))) continue;
          const wanted = verdict(expected, value);
          if (wanted === undefined) continue;
          expect({ value, valid: errors.length === 0 }).toEqual({ value, valid: wanted });
          if (errors.length === 0) valid++;
          else invalid++;
          if (errors.length > 0 || !isJsonObject(value)) continue;
          const contradiction = contradictionIn(schema, Object.keys(value));
          // A part that is never applied may be endless.
          if (contradiction?.message !== 'It refers to itself without end.') expect(contradiction).toBeNull();
        }
      },
    ),
    { numRuns: runs },
  );
  expect(Math.min(valid, invalid)).toBeGreaterThan(runs / 2);
}, 3_600_000);
