import { EvaluationError, ParseError, type Environment } from '@marcbachmann/cel-js';
import type { Clause, Condition, Constant, Test } from './condition.ts';
import type { ConditionSpan } from '../model/decision-record.ts';
import type { Json } from '../model/json.ts';
import { boundWork } from './bounded-work.ts';
import { argumentRefusal, asWritten, useSpecifiedFunctions } from './cel-functions.ts';
import { conditionContext, fromCel, thresholdContext, type CelContext } from './cel-values.ts';
import { conditionEnvironment, inputEnvironment, type Declarations } from './declarations.ts';
import { canFail } from './can-fail.ts';
import { namesIn, type ExpressionProblem, type ExpressionReference } from './references.ts';
import { InvalidPattern, recogniseTest } from './recognise.ts';
import { explainSyntaxError } from './syntax-errors.ts';
import { standardForm, type StandardForm } from './standard-form.ts';
import { bindingOf, depthOf, dottedName, flatten, nodeAt, operandsOf, textRange, type ASTNode } from './syntax-tree.ts';
import { parseTemplate } from './template.ts';
import { explainTypeError, inWords } from './type-errors.ts';

export type { ExpressionProblem, ExpressionReference } from './references.ts';
export type { Declarations } from './declarations.ts';

/** The result of checking an expression. Offsets are UTF-16 code units into its text. */
export interface CheckedExpression {
  problems: ExpressionProblem[];
  references: ExpressionReference[];
  /** For payload fields that could be parsed: the input paths that it reads, each with everything below it. */
  paths?: string[];
  /** The condition, with parts that have problems as `broken`; null for templates and fields, and if the text could not be parsed. */
  condition: Condition | null;
}

/** A compiled expression for a value, such as a placeholder in a reason. */
export interface CompiledExpression {
  /** Signals that must have a value. */
  needs: string[];
  /** @throws EvaluationError if CEL has no value for it */
  evaluate(context: CelContext): unknown;
}

export interface ExpressionChecker {
  /** Checks an expression that is true or false. `path` is its path in the document. */
  condition(text: string, path?: (string | number)[]): CheckedExpression;
  /** Checks a text with `{{ CEL }}` placeholders. */
  template(text: string): CheckedExpression;
  /** Checks a payload field, an expression over the whole input. */
  field(text: string): CheckedExpression;
  /** Compiles an expression for a value; undefined if it has problems. */
  compileValue(text: string): CompiledExpression | undefined;
  /** Compiles a payload field; undefined if it has problems. */
  compileField(text: string): ((input: Json) => unknown) | undefined;
}

/** Maximum length of an expression, in UTF-16 code units; longer ones cannot be reviewed. */
const maxLength = 10_000;

/** Maximum nesting of operands. `1 + 1 + …` is as deep as it is long. */
const maxDepth = 100;
const tooDeeplyNested = 'This expression is nested too deeply to be read.';

/**
 * Creates a checker that parses and type-checks expressions over declared signals and thresholds. Creating one takes as long as checking about ten
 * expressions, so use one for a whole rule set.
 */
export function createExpressionChecker(declarations: Declarations): ExpressionChecker {
  const environment = conditionEnvironment(declarations);
  const input = inputEnvironment(declarations);
  const thresholds = thresholdContext(declarations);
  const constants = { thresholds };

  return { condition, template, field, compileValue, compileField };

  function condition(text: string, path: (string | number)[] = []): CheckedExpression {
    const parsed = parse(environment, text);
    if ('problem' in parsed) return { problems: [parsed.problem], references: [], condition: null };
    const { references, problems: undefinedNames } = namesIn(parsed.node, declarations);
    const problems = [...undefinedNames];
    const condition = build(parsed.node);
    problems.sort((a, b) => a.start - b.start);
    return { problems, references, condition };

    function spanOf(node: ASTNode): { span: ConditionSpan; text: string } {
      const { start, end } = textRange(node);
      return { span: { path, start, end }, text: text.slice(start, end).replace(/\s+/g, ' ') };
    }

    function build(node: ASTNode): Condition {
      switch (node.op) {
        case '&&':
          return { kind: 'all', operands: flatten(node, '&&').map(build), ...spanOf(node) };
        case '||':
          return { kind: 'any', operands: flatten(node, '||').map(build), ...spanOf(node) };
        case '!_':
          return { kind: 'not', operand: build(node.args), ...spanOf(node) };
        case '?:': {
          const [test, then, otherwise] = node.args;
          return { kind: 'if', test: build(test), then: build(then), otherwise: build(otherwise), ...spanOf(node) };
        }
        case 'value':
          if (typeof node.args === 'boolean') return { kind: 'constant', value: node.args, ...spanOf(node) };
          return clause(node);
        default:
          return clause(node);
      }
    }

    function clause(node: ASTNode): Condition {
      const place = spanOf(node);
      const named = namesIn(node, declarations).references;
      if (named.some(isUnsound)) return { kind: 'broken', ...place };
      const form = standardForm(node, declarations);
      const compiled = typeCheck(environment, declarations, form, node, 'bool');
      if (undefinedNames.some(({ start, end }) => start >= node.start && end <= node.end))
        return { kind: 'broken', ...place };
      if ('problem' in compiled) {
        problems.push(compiled.problem);
        return { kind: 'broken', ...place };
      }
      const signals = unique(named.filter(({ kind }) => kind === 'signal').map(({ name }) => name));
      const constant = (part: ASTNode) => constantOf(part, form.doubles);
      if (signals.length === 0) {
        const value = constant(node);
        if (typeof value === 'boolean') return { kind: 'constant', value, ...place };
      }
      let test: Test | undefined;
      try {
        test = recogniseTest(node, declarations, constant);
      } catch (error) {
        if (!(error instanceof InvalidPattern)) throw error;
        const { start, end } = textRange(error.node);
        problems.push({
          kind: 'type',
          message: `This is not a regular expression that CEL knows (RE2): ${error.message}.`,
          start,
          end,
        });
        return { kind: 'broken', ...place };
      }
      problems.push(...failingConstants(node, form.doubles));
      test ??= {
        kind: 'opaque',
        canFail: canFail(node, declarations, part => constant(part) !== undefined),
        evaluate: values => {
          const result: unknown = compiled.run(conditionContext(declarations, values, thresholds, signals));
          if (typeof result !== 'boolean')
            throw new TypeError(`The condition gives ${typeof result}, not true or false.`);
          return result;
        },
      };
      const clause: Clause = {
        kind: 'clause',
        test,
        signals,
        needs: test.kind === 'has' ? [] : signals.filter(name => usedAsValue(node, name)),
        thresholds: unique(named.filter(({ kind }) => kind === 'threshold').map(({ name }) => name)),
        standardForm: form.text,
        ...place,
      };
      return clause;
    }
  }

  function isUnsound({ kind, name }: ExpressionReference): boolean {
    return kind === 'threshold' && declarations.unsoundThresholds?.has(name) === true;
  }

  function constantOf(node: ASTNode, doubles: ReadonlySet<ASTNode>): Constant | undefined {
    if (node.op === 'value') return fromCel(node.args);
    const { references, problems } = namesIn(node, declarations);
    if (problems.length > 0 || references.some(({ kind }) => kind === 'signal')) return undefined;
    if (node.op === 'id') return undefined;
    try {
      return fromCel(evaluateConstant(node, doubles));
    } catch {
      // An error, such as a division by zero, is not a constant: the clause stays opaque and CEL reports the error at run time.
      return undefined;
    }
  }

  function evaluateConstant(node: ASTNode, doubles: ReadonlySet<ASTNode>): unknown {
    const form = standardForm(node, declarations, doubles.has(node) ? { whole: 'double' } : {});
    const compiled = environment.parse(form.text);
    useSpecifiedFunctions(compiled.ast);
    return compiled(constants);
  }

  /** Problems of the parts that have no value on any input: `duration("15 min")`, `1 / 0`, `matches("(")`. */
  function failingConstants(node: ASTNode, doubles: ReadonlySet<ASTNode>): ExpressionProblem[] {
    if (node.op === 'value' || node.op === 'id') return [];
    const inside = operandsOf(node).flatMap(operand => failingConstants(operand, doubles));
    if (inside.length > 0) return inside;
    const problem = (summary: string, at: ASTNode): ExpressionProblem[] => [
      { kind: 'type', message: `This never has a value: ${asWritten(summary)}.`, ...textRange(at) },
    ];
    if (node.op === 'rcall') {
      const [method, , [argument]] = node.args;
      if (argument?.op !== 'value' || typeof argument.args !== 'string') return [];
      const refusal = argumentRefusal(method, argument.args);
      return refusal === undefined ? [] : problem(refusal, argument);
    }
    const { references, problems } = namesIn(node, declarations);
    if (problems.length > 0 || references.some(({ kind }) => kind === 'signal')) return [];
    try {
      evaluateConstant(node, doubles);
      return [];
    } catch (error) {
      if (!(error instanceof EvaluationError)) return [];
      return problem(error.code === 'no_such_key' ? 'it has no such key' : error.summary, node);
    }
  }

  function template(text: string): CheckedExpression {
    const checked: CheckedExpression = { problems: [], references: [], condition: null };
    const { parts, problem } = parseTemplate(text);
    if (problem) checked.problems.push({ kind: 'syntax', ...problem });
    for (const part of parts) {
      if (part.kind === 'text') continue;
      const { problems, references } = value(part.expression, environment, false);
      checked.problems.push(...problems.map(each => shift(each, part.start)));
      checked.references.push(...references.map(each => shift(each, part.start)));
    }
    return checked;
  }

  function field(text: string): CheckedExpression {
    return { ...value(text, input, true), condition: null };
  }

  function value(
    text: string,
    within: Environment,
    open: boolean,
  ): Pick<CheckedExpression, 'problems' | 'references' | 'paths'> {
    const parsed = parse(within, text);
    if ('problem' in parsed) return { problems: [parsed.problem], references: [] };
    const { references, problems, paths } = namesIn(parsed.node, declarations, open);
    if (problems.length === 0 && !references.some(isUnsound)) {
      const form = standardForm(parsed.node, declarations, { open });
      const compiled = typeCheck(within, declarations, form, parsed.node, null);
      if ('problem' in compiled) problems.push(compiled.problem);
      else if (!open) problems.push(...failingConstants(parsed.node, form.doubles));
    }
    return open ? { problems, references, paths } : { problems, references };
  }

  function compileValue(text: string): CompiledExpression | undefined {
    const parsed = parse(environment, text);
    if ('problem' in parsed) return undefined;
    const { references, problems } = namesIn(parsed.node, declarations);
    const compiled = typeCheck(environment, declarations, standardForm(parsed.node, declarations), parsed.node, null);
    if (problems.length > 0 || 'problem' in compiled) return undefined;
    const signals = unique(references.filter(({ kind }) => kind === 'signal').map(({ name }) => name));
    return { needs: signals.filter(name => usedAsValue(parsed.node, name)), evaluate: compiled.run };
  }

  function compileField(text: string): ((input: Json) => unknown) | undefined {
    const parsed = parse(input, text);
    if ('problem' in parsed) return undefined;
    if (namesIn(parsed.node, declarations, true).problems.length > 0) return undefined;
    const compiled = typeCheck(
      input,
      declarations,
      standardForm(parsed.node, declarations, { open: true }),
      parsed.node,
      null,
    );
    if ('problem' in compiled) return undefined;
    return document => compiled.run(Object.assign(Object.create(null) as CelContext, document, { thresholds }));
  }
}

function parse(environment: Environment, text: string): { node: ASTNode } | { problem: ExpressionProblem } {
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

type Compiled = { run: (context: CelContext) => unknown };

function typeCheck(
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
    return {
      run: context => {
        start(context);
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

/** True if an expression reads a signal's value, rather than only its presence with `has`. */
function usedAsValue(node: ASTNode, signal: string): boolean {
  if (node.op === 'call' && node.args[0] === 'has') return false;
  const name = dottedName(node)?.join('.');
  if (name !== undefined) return name === signal || name.startsWith(`${signal}.`);
  const binding = bindingOf(node);
  if (binding && binding.name === signal.split('.')[0]) return usedAsValue(binding.source, signal);
  return operandsOf(node).some(operand => usedAsValue(operand, signal));
}

function shift<T extends { start: number; end: number }>(place: T, by: number): T {
  return { ...place, start: place.start + by, end: place.end + by };
}

function unique<T>(values: T[]): T[] {
  return [...new Set(values)];
}
