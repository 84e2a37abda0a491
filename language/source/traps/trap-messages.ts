import type { TextProblem } from '../tree/source-problem.ts';
import type { Trap, TrapName } from './trap.ts';

const reasons: Readonly<Record<TrapName, string>> = {
  tag: 'a word that starts with `!` is a tag in YAML',
  quoted: 'a value that starts with a quote ends at the next quote in YAML',
  mapping: 'a `:` followed by a space makes a mapping in YAML',
  sequence: 'a `-` followed by a space starts a list in YAML',
  alias: 'a word that starts with `*` is an alias in YAML',
  anchor: 'a word that starts with `&` is an anchor in YAML',
  comment: 'a `#` after a space starts a comment in YAML, so the expression ends there',
  reserved: 'YAML reserves its first character',
  block: 'a value that starts with `>` or `|` is a block of text in YAML',
  'flow-mapping': 'a value that starts with `{` is a mapping in YAML',
  'flow-sequence': 'a value that starts with `[` is a list in YAML, which ends at the matching `]`',
  'flow-separator': 'inside `{ }` or `[ ]` YAML ends a value at the next comma or bracket',
};

/** The expression as a quoted YAML scalar, in the quotes that need the fewest escapes. */
export function quoteExpression(expression: string): string {
  if (!expression.includes("'")) return `'${expression}'`;
  if (!expression.includes('"') && !expression.includes('\\')) return `"${expression}"`;
  return `'${expression.replaceAll("'", "''")}'`;
}

export function trapProblem(trap: Trap, text: string): TextProblem {
  const { name, start, end } = trap;
  const expression = text.slice(start, end);
  const quoted = quoteExpression(expression);
  const oneLine = quoted.replace(/\s*\n\s*/g, ' ');
  const shown = oneLine.length <= 100 ? `: ${oneLine}` : '.';
  return {
    code: 'unquoted-expression',
    message: `This expression needs quotes, because ${reasons[name]}. Put all of it in quotes${shown}`,
    start,
    end,
    related: [],
    fix: { title: 'Put the expression in quotes', edits: [{ start, end, newText: quoted }] },
  };
}
