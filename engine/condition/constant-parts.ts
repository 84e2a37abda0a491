import { EvaluationError, type Environment } from '@marcbachmann/cel-js';
import { argumentRefusal, asWritten, useSpecifiedFunctions } from './cel-functions.ts';
import { fromCel, noValues, thresholdContexts } from './cel-values.ts';
import type { Constant } from './condition.ts';
import type { Declarations } from './declarations.ts';
import { namesIn, signalsIn, thresholdsIn, type ExpressionProblem } from './references.ts';
import { standardForm } from './standard-form.ts';
import { operandsOf, textRange, type ASTNode } from './syntax-tree.ts';
import { choosersOf } from './threshold-table.ts';

/** The parts of expressions whose value no signal determines. */
export interface ConstantParts {
  /**
   * The value of a part; undefined if a signal determines it, or if it has none.
   * @param doubles parts that are doubles although they are written as integers
   */
  constantOf: (node: ASTNode, doubles: ReadonlySet<ASTNode>) => Constant | undefined;
  /** Problems of the parts that have no value on any input: `duration("15 min")`, `1 / 0`, `matches("(")`. */
  failingConstants: (node: ASTNode, doubles: ReadonlySet<ASTNode>) => ExpressionProblem[];
}

export function constantParts(environment: Environment, declarations: Declarations): ConstantParts {
  const constants = { thresholds: thresholdContexts(declarations)(noValues) };
  return { constantOf, failingConstants };

  /** True if a part has the same value on every input. */
  function isFixed(node: ASTNode): boolean {
    const { references, problems } = namesIn(node, declarations);
    return (
      problems.length === 0 &&
      signalsIn(references).length === 0 &&
      choosersOf(thresholdsIn(references), declarations).length === 0
    );
  }

  function constantOf(node: ASTNode, doubles: ReadonlySet<ASTNode>): Constant | undefined {
    if (node.op === 'value') return fromCel(node.args);
    if (node.op === 'id' || !isFixed(node)) return undefined;
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
    if (!isFixed(node)) return [];
    try {
      evaluateConstant(node, doubles);
      return [];
    } catch (error) {
      if (!(error instanceof EvaluationError)) return [];
      return problem(error.code === 'no_such_key' ? 'it has no such key' : error.summary, node);
    }
  }
}
