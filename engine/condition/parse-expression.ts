import { EvaluationError, ParseError, type Environment } from '@marcbachmann/cel-js';
import { boundWork } from './bounded-work.ts';
import { asWritten, useSpecifiedFunctions } from './cel-functions.ts';
import { isGrantedIn, type CelContext } from './cel-values.ts';
import { answerGranted, type Declarations } from './declarations.ts';
import { isGrantCall } from './derived-signals.ts';
import type { ExpressionProblem } from './references.ts';
import type { StandardForm } from './standard-form.ts';
import { explainSyntaxError } from './syntax-errors.ts';
import { depthOf, nodeAt, operandsOf, textRange, type ASTNode } from './syntax-tree.ts';
import { explainTypeError, inWords } from './type-errors.ts';

/** Maximum length of an expression, in UTF-16 code units; longer ones cannot be reviewed. */
const maxLength = 10_000;

/** Maximum nesting of operands. `1 + 1 + …` is as deep as it is long. */
const maxDepth = 100;
const tooDeeplyNested = 'This expression is nested too deeply to be read.';

/** Parses an expression; a problem if that fails, or if it is too long or too deeply nested. */
export function parse(environment: Environment, text: string): { node: ASTNode } | { problem: ExpressionProblem } {
  const whole = { start: 0, end: text.length };
  if (text.trim() === '') return { problem: { kind: 'syntax', message: 'A condition is missing here.', ...whole } };
  if (text.length > maxLength) {
    return {
      problem: {
        kind: 'syntax',
        message: `This expression is longer than ${maxLength} characters: split it into clauses.`,
        ...whole,
      },
    };
  }
  const tooDeep = { problem: { kind: 'syntax' as const, message: tooDeeplyNested, ...whole } };
  try {
    const node = environment.parse(text).ast;
    return depthOf(node) > maxDepth ? tooDeep : { node };
  } catch (error) {
    if (!(error instanceof ParseError)) return tooDeep;
    return { problem: { kind: 'syntax', ...explainSyntaxError(error, text) } };
  }
}

/** A type-checked expression, whose work is bounded. */
export type Compiled = { run: (context: CelContext) => unknown; type: string | undefined };

/** Type-checks an expression in standard CEL, whose parts are those of `node` as written. */
export function typeCheck(
  environment: Environment,
  declarations: Declarations,
  form: StandardForm,
  node: ASTNode,
  expected: 'bool' | null,
): Compiled | { problem: ExpressionProblem } {
  const whole = textRange(node);
  try {
    const compiled = environment.parse(form.text);
    useSpecifiedFunctions(compiled.ast);
    const checked = compiled.check();
    if (!checked.valid) {
      const { range, code = '', summary = 'it does not type-check' } = checked.error ?? {};
      const start = range ? form.toWritten(range.start) : whole.start;
      const end = range ? Math.max(start + 1, form.toWritten(range.end)) : whole.end;
      const message = explainTypeError(code, asWritten(summary), nodeAt(node, start, end) ?? node, declarations);
      return { problem: { kind: 'type', message, start, end } };
    }
    if (expected && checked.type !== expected && checked.type !== 'dyn') {
      const message = `A condition must be true or false; this is ${checked.type ? inWords(checked.type) : 'something else'}.`;
      return { problem: { kind: 'type', message, ...whole } };
    }
    const start = boundWork(compiled.ast);
    const readsGrants = asksForGrants(compiled.ast);
    return {
      type: checked.type,
      run: context => {
        start(context);
        if (readsGrants) answerGranted(environment, rule => isGrantedIn(context, rule));
        return compiled(context) as unknown;
      },
    };
  } catch (error) {
    if (error instanceof ParseError || error instanceof EvaluationError || error instanceof RangeError) {
      const message =
        error instanceof RangeError
          ? tooDeeplyNested
          : explainTypeError(error.code, asWritten(error.summary), node, declarations);
      return { problem: { kind: 'type', message, ...whole } };
    }
    throw error;
  }
}

function asksForGrants(node: ASTNode): boolean {
  return isGrantCall(node) || operandsOf(node).some(asksForGrants);
}
