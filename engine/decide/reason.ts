import { EvaluationError } from '@marcbachmann/cel-js';
import { conditionContext, thresholdContexts } from '../condition/cel-values.ts';
import type { ExpressionChecker } from '../condition/check-expression.ts';
import type { SignalValues } from '../condition/condition.ts';
import type { Declarations } from '../condition/declarations.ts';
import { describeDuration } from '../model/time/duration.ts';
import { parseTemplate } from '../condition/template.ts';
import { toJson } from './cel-to-json.ts';

/** Fills in the placeholders of a reason; null if there is no reason. */
export type ReasonWriter = (values: SignalValues) => string | null;

/**
 * Compiles a reason with `{{ CEL }}` placeholders. A placeholder without a value is replaced by a note, `[amount is missing]`, so that reviewers do not
 * overlook the gap.
 */
export function reasonWriter(
  reason: string | undefined,
  checker: ExpressionChecker,
  declarations: Declarations,
): ReasonWriter {
  if (reason === undefined) return () => null;
  const thresholds = thresholdContexts(declarations);
  const writers = parseTemplate(reason).parts.map((part): ((values: SignalValues) => string) => {
    if (part.kind === 'text') return () => part.text;
    const written = part.expression.trim();
    const compiled = checker.compileValue(part.expression);
    if (!compiled) return () => `[${written} is not a valid expression]`;
    return values => {
      const missing = compiled.needs.filter(signal => !values.has(signal));
      if (missing.length > 0) return `[${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing]`;
      try {
        return inWords(compiled.evaluate(conditionContext(declarations, values, thresholds(values))));
      } catch (error) {
        const summary =
          error instanceof EvaluationError ? error.summary : error instanceof Error ? error.message : String(error);
        return `[${written}: ${summary}]`;
      }
    };
  });
  return values => writers.map(write => write(values)).join('');
}

/** Maximum length of a placeholder's text, in characters. A list may repeat the same text many times. */
const maxLength = 100_000;

function inWords(value: unknown): string {
  const words: string[] = [];
  let length = 0;
  write(value);
  const text = words.join('');
  return length > maxLength
    ? `${text.slice(0, maxLength)}… [cut after ${maxLength.toLocaleString('en-US')} characters]`
    : text;

  function write(part: unknown): void {
    if (!Array.isArray(part)) return add(scalarInWords(part));
    for (const [index, item] of part.entries()) {
      if (length > maxLength) return;
      if (index > 0) add(', ');
      write(item);
    }
  }

  function add(text: string): void {
    words.push(text);
    length += text.length;
  }
}

function scalarInWords(value: unknown): string {
  const json = toJson(value);
  if (json === undefined) return '[no value]';
  if (typeof json === 'string' && isDuration(value)) return describeDuration(Number(value.valueOf()));
  return typeof json === 'string' ? json : JSON.stringify(json);
}

function isDuration(value: unknown): value is { valueOf(): number } {
  return typeof value === 'object' && value !== null && 'nanos' in value;
}
