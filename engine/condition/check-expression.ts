import type { Environment } from '@marcbachmann/cel-js';
import { clausesOf, type Condition, type SignalValues, type Test } from './condition.ts';
import type { Json } from '../model/json.ts';
import { conditionContext, thresholdContexts, type CelContext } from './cel-values.ts';
import { conditionEnvironment, inputEnvironment, type Declarations } from './declarations.ts';
import { canFail } from './can-fail.ts';
import { constantParts } from './constant-parts.ts';
import { nameOfCall, readInPlaceOf } from './derived-signals.ts';
import { divided, type Place } from './divide-clause.ts';
import { parse, typeCheck, type Compiled } from './parse-expression.ts';
import {
  namesIn,
  signalsIn,
  thresholdsIn,
  unique,
  type ExpressionProblem,
  type ExpressionReference,
} from './references.ts';
import { InvalidPattern, recogniseTest } from './recognise.ts';
import { checkRolloutSignal } from './rollout-signal.ts';
import { standardForm, type StandardForm } from './standard-form.ts';
import { bindingOf, dottedName, flatten, operandsOf, textRange, type ASTNode } from './syntax-tree.ts';
import { tableClause } from './table-clause.ts';
import { parseTemplate } from './template.ts';
import { choosersOf, isSound } from './threshold-table.ts';

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
  /** Checks the name of the signal by which a rollout divides the inputs. */
  rolloutBy(name: string): CheckedExpression;
  /** Compiles an expression for a value; undefined if it has problems. */
  compileValue(text: string): CompiledExpression | undefined;
  /** Compiles a payload field; undefined if it has problems. */
  compileField(text: string): FieldReader | undefined;
}

/** Reads a payload field from an input. `values`: those of the signals, by which tables of thresholds choose. */
export type FieldReader = (input: Json, values: SignalValues) => unknown;

/**
 * Creates a checker that parses and type-checks expressions over declared signals and thresholds. Creating one takes as long as checking about ten
 * expressions, so use one for a whole rule set.
 */
export function createExpressionChecker(declarations: Declarations): ExpressionChecker {
  const environment = conditionEnvironment(declarations);
  const input = inputEnvironment(declarations);
  const thresholds = thresholdContexts(declarations);
  const { constantOf, failingConstants } = constantParts(environment, declarations);

  return {
    condition,
    template,
    field,
    rolloutBy: name => checkRolloutSignal(name, declarations),
    compileValue,
    compileField,
  };

  function condition(text: string, path: (string | number)[] = []): CheckedExpression {
    const parsed = parse(environment, text);
    if ('problem' in parsed) return { problems: [parsed.problem], references: [], condition: null };
    const { references, problems: undefinedNames } = namesIn(parsed.node, declarations);
    const problems = [...undefinedNames];
    const condition = build(parsed.node);
    problems.sort((a, b) => a.start - b.start);
    return { problems, references, condition };

    function placeOf(node: ASTNode): Place {
      const { start, end } = textRange(node);
      return { span: { path, start, end }, text: oneLine(text.slice(start, end)) };
    }

    function build(node: ASTNode): Condition {
      switch (node.op) {
        case '&&':
          return { kind: 'all', operands: flatten(node, '&&').map(build), ...placeOf(node) };
        case '||':
          return { kind: 'any', operands: flatten(node, '||').map(build), ...placeOf(node) };
        case '!_':
          return { kind: 'not', operand: build(node.args), ...placeOf(node) };
        case '?:': {
          const [test, then, otherwise] = node.args;
          return { kind: 'if', test: build(test), then: build(then), otherwise: build(otherwise), ...placeOf(node) };
        }
        case 'value':
          if (typeof node.args === 'boolean') return { kind: 'constant', value: node.args, ...placeOf(node) };
          return clause(node);
        default:
          return clause(node);
      }
    }

    function clause(node: ASTNode): Condition {
      const place = placeOf(node);
      const broken: Condition = { kind: 'broken', ...place };
      if (namesIn(node, declarations).references.some(isUnsound)) return broken;
      const form = standardForm(node, declarations);
      const compiled = typeCheck(environment, declarations, form, node, 'bool');
      if (undefinedNames.some(({ start, end }) => start >= node.start && end <= node.end)) return broken;
      if ('problem' in compiled) {
        problems.push(compiled.problem);
        return broken;
      }
      let whole: Condition;
      const failing: ExpressionProblem[] = [];
      try {
        whole = conditionOf(node, form, compiled, place, problem => failing.push(problem));
      } catch (error) {
        if (!(error instanceof InvalidPattern)) throw error;
        problems.push(invalidPattern(error));
        return broken;
      }
      if (whole.kind !== 'clause' && whole.kind !== 'table') return whole;
      failing.push(...failingConstants(node, form.doubles));
      problems.push(...failing);
      if (failing.length > 0 || clausesOf(whole).every(({ test }) => test.kind !== 'opaque')) return whole;
      const reported = problems.length;
      const parts = divided(node, environment.parse(form.text).ast, { build, isBoolean, clauseAlone, placeOf });
      if (parts !== undefined) return { ...parts, ...place };
      problems.length = reported;
      return whole;
    }

    function isBoolean(node: ASTNode): boolean {
      const compiled = typeCheck(environment, declarations, standardForm(node, declarations), node, 'bool');
      return 'type' in compiled && compiled.type === 'bool';
    }
  }

  /** The clause of a text of its own; undefined if it has errors. Errors of constants and patterns are reported. */
  function clauseAlone(
    text: string,
    place: Place,
    report: (problem: ExpressionProblem) => void = () => {},
  ): { clause: Condition; standardForm: ASTNode } | undefined {
    const parsed = parse(environment, text);
    if ('problem' in parsed || namesIn(parsed.node, declarations).problems.length > 0) return undefined;
    const form = standardForm(parsed.node, declarations);
    const compiled = typeCheck(environment, declarations, form, parsed.node, 'bool');
    if ('problem' in compiled) return undefined;
    try {
      const clause = conditionOf(parsed.node, form, compiled, place, report);
      for (const problem of failingConstants(parsed.node, form.doubles)) report(problem);
      return { clause, standardForm: environment.parse(form.text).ast };
    } catch (error) {
      if (!(error instanceof InvalidPattern)) throw error;
      report(invalidPattern(error));
      return undefined;
    }
  }

  /**
   * A clause as one condition, or, if it names tables of thresholds, as one for each of their columns.
   * @throws InvalidPattern
   */
  function conditionOf(
    node: ASTNode,
    form: StandardForm,
    compiled: Compiled,
    place: Place,
    report: (problem: ExpressionProblem) => void,
  ): Condition {
    const named = namesIn(node, declarations).references;
    const byColumns = tableClause(node, { named, place, clauseAlone }, declarations, report);
    return byColumns ?? clauseOf(node, form, compiled, place);
  }

  /** @throws InvalidPattern */
  function clauseOf(node: ASTNode, form: StandardForm, compiled: Compiled, place: Place): Condition {
    const named = namesIn(node, declarations).references;
    const choosers = choosersOf(thresholdsIn(named), declarations);
    const signals = unique([...signalsIn(named), ...choosers]);
    const read = unique(signals.map(name => readInPlaceOf(name, declarations.signals.get(name))));
    const constant = (part: ASTNode) => constantOf(part, form.doubles);
    if (signals.length === 0) {
      const value = constant(node);
      if (typeof value === 'boolean') return { kind: 'constant', value, ...place };
    }
    const test: Test = recogniseTest(node, declarations, constant) ?? {
      kind: 'opaque',
      canFail: canFail(node, declarations, part => constant(part) !== undefined),
      evaluate: values => {
        const result: unknown = compiled.run(conditionContext(declarations, values, thresholds(values), read));
        if (typeof result !== 'boolean')
          throw new TypeError(`The condition gives ${typeof result}, not true or false.`);
        return result;
      },
    };
    return {
      kind: 'clause',
      test,
      signals: test.kind === 'opaque' ? read : signals,
      needs:
        test.kind === 'has'
          ? []
          : (test.kind === 'opaque' ? read : signals).filter(
              name => choosers.includes(name) || usedAsValue(node, name),
            ),
      thresholds: thresholdsIn(named),
      standardForm: form.text,
      ...place,
    };
  }

  function isUnsound({ kind, name }: ExpressionReference): boolean {
    return kind === 'threshold' && !isSound(name, declarations);
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
    const signals = unique(signalsIn(references).map(name => readInPlaceOf(name, declarations.signals.get(name))));
    const needs = signals.filter(name => usedAsValue(parsed.node, name));
    return { needs: unique([...needs, ...choosersOf(thresholdsIn(references), declarations)]), evaluate: compiled.run };
  }

  function compileField(text: string): FieldReader | undefined {
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
    return (document, values) =>
      compiled.run(Object.assign(Object.create(null) as CelContext, document, { thresholds: thresholds(values) }));
  }
}

/** True if an expression reads a signal's value, rather than only its presence with `has`. */
function usedAsValue(node: ASTNode, signal: string): boolean {
  if (node.op === 'call' && node.args[0] === 'has') return false;
  if (nameOfCall(node) === signal) return true;
  const name = dottedName(node)?.join('.');
  if (name !== undefined) return name === signal || name.startsWith(`${signal}.`);
  const binding = bindingOf(node);
  if (binding && binding.name === signal.split('.')[0]) return usedAsValue(binding.source, signal);
  return operandsOf(node).some(operand => usedAsValue(operand, signal));
}

function invalidPattern({ message, node }: InvalidPattern): ExpressionProblem {
  return {
    kind: 'type',
    message: `This is not a regular expression that CEL knows (RE2): ${message}.`,
    ...textRange(node),
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function shift<T extends { start: number; end: number }>(place: T, by: number): T {
  return { ...place, start: place.start + by, end: place.end + by };
}
