import type { PayloadError } from '../../model/decision-record.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import { createApplier } from './apply.ts';
import { prepared } from './assertions.ts';
import { Faults } from './faults.ts';
import { indexReferences, type References } from './references.ts';
import { OutOfWork, Work } from './work.ts';

/** Maximum number of steps of a validation. A step is the application of a subschema to a value, or the processing of a part of a text or list. */
const maxSteps = 1_000_000;

/** Returns the violations of the schema; empty if the instance is valid. */
export type JsonSchemaValidator = (instance: Json) => PayloadError[];

/**
 * Compiles a JSON Schema (draft 2020-12, formats asserted, patterns in RE2). Written here because libraries use the platform's backtracking regular
 * expressions and do not bound the work. Never throws or hangs: more work than `maxSteps` is an error.
 * @see https://json-schema.org/draft/2020-12/json-schema-core
 */
export function jsonSchemaValidator(root: Json): JsonSchemaValidator {
  if (!isJsonObject(root))
    return () => (root === false ? [{ path: '', message: 'The contract allows no value here.' }] : []);
  let references: References;
  try {
    references = indexReferences(root);
  } catch (error) {
    return () => [notApplicable(error)];
  }
  const tools = prepared();
  return instance => {
    const faults = new Faults();
    try {
      createApplier(references, tools, new Work(maxSteps)).apply(root, instance, faults);
      return faults.all();
    } catch (error) {
      return [...faults.all(), error instanceof OutOfWork ? notCompleted() : notApplicable(error)];
    }
  };
}

function notCompleted(): PayloadError {
  const limit = maxSteps.toLocaleString('en-US');
  return {
    path: '',
    message: `The payload was not checked completely: its schema takes more than ${limit} steps on it.`,
  };
}

/** The error for a schema that cannot be applied, for example because of an endless or dangling reference. */
function notApplicable(error: unknown): PayloadError {
  const why = error instanceof Error ? error.message : String(error);
  return { path: '', message: `The contract's schema cannot be applied: ${why}` };
}
