import type { Condition } from './condition.ts';
import type { ExpressionChecker, ExpressionProblem } from './check-expression.ts';
import type { ConditionSource } from '../model/rule-set.ts';
import { isJsonObject } from '../model/json.ts';

type Path = (string | number)[];

export interface ConditionProblem extends ExpressionProblem {
  /** Path of the scalar that holds the expression. */
  path: Path;
}

export interface CompiledCondition {
  condition: Condition;
  problems: ConditionProblem[];
}

/** Maximum nesting of all/any/not; deeper conditions cannot be followed by readers. */
export const maxNesting = 30;

/** The problem of a group of conditions inside `maxNesting` others. */
export const nestedTooDeeply: ExpressionProblem = {
  kind: 'syntax',
  message: `Conditions are nested more than ${maxNesting} levels deep. Split the rule, or write the inner groups as one expression.`,
  start: 0,
  end: 0,
};

const noCondition: ExpressionProblem = {
  kind: 'syntax',
  message: 'A condition is an expression, `all:`, `any:` or `not:`.',
  start: 0,
  end: 0,
};

/**
 * Compiles a condition as written in a document: an expression, `true` or `false`, or all/any/not of conditions. Parts with problems become `broken`,
 * which is always unknown, so that the rest keeps its meaning and the whole fails safe.
 * @param path path of the condition in the document
 */
export function compileCondition(source: ConditionSource, checker: ExpressionChecker, path: Path): CompiledCondition {
  const problems: ConditionProblem[] = [];
  return { condition: compile(source, path, 0), problems };

  function compile(part: ConditionSource, at: Path, depth: number): Condition {
    if (typeof part === 'boolean') {
      return {
        kind: 'constant',
        value: part,
        text: String(part),
        span: { path: at, start: 0, end: String(part).length },
      };
    }
    if (typeof part === 'string') {
      const checked = checker.condition(part, at);
      problems.push(...checked.problems.map(problem => ({ ...problem, path: at })));
      return checked.condition ?? { kind: 'broken', text: part, span: { path: at, start: 0, end: part.length } };
    }
    const span = { path: at, start: 0, end: 0 };
    if (depth === maxNesting) return broken(nestedTooDeeply, at);
    if (isJsonObject(part)) {
      if ('all' in part && Array.isArray(part.all)) return group('all', part.all, at, depth);
      if ('any' in part && Array.isArray(part.any)) return group('any', part.any, at, depth);
      if ('not' in part)
        return { kind: 'not', operand: compile(part.not, [...at, 'not'], depth + 1), text: 'not', span };
    }
    return broken(noCondition, at);
  }

  function broken(problem: ExpressionProblem, at: Path): Condition {
    problems.push({ ...problem, path: at });
    return { kind: 'broken', text: '?', span: { path: at, start: 0, end: 0 } };
  }

  function group(kind: 'all' | 'any', parts: ConditionSource[], at: Path, depth: number): Condition {
    const operands = parts.map((operand, index) => compile(operand, [...at, kind, index], depth + 1));
    return { kind, operands, text: kind, span: { path: at, start: 0, end: 0 } };
  }
}
