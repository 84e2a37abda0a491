import { isJsonObject, ownValue, type Json } from '../../../engine/model/json.ts';
import { runAtOnce, type Steps } from '../../../engine/model/steps.ts';
import {
  configAllErrors,
  configFirstError,
  ruleSetAllErrors,
  ruleSetFirstError,
  samplesAllErrors,
  samplesFirstError,
  type ValidationError,
  type Validator,
} from './generated/validators.js';
import { schemaMessages, type SchemaProblem } from './schema-messages.ts';
import { maxValueDepth, measure, slicesOf, type Slice, type Slicing } from './schema-slices.ts';

export type { SchemaProblem };

/** Kinds of documents that are validated here. */
export type ValidatedKind = 'rule-set' | 'samples' | 'config';

/** Listed problems per document. */
export const maxProblems = 200;
/** Values per document; only nested aliases can produce more. */
const maxValues = 3_000_000;
/** Values per slice for which all errors are collected; in larger slices only the first is. */
const maxSliceSize = 20_000;

interface Validators extends Slicing {
  firstError: Validator;
  allErrors: Validator;
}

const validators: Record<ValidatedKind, Validators> = {
  'rule-set': {
    firstError: ruleSetFirstError,
    allErrors: ruleSetAllErrors,
    base: { escalation: 2, name: 'name', version: '1.0.0' },
    kept: ['escalation'],
    sliced: ['imports', 'signals', 'thresholds', 'targets', 'payloads', 'rules', 'assumptions', 'invariants'],
    opaque: [],
  },
  samples: {
    firstError: samplesFirstError,
    allErrors: samplesAllErrors,
    base: { samples: 1, ruleset: 'ruleset', cases: [] },
    kept: [],
    sliced: ['cases'],
    opaque: ['input'],
  },
  config: { firstError: configFirstError, allErrors: configAllErrors, base: {}, kept: [], sliced: [], opaque: [] },
};

/**
 * The violations of `schemas/rule-set.schema.json` in the content of a rule file: at most `maxProblems`, at most one per place.
 * Accepts any value, never throws, and takes time bounded by the size of the value.
 */
export function validateRuleSet(value: unknown): SchemaProblem[] {
  return validate('rule-set', value);
}

/** Like `validateRuleSet`, for a sample file and `schemas/samples.schema.json`. */
export function validateSamples(value: unknown): SchemaProblem[] {
  return validate('samples', value);
}

/** Like `validateRuleSet`, for a configuration and `schemas/config.schema.json`. */
export function validateConfig(value: unknown): SchemaProblem[] {
  return validate('config', value);
}

export function validate(kind: ValidatedKind, given: unknown): SchemaProblem[] {
  return runAtOnce(validating(kind, given));
}

/** `validate` in steps. */
export function* validating(kind: ValidatedKind, given: unknown): Steps<SchemaProblem[]> {
  const value = (given === undefined ? null : given) as Json;
  const { firstError, allErrors, ...slicing } = validators[kind];
  const { values, depth } = measure(value, maxValues);
  if (values >= maxValues) return [tooLarge(value)];
  if (values <= maxSliceSize && depth <= maxValueDepth && firstError(value)) return [];
  if (!isJsonObject(value)) return schemaMessages(kind, value, errorsOf(allErrors, value));
  const problems = new Map<string, SchemaProblem>();
  const unlisted: (string | number)[][] = [];
  for (const slice of slicesOf(value, slicing)) {
    yield;
    const size = measure(slice.value, maxValues);
    if (size.deep !== null) {
      add(problems, [tooDeep(slice.place(size.deep))]);
      continue;
    }
    const errors = errorsOf(size.values > maxSliceSize ? firstError : allErrors, slice.value);
    if (problems.size <= maxProblems) add(problems, schemaMessages(kind, value, errors, slice.place));
    if (problems.size > maxProblems) unlisted.push(...elementsWith(errors, slice));
  }
  const found = [...problems.values()];
  if (found.length <= maxProblems) return found;
  return [...found.slice(0, maxProblems), { ...notAll(value), unlisted }];
}

/** Paths of the items and entries of top-level collections that have errors. */
function elementsWith(errors: readonly ValidationError[], { value, place }: Slice): (string | number)[][] {
  // An element without any of its keys has an error per key.
  const elements = new Map<string, (string | number)[]>();
  for (const { instancePath, propertyName } of errors) {
    const segments = instancePath.split('/', 3).slice(1);
    const key = JSON.stringify([...segments, propertyName ?? null]);
    if (elements.has(key)) continue;
    const names = segments.map(segment => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (propertyName !== undefined) names.push(propertyName);
    const [section = '', element] = names;
    const isItem = element !== undefined && Array.isArray(ownValue(value, section));
    elements.set(key, element === undefined ? names : place([section, isItem ? Number(element) : element]));
  }
  return [...elements.values()];
}

function errorsOf(validator: Validator, value: Json): ValidationError[] {
  if (validator(value)) return [];
  const errors = validator.errors ?? [];
  // The validator would keep the errors, and with them the document, until its next call.
  validator.errors = null;
  return errors;
}

/** Adds problems at new places: the first one per place is kept. */
function add(problems: Map<string, SchemaProblem>, found: readonly SchemaProblem[]): void {
  for (const problem of found) {
    const place = JSON.stringify([problem.part, problem.kind === 'missing-key', problem.path]);
    if (!problems.has(place)) problems.set(place, problem);
  }
}

const noDetails = { suggestion: null, expected: [], missing: [] };

function tooLarge(value: Json): SchemaProblem {
  const message = `With its aliases expanded, the document has more than ${maxValues.toLocaleString('en-US')} values. Avoid aliases of aliases.`;
  return { kind: 'too-large', ...start(value), message, ...noDetails };
}

function tooDeep(path: (string | number)[]): SchemaProblem {
  const message = `Nested more than ${maxValueDepth} levels deep. This part is not checked.`;
  return { kind: 'too-large', path, part: 'value', message, ...noDetails };
}

function notAll(value: Json): SchemaProblem {
  const message = `There are more than ${maxProblems} schema violations; only the first are shown.`;
  return { kind: 'too-large', ...start(value), message, ...noDetails };
}

/** Where to mark the whole document: at its first key. */
function start(value: Json): Pick<SchemaProblem, 'path' | 'part'> {
  const [key] = isJsonObject(value) ? Object.keys(value) : [];
  return key === undefined ? { path: [], part: 'value' } : { path: [key], part: 'key' };
}
