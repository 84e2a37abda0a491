import { truthWord } from '../model/words-of-other-languages.ts';
import { parseDuration } from '../model/time/duration.ts';
import { parseTimestamp } from '../model/time/timestamp.ts';
import { isTable } from '../model/rule-set.ts';
import { signalType, thresholdConstant, type Declarations } from './declarations.ts';
import { durationInCel } from './syntax-errors.ts';
import { dottedName, operandsOf, textRange, type ASTNode } from './syntax-tree.ts';

export const comparisons = new Set(['==', '!=', '<=', '>=', '<', '>']);

type Format = 'duration' | 'date-time';
const formats: Record<string, Format> = {
  'google.protobuf.Duration': 'duration',
  'google.protobuf.Timestamp': 'date-time',
};

/**
 * What to write instead of a comparison whose operands do not fit, as the end of a sentence; null where nothing is likely.
 * @param types CEL's names of the operands' types
 */
export function comparisonAdvice(
  node: ASTNode,
  types: { left: string; right: string },
  declarations: Declarations,
): string | null {
  if (!isComparison(node)) return null;
  const [left, right] = operandsOf(node);
  if (left === undefined || right === undefined) return null;
  const middle = isComparison(left) ? operandsOf(left)[1] : undefined;
  if (middle !== undefined) return `write \`${textOf(left)} && ${textOf(middle)} ${node.op} ${textOf(right)}\``;
  return operandAdvice(left, types.right, declarations) ?? operandAdvice(right, types.left, declarations);
}

function isComparison({ op }: ASTNode): boolean {
  return comparisons.has(op);
}

function textOf(node: ASTNode): string {
  const { start, end } = textRange(node);
  return node.input.slice(start, end);
}

/** How the operand would be of the type that the other one has. */
function operandAdvice(operand: ASTNode, wanted: string, declarations: Declarations): string | null {
  if (operand.op === 'value') return literalAdvice(operand.args, wanted);
  const [root, ...rest] = dottedName(operand) ?? [];
  const threshold = root === 'thresholds' ? declarations.thresholds.get(rest.join('.')) : undefined;
  if (threshold !== undefined) {
    return isTable(threshold) ? null : thresholdAdvice(rest.join('.'), threshold.value, wanted);
  }
  const name = [root, ...rest].join('.');
  const signal = declarations.signals.get(name);
  const format = formats[wanted];
  if (signal === undefined || signalType(signal) !== 'string' || format === undefined) return null;
  return `declare \`${name}\` with \`format: ${format}\``;
}

function literalAdvice(value: unknown, wanted: string): string | null {
  const text = typeof value === 'string' ? value : null;
  const format = formats[wanted];
  if (format !== undefined) return `write \`${timeInCel(text ?? '', format)}\``;
  if (wanted === 'bool') return `write ${inValues(truthWord(text ?? ''))}`;
  return isNumber(wanted) && text !== null && isNumeric(text) ? `write \`${text}\` without quotes` : null;
}

function inValues(truth: boolean | undefined): string {
  return truth === undefined ? '`true` or `false`' : `\`${truth}\``;
}

function timeInCel(text: string, format: Format): string {
  if (format === 'duration') return durationInCel(parseDuration(text) === undefined ? '15m' : text);
  return `timestamp("${[text, `${text}T00:00:00Z`].find(each => parseTimestamp(each) !== undefined) ?? '2026-01-31T00:00:00Z'}")`;
}

function thresholdAdvice(name: string, value: number | string | boolean, wanted: string): string | null {
  const format = formats[wanted];
  if (format !== undefined) {
    const example = format === 'duration' ? '15m' : '2026-01-31T00:00:00Z';
    const isOfFormat = typeof value === 'string' && thresholdConstant({ value, format }) !== undefined;
    return `declare \`${name}: { value: ${isOfFormat ? value : example}, format: ${format} }\``;
  }
  if (typeof value !== 'string') return null;
  if (isNumber(wanted) && isNumeric(value)) return `declare \`${name}: ${value}\`, without quotes`;
  const truth = wanted === 'bool' ? truthWord(value) : undefined;
  return truth === undefined ? null : `declare \`${name}: ${truth}\`, without quotes`;
}

function isNumber(type: string): boolean {
  return type === 'int' || type === 'double';
}

function isNumeric(text: string): boolean {
  return /^-?\d+(?:\.\d+)?$/.test(text);
}
