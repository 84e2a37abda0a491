import { EvaluationError } from '@marcbachmann/cel-js';
import type { ExpressionChecker, FieldReader } from '../condition/check-expression.ts';
import type { SignalValues } from '../condition/condition.ts';
import type { AssembledPayload, PayloadError } from '../model/decision-record.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { PayloadContract } from '../model/rule-set.ts';
import { maxJsonValues, toJson } from './cel-to-json.ts';
import { digest } from './digest.ts';
import { jsonSchemaValidator } from './json-schema/validate.ts';

/** `values`: the values of the signals, by which tables of thresholds choose. */
export type PayloadAssembler = (input: Json, values: SignalValues) => AssembledPayload;

/** Codes of CEL's errors for data that the input does not contain. */
const absence = new Set(['no_such_key', 'unknown_variable', 'index_out_of_bounds']);

/**
 * Compiles a payload contract. The payload is a frozen deep copy of what the fields select from the input, with its digest. If it violates the contract's
 * schema (JSON Schema 2020-12), it is still handed over, with the errors.
 */
export function payloadAssembler(
  name: string,
  contract: PayloadContract,
  checker: ExpressionChecker,
): PayloadAssembler {
  const fields = Object.entries(contract.fields ?? {}).map(([field, expression]) => ({
    field,
    expression,
    read: checker.compileField(expression),
  }));
  const validate = schemaValidator(contract.schema);
  return (input, values) => {
    const document = isJsonObject(input) ? input : {};
    const entries: [string, Json][] = [];
    const omitted: string[] = [];
    const errors: PayloadError[] = [];
    for (const { field, expression, read } of fields) {
      if (!read) errors.push({ path: pointer(field), message: `\`${expression}\` is not a valid expression.` });
      else readField(field, read);
    }
    const data: JsonObject = Object.fromEntries(entries);
    errors.push(...validate(data));
    return { contract: name, data: freeze(data), digest: digest(data), omitted, errors };

    function readField(field: string, read: FieldReader): void {
      try {
        const value = toJson(read(document, values));
        if (value !== undefined) entries.push([field, value]);
        else
          errors.push({
            path: pointer(field),
            message: `The value is nested too deeply, holds more than ${maxJsonValues.toLocaleString('en-US')} values, or JSON has no place for it.`,
          });
      } catch (error) {
        if (error instanceof EvaluationError && absence.has(error.code)) omitted.push(field);
        else
          errors.push({
            path: pointer(field),
            message: error instanceof EvaluationError ? error.summary : String(error),
          });
      }
    }
  };
}

/** The empty payload for a contract that is not declared, with an error. */
export function undeclaredPayload(name: string): AssembledPayload {
  const message = `There is no payload contract \`${name}\`: nothing can be handed over.`;
  return { contract: name, data: {}, digest: digest({}), omitted: [], errors: [{ path: '', message }] };
}

function schemaValidator(schema: PayloadContract['schema']): (data: JsonObject) => PayloadError[] {
  if (schema === undefined || schema === true) return () => [];
  if (typeof schema === 'string') {
    return () => [{ path: '', message: `The contract's schema ${schema} is not loaded: the payload is not checked.` }];
  }
  return jsonSchemaValidator(schema);
}

function pointer(field: string): string {
  return `/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function freeze<T extends Json>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) freeze(item);
    Object.freeze(value);
  }
  return value;
}
