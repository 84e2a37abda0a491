import type { ASTNode } from '@marcbachmann/cel-js';

export type { ASTNode };

/** The operands of a node, including macro arguments. */
export function operandsOf(node: ASTNode): ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return [node.args[0]];
    case 'call':
      return node.args[1];
    case 'rcall':
      return [node.args[1], ...node.args[2]];
    case 'list':
      return node.args;
    case 'map':
      return node.args.flat();
    case '!_':
    case '-_':
      return [node.args];
    default:
      return node.args;
  }
}

const comprehensions = new Set(['exists', 'all', 'exists_one', 'map', 'filter']);

/**
 * For a macro that binds a variable: the variable's name, the node that gives its values, and the nodes in its scope. Undefined for all other nodes.
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#macros
 */
export function bindingOf(node: ASTNode): { name: string; source: ASTNode; inside: ASTNode[] } | undefined {
  if (node.op !== 'rcall') return undefined;
  const [method, receiver, args] = node.args;
  const [first, ...rest] = args;
  if (first?.op !== 'id') return undefined;
  if (comprehensions.has(method) && rest.length > 0) return { name: first.args, source: receiver, inside: rest };
  const [value, body] = rest;
  if (method === 'bind' && receiver.op === 'id' && receiver.args === 'cel' && value && body) {
    return { name: first.args, source: value, inside: [body] };
  }
  return undefined;
}

/** The operands of a chain such as `a && b && c`, in order. */
export function flatten(node: ASTNode, operator: '&&' | '||'): ASTNode[] {
  const operands: ASTNode[] = [];
  const pending = [node];
  for (let at = pending.pop(); at; at = pending.pop()) {
    if (at.op === operator) pending.push(at.args[1], at.args[0]);
    else operands.push(at);
  }
  return operands;
}

/** The depth of nesting; a chain of `&&` or `||` is one level. Not recursive, because the tree may be arbitrarily deep. */
export function depthOf(node: ASTNode): number {
  let deepest = 0;
  const pending = [{ at: node, depth: 1 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { at, depth } = next;
    deepest = Math.max(deepest, depth);
    const operands = at.op === '&&' || at.op === '||' ? flatten(at, at.op) : operandsOf(at);
    for (const operand of operands) pending.push({ at: operand, depth: depth + 1 });
  }
  return deepest;
}

/** The names in `a.b.c`; undefined if the node is not a chain of selections on an identifier. */
export function dottedName(node: ASTNode): string[] | undefined {
  if (node.op === 'id') return [node.args];
  if (node.op !== '.') return undefined;
  const names = dottedName(node.args[0]);
  names?.push(node.args[1]);
  return names;
}

/**
 * The range of a node's text with balanced parentheses: the parser's ranges omit a parenthesis before the first operand, as in
 * `(a + b) * 2 < c`.
 */
export function textRange(node: ASTNode): { start: number; end: number } {
  const { input } = node;
  let { start, end } = node;
  const { opened, closed } = unbalanced(input, start, end);
  for (let missing = closed; missing > 0 && start > 0;) if (input[--start] === '(') missing--;
  for (let missing = opened; missing > 0 && end < input.length;) if (input[end++] === ')') missing--;
  return { start, end };
}

/** The outermost part of an expression with this range; undefined if there is none. */
export function nodeAt(node: ASTNode, start: number, end: number): ASTNode | undefined {
  const range = textRange(node);
  if (range.start === start && range.end === end) return node;
  for (const operand of operandsOf(node)) {
    const found = nodeAt(operand, start, end);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Counts the unmatched parentheses in a piece of CEL, skipping string literals and comments. */
function unbalanced(text: string, start: number, end: number): { opened: number; closed: number } {
  let opened = 0;
  let closed = 0;
  for (let i = start; i < end; i++) {
    const character = text[i];
    if (character === '(') opened++;
    else if (character === ')') {
      if (opened > 0) opened--;
      else closed++;
    } else if (character === '"' || character === "'") i = endOfString(text, i) - 1;
    else if (character === '/' && text[i + 1] === '/') while (i < end && text[i] !== '\n') i++;
  }
  return { opened, closed };
}

function endOfString(text: string, at: number): number {
  const quote = text[at] ?? '';
  const triple = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
  const raw = /[rR]/.test(text[at - 1] ?? '');
  let i = at + triple.length;
  while (i < text.length && !text.startsWith(triple, i)) i += text[i] === '\\' && !raw ? 2 : 1;
  return i + triple.length;
}
