import { EvaluationError } from '@marcbachmann/cel-js';
import type { CelContext } from './cel-values.ts';
import { bindingOf, operandsOf, type ASTNode } from './syntax-tree.ts';

/**
 * The steps that one expression may take beside those that are in proportion to its input. A step is the evaluation of a node, sixteen
 * characters or items of what the node gives, or a character that a pattern is matched on.
 */
export const maxSteps = 1_000_000;
const perStep = 16;

/** The library's nodes: each holds the function that evaluates it, and its macro, if it is one, expanded. */
interface Evaluating {
  evaluate: Evaluate;
  readonly meta: { evaluate: Evaluate; alternate?: Evaluating; macro?: { evaluate: Evaluate } };
}
type Evaluate = (this: unknown, evaluator: unknown, node: unknown, context: unknown) => unknown;

/**
 * Puts a bound on the work of a type-checked expression. Without macros an expression looks at each of its operands once, and needs none; with
 * macros in macros the work grows with the square of a list, or its cube.
 * @returns what is to be called before each evaluation, with the variables
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
      // Thrown again by all that is still to be evaluated: no `||` and no macro takes it for one error among others.
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

/** True if the expression is a macro that binds a variable, or holds one. */
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

/** In steps: all that the values hold, each text, item and entry looked at once. */
function sizeOf(values: unknown[], perCharacter: number): number {
  let size = 0;
  const pending = [...values];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value === 'string') size += value.length * perCharacter;
    if (typeof value !== 'object' || value === null) continue;
    for (const item of Array.isArray(value) ? (value as unknown[]) : Object.values(value)) {
      size++;
      if (typeof item === 'object' || typeof item === 'string') pending.push(item);
    }
  }
  return size;
}
