import { thresholdConstant } from '../../../engine/index.ts';
import { ownValue, type Json } from '../../../engine/model/json.ts';
import type { Threshold } from '../../../engine/model/rule-set.ts';
import { schemaOf } from '../schema/schema-nodes.ts';
import { typeMessage, valueMessage, type ValueMessage } from '../schema/schema-value-messages.ts';
import { objectIn } from '../project/names.ts';
import type { SourceDocument } from './document.ts';
import type { SchemaProblem } from './schema-problems.ts';

/**
 * Thresholds whose value contradicts the rest of their declaration. JSON Schema cannot compare two values of a document. Elements with these problems
 * have the right shape: they stay in the rule set, so that a release that has one keeps its digest.
 */
export function thresholdProblems(document: SourceDocument): SchemaProblem[] {
  if (document.kind !== 'rule-set') return [];
  return Object.entries(objectIn(document.value, 'thresholds')).flatMap(([name, declared]) => {
    const problem = thresholdProblem(declared);
    if (problem === null) return [];
    const { key, ...details } = problem;
    return [{ kind: 'wrong-value', path: ['thresholds', name, key], part: 'value', missing: [], ...details }];
  });
}

/** Null if a value of the threshold's type stands there and is within its bounds, or if the schema already refuses the parts. */
export function thresholdProblem(
  declared: Json | Threshold | undefined,
): (ValueMessage & { key: 'value' | 'minimum' }) | null {
  const [value, format, minimum, maximum] = ['value', 'format', 'minimum', 'maximum'].map(key =>
    ownValue(declared as Json, key),
  );
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return null;
  if (format === 'duration' || format === 'date-time') return formatProblem(value, format);
  const lowest = typeof minimum === 'number' ? minimum : -Infinity;
  const highest = typeof maximum === 'number' ? maximum : Infinity;
  if (lowest === -Infinity && highest === Infinity) return null;
  if (typeof value !== 'number') return { key: 'value', ...typeMessage(['value'], value, [], 'number') };
  if (lowest > highest) return simple('minimum', `\`minimum\` ${lowest} is above \`maximum\` ${highest}. Swap them.`);
  if (value < lowest) return simple('value', `${value} is below \`minimum\` ${lowest}. Change one of them.`);
  if (value > highest) return simple('value', `${value} is above \`maximum\` ${highest}. Change one of them.`);
  return null;
}

function formatProblem(value: string | number | boolean, format: 'duration' | 'date-time') {
  if (typeof value === 'string' && thresholdConstant({ value, format }) !== undefined) return null;
  const node = schemaOf('rule-set').$defs?.[format === 'duration' ? 'duration' : 'time'] ?? {};
  if (typeof value !== 'string') return { key: 'value' as const, ...typeMessage(['value'], value, [node], 'string') };
  const [keyword, params] = format === 'duration' ? ['pattern', { pattern: node.pattern }] : ['format', { format }];
  return { key: 'value' as const, ...valueMessage(['value'], value, [node], keyword, params) };
}

function simple(key: 'value' | 'minimum', message: string) {
  return { key, message, suggestion: null, expected: [] };
}
