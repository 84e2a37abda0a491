import { thresholdConstant } from '../../../engine/index.ts';
import { ownValue, type Json } from '../../../engine/model/json.ts';
import type { Threshold, ThresholdTable, ThresholdValue } from '../../../engine/model/rule-set.ts';
import { schemaOf } from '../schema/schema-nodes.ts';
import { typeMessage, valueMessage, type ValueMessage } from '../schema/schema-value-messages.ts';
import { objectIn } from '../project/names.ts';
import type { SourceDocument } from './document.ts';
import type { SchemaProblem } from './schema-problems.ts';

/** The path of a faulty part in the declaration of a threshold: `value`, `minimum`, or an entry of a table. */
type PartPath = ['value'] | ['minimum'] | ['values', string];

type ThresholdProblem = ValueMessage & { path: PartPath };

/**
 * Thresholds with a value that contradicts the rest of their declaration. JSON Schema cannot compare two values of a document. Elements with these
 * problems have the right shape: they stay in the rule set, so that a release that has one keeps its digest.
 */
export function thresholdProblems(document: SourceDocument): SchemaProblem[] {
  if (document.kind !== 'rule-set') return [];
  return Object.entries(objectIn(document.value, 'thresholds')).flatMap(([name, declared]) =>
    problemsOf(declared).map(({ path, ...details }) => ({
      kind: 'wrong-value',
      path: ['thresholds', name, ...path],
      part: 'value',
      missing: [],
      ...details,
    })),
  );
}

/** False if a value of a threshold is not of its type or not within its bounds, unless the schema already refuses the parts. */
export function agreesWithItself(declared: Threshold | ThresholdTable): boolean {
  return problemsOf(declared as unknown as Json).length === 0;
}

function problemsOf(declared: Json | undefined): ThresholdProblem[] {
  const values = valuesIn(declared);
  const first = values[0]?.value;
  const [format, minimum, maximum] = ['format', 'minimum', 'maximum'].map(key => ownValue(declared, key));
  const lowest = typeof minimum === 'number' ? minimum : -Infinity;
  const highest = typeof maximum === 'number' ? maximum : Infinity;
  if (lowest > highest && format === undefined && typeof first === 'number')
    return [simple(['minimum'], `\`minimum\` ${lowest} is above \`maximum\` ${highest}. Swap them.`)];
  return values.flatMap(({ path, value }): ThresholdProblem[] => {
    if (format === 'duration' || format === 'date-time') return formatProblem(path, value, format);
    const isBounded = lowest > -Infinity || highest < Infinity;
    if (isBounded && typeof value !== 'number') return [{ path, ...typeMessage([...path], value, [], 'number') }];
    if (typeof value !== typeof first) {
      const [name, is] = [typeInWords(first), typeInWords(value)];
      return [simple(path, `This is ${is}, but the first value of the table is ${name}. Give all values one type.`)];
    }
    if (typeof value !== 'number') return [];
    if (value < lowest) return [simple(path, `${value} is below \`minimum\` ${lowest}. Change one of them.`)];
    if (value > highest) return [simple(path, `${value} is above \`maximum\` ${highest}. Change one of them.`)];
    return [];
  });
}

/** The values of a threshold: those of a table, and `value`. Values of other types, which the schema refuses, are left out. */
function valuesIn(declared: Json | undefined): { path: PartPath; value: ThresholdValue }[] {
  const found: { path: PartPath; value: ThresholdValue }[] = [];
  const add = (path: PartPath, value: Json | undefined): void => {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      found.push({ path, value });
  };
  add(['value'], ownValue(declared, 'value'));
  for (const [key, value] of Object.entries(objectIn(declared, 'values'))) add(['values', key], value);
  return found;
}

function typeInWords(value: ThresholdValue | undefined): string {
  return typeof value === 'number' ? 'a number' : typeof value === 'boolean' ? 'true or false' : 'a text';
}

function formatProblem(path: PartPath, value: ThresholdValue, format: 'duration' | 'date-time'): ThresholdProblem[] {
  if (typeof value === 'string' && thresholdConstant({ value, format }) !== undefined) return [];
  const node = schemaOf('rule-set').$defs?.[format === 'duration' ? 'duration' : 'time'] ?? {};
  if (typeof value !== 'string') return [{ path, ...typeMessage([...path], value, [node], 'string') }];
  const [keyword, params] = format === 'duration' ? ['pattern', { pattern: node.pattern }] : ['format', { format }];
  return [{ path, ...valueMessage([...path], value, [node], keyword, params) }];
}

function simple(path: PartPath, message: string): ThresholdProblem {
  return { path, message, suggestion: null, expected: [] };
}
