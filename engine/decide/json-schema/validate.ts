import type { PayloadError } from '../../model/decision-record.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import { createApplier } from './apply.ts';
import { prepared } from './assertions.ts';
import { Faults } from './faults.ts';
import { indexReferences, type References } from './references.ts';
import { OutOfWork, Work } from './work.ts';

/** A step is a subschema applied to a value, or a piece of a text or of a list. */
const maxSteps = 1_000_000;

/** Where an instance breaks the schema; empty if it is valid. */
export type JsonSchemaValidator = (instance: Json) => PayloadError[];

/**
 * Prepares a JSON Schema (draft 2020-12; formats asserted, patterns RE2). Own code, because the libraries run the patterns of a schema on the
 * platform's backtracking regular expressions and put no bound on the work. Total, in time too: more work than `maxSteps` is an error.
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

/** A schema that refers to itself without end, or to nothing: the author's mistake, told to whoever reads the record. */
function notApplicable(error: unknown): PayloadError {
  const why = error instanceof Error ? error.message : String(error);
  return { path: '', message: `The contract's schema cannot be applied: ${why}` };
}
