import type { ASTNode } from '@marcbachmann/cel-js';

const typeWords: Record<string, string> = {
  int: 'a whole number',
  double: 'a number',
  string: 'a string',
  bool: 'true or false',
  'google.protobuf.Duration': 'a duration',
  'google.protobuf.Timestamp': 'a time',
  null: 'null',
  null_type: 'null',
};

/** A CEL type as an author reads it, with its article. */
export function inWords(type: string): string {
  if (type.startsWith('list')) return 'a list';
  return typeWords[type] ?? `a ${type}`;
}

const timeWords = new Set(['google.protobuf.Duration', 'google.protobuf.Timestamp']);

/** Says what a type error of the CEL checker means to an author, and what to write instead where that is known. */
export function explainTypeError(code: string, summary: string, node: ASTNode): string {
  const binary = /^no such overload: (.+) (==|!=|<=|>=|<|>|\+|-|\*|\/|%|in|&&|\|\|) (.+)$/.exec(summary);
  if (code === 'no_such_overload' && binary) {
    const [, left = '', operator = '', right = ''] = binary;
    if (left.startsWith('null') || right.startsWith('null'))
      return 'Nothing can be compared with null: ask `has(…)` or `!has(…)` whether the signal is there.';
    if (operator === 'in')
      return `\`in\` asks whether a list holds a value: ${inWords(left)} cannot be in ${inWords(right)}.`;
    const time = timeWords.has(left) !== timeWords.has(right) ? (timeWords.has(left) ? left : right) : undefined;
    if (time) {
      const form = time.endsWith('Duration') ? '`duration("15m")`' : '`timestamp("2026-01-31T00:00:00Z")`';
      return `${capital(inWords(left))} and ${inWords(right)} cannot be put together with \`${operator}\`: write ${form}.`;
    }
    if ((left === 'int' && right === 'double') || (left === 'double' && right === 'int')) {
      return `CEL does not calculate with a whole number and a number (\`${operator}\`): wrap the whole number in \`double(…)\`.`;
    }
    return `${capital(inWords(left))} and ${inWords(right)} cannot be put together with \`${operator}\`.`;
  }
  const unary = /^no such overload: ([!-])(.+)$/.exec(summary);
  if (unary) return `\`${unary[1]}\` does not apply to ${inWords(unary[2] ?? '')}.`;
  const method = /^found no matching overload for '(?:(.+)\.)?([\w]+)\((.*)\)'$/.exec(summary);
  if (method) {
    const [, receiver, name = '', args = ''] = method;
    const on = receiver ? ` on ${inWords(receiver)}` : '';
    return `There is no function \`${name}(${args})\`${on}.`;
  }
  if (code === 'invalid_macro_argument' && /has\(\)/.test(summary))
    return '`has` asks for a signal: `has(customer.tier)`.';
  if (code === 'heterogeneous_list_element') return 'All values of a list must be of one type.';
  if (code === 'unknown_variable' || code === 'no_such_key') {
    const name = /: (.+)$/.exec(summary)?.[1] ?? node.input;
    return `There is nothing named \`${name}\`.`;
  }
  return `${summary.endsWith('.') ? summary : `${summary}.`}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
