interface Operator {
  at: number;
  sign: '&&' | '||';
  /** The number of brackets around it. */
  depth: number;
}

/**
 * Breaks a CEL expression into lines at its logical operators, starting with those that bind least, so that operands stay together. Each line begins with
 * its operator; a part without an operator is not broken, however long it is.
 * @param width in characters
 */
export function wrapCondition(expression: string, width: number): string[] {
  if (expression.length <= width) return [expression];
  const operators = operatorsOf(expression).filter(({ depth }) => depth === 0);
  const loosest = operators.some(({ sign }) => sign === '||') ? '||' : '&&';
  const cuts = operators.filter(({ sign }) => sign === loosest).map(({ at }) => at);
  if (cuts.length === 0) {
    const inner = bracketedPart(expression);
    if (inner === null) return [expression];
    const { before, inside, after } = inner;
    const indent = ' '.repeat(Math.min(before.length, 4));
    const lines = wrapCondition(inside, width - before.length - after.length);
    return lines.map((line, at) => `${at === 0 ? before : indent}${line}${at === lines.length - 1 ? after : ''}`);
  }
  const parts = [0, ...cuts].map((from, at) => expression.slice(from, cuts[at]).trim());
  return parts.flatMap((part, at) => {
    const sign = at === 0 ? '' : `${loosest} `;
    const lines = wrapCondition(part.slice(sign.length), width - sign.length);
    return lines.map((line, index) => `${index === 0 ? sign : ' '.repeat(sign.length)}${line}`);
  });
}

/** Splits `f(…)`, `!(…)` or `(…)` at its outermost brackets; null if the expression does not end with a bracket. */
function bracketedPart(expression: string): { before: string; inside: string; after: string } | null {
  const open = expression.indexOf('(');
  if (open < 0 || !expression.endsWith(')')) return null;
  return { before: expression.slice(0, open + 1), inside: expression.slice(open + 1, -1), after: ')' };
}

/** Finds `&&` and `||` outside string literals. */
function operatorsOf(expression: string): Operator[] {
  const found: Operator[] = [];
  let depth = 0;
  for (const match of expression.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[([{]|[)\]}]|&&|\|\|/gs)) {
    const [token] = match;
    if (token === '&&' || token === '||') found.push({ at: match.index, sign: token, depth });
    else if ('([{'.includes(token)) depth++;
    else if (')]}'.includes(token)) depth--;
  }
  return found;
}
