import { bindingOf, operandsOf, textRange, type ASTNode } from './syntax-tree.ts';

export type Choice = ASTNode & { op: '?:' };

/** The branch taken of each choice. */
export type Taken = ReadonlyMap<ASTNode, ASTNode>;

/**
 * The first choice in an expression, in text order, that is not among those `taken`; undefined if there is none. A clause has no value if the test of the
 * choice has none, so `f(p ? a : b)` equals `p ? f(a) : f(b)`. Choices whose test reads the variable of a macro are left out: they differ for each item.
 */
export function firstChoice(node: ASTNode, taken: Taken, variables: readonly string[] = []): Choice | undefined {
  const branch = taken.get(node);
  if (branch !== undefined) return firstChoice(branch, taken, variables);
  if (node.op === '?:' && !reads(node.args[0], variables)) return node;
  const binding = bindingOf(node);
  for (const operand of operandsOf(node)) {
    const inScope = binding?.inside.includes(operand) === true ? [...variables, binding.name] : variables;
    const found = firstChoice(operand, taken, inScope);
    if (found !== undefined) return found;
  }
  return undefined;
}

function reads(node: ASTNode, variables: readonly string[]): boolean {
  if (node.op === 'id') return variables.includes(node.args);
  return operandsOf(node).some(operand => reads(operand, variables));
}

/** The text of an expression in which each choice taken is replaced by its branch. */
export function textWith(node: ASTNode, taken: Taken): string {
  const { input } = node;
  const { start, end } = textRange(node);
  let text = '';
  let from = start;
  for (const choice of outermost(node, taken)) {
    const branch = taken.get(choice) as ASTNode;
    const range = bracketsAround(choice, resolved(branch, taken), { start, end });
    text += input.slice(from, range.start) + textWith(branch, taken);
    from = range.end;
  }
  return text + input.slice(from, end);
}

/** True if two expressions in standard CEL are the same but for white space, brackets and the way of writing a double: `double(5)`, `5.0`. */
export function isSameExpression(a: ASTNode, b: ASTNode): boolean {
  return shape(a) === shape(b);
}

function shape(node: ASTNode): string {
  return JSON.stringify(node, (key, value: unknown) => {
    if (key !== '' && !/^(?:op|args|\d+)$/.test(key)) return undefined;
    if (typeof value === 'bigint') return { int: String(value) };
    if (isNode(value) && value.op === 'call' && value.args[0] === 'double') {
      const [, [literal]] = value.args;
      if (literal?.op === 'value' && typeof literal.args === 'bigint')
        return { op: 'value', args: Number(literal.args) };
    }
    return isNode(value) ? { op: value.op, args: value.args } : value;
  });
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}

/** The choices taken in an expression that are not in a branch of another one, in text order. */
function outermost(node: ASTNode, taken: Taken): ASTNode[] {
  return taken.has(node) ? [node] : operandsOf(node).flatMap(operand => outermost(operand, taken));
}

function resolved(node: ASTNode, taken: Taken): ASTNode {
  const branch = taken.get(node);
  return branch === undefined ? node : resolved(branch, taken);
}

const atomic = new Set(['value', 'id', '.', '[]', 'call', 'rcall', 'list', 'map']);

/** The range of a choice, with the brackets around it if the branch that replaces it needs none. */
function bracketsAround(choice: ASTNode, branch: ASTNode, within: { start: number; end: number }): typeof within {
  const { input } = choice;
  let { start, end } = textRange(choice);
  while (atomic.has(branch.op)) {
    const before = input.slice(within.start, start).trimEnd();
    const after = within.end - input.slice(end, within.end).trimStart().length;
    const isBracketed = before.endsWith('(') && input[after] === ')' && after < within.end;
    if (!isBracketed || isCall(before.slice(0, -1).trimEnd())) break;
    start = within.start + before.length - 1;
    end = after + 1;
  }
  return { start, end };
}

/** True if a bracket that follows this text encloses arguments. */
function isCall(before: string): boolean {
  return /[\w\])]$/.test(before) && !/(?:^|\W)in$/.test(before);
}
