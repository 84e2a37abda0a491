import { EvaluationError } from '@marcbachmann/cel-js';
import type { CelContext } from './cel-values.ts';
import { bindingOf, operandsOf, type ASTNode } from './syntax-tree.ts';

/**
 * Maximum number of steps of an expression, in addition to those proportional to its input. A step is the evaluation of a node, sixteen characters or
 * items of the node's value, or one character matched by a pattern.
 */
export const maxSteps = 1_000_000;
const perStep = 16;

/** A node of the library: it holds the function that evaluates it and, for a macro, its expansion. */
interface Evaluating {
  evaluate: Evaluate;
  readonly meta: { evaluate: Evaluate; alternate?: Evaluating; macro?: { evaluate: Evaluate } };
}
type Evaluate = (this: unknown, evaluator: unknown, node: unknown, context: unknown) => unknown;

/**
 * Bounds the work of a type-checked expression. Without macros, each operand is evaluated once and no bound is needed; with nested macros, the work grows
 * with the square or cube of a list.
 * @returns a function to be called with the variables before each evaluation
 */
export function boundWork(root: ASTNode): (context: CelContext) => void {
  if (!hasBindings(root)) return () => undefined;
  let left = 0;
  const exhausted = new EvaluationError(`it takes more than ${maxSteps.toLocaleString('en-US')} steps`);
  const nodes = nodesIn(root);
  const variables = [...new Set(nodes.flatMap(node => (node.op === 'id' ? [node.args] : [])))];
  const matched = new Set(nodes.flatMap(node => (isMatch(node) ? [node.args[1]] : [])));
  for (const node of nodes) {
    const evaluating = node as unknown as Evaluating;
    const { meta } = evaluating;
    const perCharacter = matched.has(node) ? 1 : 1 / perStep;
    const evaluate: Evaluate = (evaluator, at, context) =>
      meta.alternate
        ? meta.alternate.evaluate(evaluator, meta.alternate, context)
        : meta.macro
          ? meta.macro.evaluate(evaluator, meta.macro, context)
          : meta.evaluate.call(evaluating, evaluator, at, context);
    evaluating.evaluate = (evaluator, at, context) => {
      if (left < 0) throw exhausted;
      const value = evaluate(evaluator, at, context);
      left -= 1 + lengthOf(value) * perCharacter;
      // All remaining evaluations throw it again, so that no `||` or macro can absorb it like other errors.
      if (left < 0) throw exhausted;
      return value;
    };
  }
  return context => {
    left =
      maxSteps +
      nodes.length *
        sizeOf(
          variables.map(name => context[name]),
          matched.size > 0 ? 1 : 1 / perStep,
        );
  };
}

/** True if the expression is or contains a macro that binds a variable. */
export function hasBindings(node: ASTNode): boolean {
  return bindingOf(node) !== undefined || operandsOf(node).some(hasBindings);
}

function nodesIn(root: ASTNode): ASTNode[] {
  const nodes: ASTNode[] = [];
  const pending = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    nodes.push(node);
    pending.push(...operandsOf(node));
  }
  return nodes;
}

function isMatch(node: ASTNode): node is ASTNode & { op: 'rcall' } {
  return node.op === 'rcall' && node.args[0].startsWith('matches');
}

function lengthOf(value: unknown): number {
  return typeof value === 'string' || Array.isArray(value) ? value.length : 0;
}

function itemsOf(value: object): Iterable<unknown> {
  if (Array.isArray(value)) return value as unknown[];
  return value instanceof Map ? value.values() : (Object.values(value) as unknown[]);
}

/** The size of the values in steps, with each text, item and entry counted once. */
function sizeOf(values: unknown[], perCharacter: number): number {
  let size = 0;
  const pending = [...values];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value === 'string') size += value.length * perCharacter;
    if (typeof value !== 'object' || value === null) continue;
    for (const item of itemsOf(value)) {
      size++;
      if (typeof item === 'object' || typeof item === 'string') pending.push(item);
    }
  }
  return size;
}
