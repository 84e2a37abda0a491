import { isString, tokensOf, type StringToken, type Token } from './expression-tokens.ts';

/** What can be completed at the cursor. A completion replaces the text from `start` to `end`. */
export type Wanted =
  /** A member of `base`, after a dot. */
  | { kind: 'member'; base: string[]; start: number; end: number }
  /** A string literal. `subject`: the signal that it is compared with or contained in, if known. */
  | {
      kind: 'text';
      subject: string[] | null;
      elements: boolean;
      /** True if it is a function's argument, where no clause can begin. */
      argument: boolean;
      quote: '"' | "'";
      start: number;
      end: number;
      closed: boolean;
    }
  /** A value: a possible value of `compared`, or anything if that is null. */
  | { kind: 'operand'; compared: Compared | null; start: number; end: number }
  /** An operator, after a complete operand. `left`: the operand if it is a path that is not compared yet. */
  | { kind: 'operator'; left: string[] | null; start: number; end: number }
  /** No completion: a number is being written, or a new variable named. */
  | { kind: 'nothing' };

export interface Compared {
  path: string[];
  operator: string;
  /** True if the elements of the value are compared, not the value itself. */
  elements: boolean;
  /** True if the value is an item of a list literal. */
  inList: boolean;
}

export interface ExpressionCursor {
  wanted: Wanted;
  /** Variables bound by the macros around the cursor, each with the path of its list (null if the list is not a path). */
  variables: ReadonlyMap<string, string[] | null>;
}

const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=']);
const macros = new Set(['exists', 'all', 'exists_one', 'filter', 'map']);

/** Determines from the tokens around an offset what can be completed there. */
export function expressionCursor(text: string, offset: number): ExpressionCursor {
  const tokens = tokensOf(text);
  const inside = tokens.find(
    token => token.start < offset && (offset < token.end || (isString(token) && !token.closed && offset <= token.end)),
  );
  const word = tokens.find(token => token.kind === 'name' && token.start <= offset && offset <= token.end);
  const before = tokens.filter(token => token.end <= offset && token !== word && token !== inside);
  const variables = boundVariables(before);
  if (isString(inside)) return { wanted: textWanted(inside, before, tokens, variables), variables };
  if (inside !== undefined && inside !== word) return { wanted: { kind: 'nothing' }, variables };
  const last = before.at(-1);
  if (last?.kind === 'number' && last.end === offset) return { wanted: { kind: 'nothing' }, variables };
  const [start, end] = word === undefined ? [offset, offset] : [word.start, word.end];
  if (last?.kind === 'dot') {
    const base = pathBefore(before, before.length - 1);
    return { wanted: base === null ? { kind: 'nothing' } : { kind: 'member', base, start, end }, variables };
  }
  if (endsOperand(last)) return { wanted: { kind: 'operator', left: uncompared(before), start, end }, variables };
  if (namesVariable(before)) return { wanted: { kind: 'nothing' }, variables };
  return { wanted: { kind: 'operand', compared: comparedBefore(before, variables), start, end }, variables };
}

function textWanted(
  string: StringToken,
  before: readonly (Token | StringToken)[],
  tokens: readonly (Token | StringToken)[],
  variables: ReadonlyMap<string, string[] | null>,
): Wanted {
  const compared = comparedBefore(before, variables);
  const called = callBefore(before, variables);
  const index = tokens.indexOf(string);
  const held = tokens[index + 1]?.text === 'in' ? pathAfter(tokens, index + 2) : null;
  return {
    kind: 'text',
    subject: compared?.path ?? held ?? called?.receiver ?? null,
    elements: compared === null ? held !== null || called?.elements === true : compared.elements,
    argument: called !== null,
    quote: string.quote,
    start: string.contentStart,
    end: string.contentEnd,
    closed: string.closed,
  };
}

/** String methods whose argument is a part of the receiver. */
const partMethods = new Set(['startsWith', 'endsWith', 'contains']);

/** The call whose argument comes next: its receiver if that is a path, and whether that is a list of which an element is meant. Null outside calls. */
function callBefore(
  before: readonly Token[],
  variables: ReadonlyMap<string, string[] | null>,
): { receiver: string[] | null; elements: boolean } | null {
  const open = openBracket(before);
  const method = open === null ? undefined : before[open - 1];
  if (open === null || before[open]?.text !== '(' || method?.kind !== 'name' || method.text === 'in') return null;
  const dotted = before[open - 2]?.kind === 'dot';
  if (dotted && macros.has(method.text)) return null;
  const path = dotted && partMethods.has(method.text) ? pathBefore(before, open - 2) : null;
  const list = path?.length === 1 ? variables.get(path[0] ?? '') : undefined;
  return { receiver: list ?? path, elements: list !== undefined && list !== null };
}

function endsOperand(token: Token | undefined): boolean {
  if (token === undefined) return false;
  if (token.kind === 'name') return token.text !== 'in';
  return token.kind === 'number' || token.kind === 'string' || token.kind === 'close';
}

/** The path that ends before the token at `end` (`customer`, `.`, `tier`); null if there is none. */
function pathBefore(tokens: readonly Token[], end: number): string[] | null {
  const path: string[] = [];
  for (let i = end - 1; i >= 0; i -= 2) {
    const token = tokens[i];
    if (token?.kind !== 'name' || token.text === 'in') return null;
    path.unshift(token.text);
    if (tokens[i - 1]?.kind !== 'dot') return path;
  }
  return null;
}

/** The path at the end of the tokens, unless it is the right side of a comparison. */
function uncompared(tokens: readonly Token[]): string[] | null {
  const path = pathBefore(tokens, tokens.length);
  const operator = path === null ? undefined : tokens[tokens.length - 2 * path.length];
  return operator !== undefined && (comparisons.has(operator.text) || operator.text === 'in') ? null : path;
}

function pathAfter(tokens: readonly Token[], start: number): string[] | null {
  const path: string[] = [];
  for (let i = start; tokens[i]?.kind === 'name'; i += 2) {
    path.push(tokens[i]?.text ?? '');
    if (tokens[i + 1]?.kind !== 'dot') break;
  }
  return path.length === 0 ? null : path;
}

/** What the next operand is compared with, as in `intent ==`, `intent in ["refund",` or, inside a macro, `v ==`. */
function comparedBefore(before: readonly Token[], variables: ReadonlyMap<string, string[] | null>): Compared | null {
  let end = before.length;
  let inList = false;
  const open = openBracket(before);
  if (open !== null && before[open]?.text === '[' && (end - 1 === open || before[end - 1]?.kind === 'comma')) {
    end = open;
    inList = true;
  }
  const operator = before[end - 1];
  if (operator === undefined) return null;
  if (!(operator.text === 'in' || (!inList && comparisons.has(operator.text)))) return null;
  const path = pathBefore(before, end - 1);
  if (path === null) return null;
  const [first = ''] = path;
  const list = path.length === 1 ? variables.get(first) : undefined;
  return {
    path: list ?? path,
    operator: operator.text,
    elements: list !== undefined && list !== null,
    inList,
  };
}

/** Index of the innermost bracket still open at the end of the tokens; null if there is none. */
function openBracket(tokens: readonly Token[]): number | null {
  let closed = 0;
  for (let i = tokens.length - 1; i >= 0; i--) {
    const { kind } = tokens[i] ?? {};
    if (kind === 'close') closed++;
    else if (kind === 'open' && closed-- === 0) return i;
  }
  return null;
}

/** The variables of the enclosing macros: in `flags.exists(v, …`, `v` is an element of `flags`. */
function boundVariables(before: readonly Token[]): Map<string, string[] | null> {
  const variables = new Map<string, string[] | null>();
  const open: number[] = [];
  before.forEach(({ kind }, index) => {
    if (kind === 'open') open.push(index);
    else if (kind === 'close') open.pop();
  });
  for (const index of open) {
    const method = before[index - 1];
    const name = before[index + 1];
    if (method === undefined || !macros.has(method.text) || before[index - 2]?.kind !== 'dot') continue;
    if (name?.kind === 'name' && before[index + 2]?.kind === 'comma')
      variables.set(name.text, pathBefore(before, index - 2));
  }
  return variables;
}

/** True if the next token is the first argument of a macro, which names a new variable. */
function namesVariable(before: readonly Token[]): boolean {
  const [dot, method, open] = before.slice(-3);
  return open?.text === '(' && method !== undefined && macros.has(method.text) && dot?.kind === 'dot';
}
