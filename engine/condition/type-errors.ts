import { comparisonAdvice, comparisons } from './comparison-advice.ts';
import type { Declarations } from './declarations.ts';
import { nearestMethod } from './nearest-method.ts';
import type { ASTNode } from './syntax-tree.ts';

const typeWords: Record<string, string> = {
  int: 'a whole number',
  double: 'a number',
  string: 'a string',
  bool: 'true or false',
  'google.protobuf.Duration': 'a duration',
  'google.protobuf.Timestamp': 'a time',
  null: 'null',
  null_type: 'null',
  uint: 'a whole number',
  bytes: 'bytes',
  dyn: 'any value',
  type: 'a type',
};

/** A CEL type in plain words, with an article, because authors do not know CEL's names of types. */
export function inWords(type: string): string {
  if (type.startsWith('list')) return 'a list';
  if (type.startsWith('map')) return 'a mapping';
  if (type.startsWith('$')) return 'a group of values';
  return typeWords[type] ?? 'a value of another kind';
}

function doNotFit(left: string, operator: string, right: string): string {
  return comparisons.has(operator)
    ? `${capital(inWords(left))} and ${inWords(right)} cannot be compared with \`${operator}\``
    : `\`${operator}\` does not apply to ${inWords(left)} and ${inWords(right)}`;
}

const timeWords = new Set(['google.protobuf.Duration', 'google.protobuf.Timestamp']);

/** Explains a type error of the CEL checker to an author, with what to write instead if that is known. */
export function explainTypeError(code: string, summary: string, node: ASTNode, declarations: Declarations): string {
  const binary = /^no such overload: (.+) (==|!=|<=|>=|<|>|\+|-|\*|\/|%|in|&&|\|\|) (.+)$/.exec(summary);
  if (code === 'no_such_overload' && binary) {
    const [, left = '', operator = '', right = ''] = binary;
    if (left.startsWith('null') || right.startsWith('null'))
      return 'Nothing can be compared with null: ask `has(…)` or `!has(…)` whether the signal is there.';
    if (operator === 'in')
      return `\`in\` asks whether a list holds a value: ${inWords(left)} cannot be in ${inWords(right)}.`;
    const advice = comparisonAdvice(node, { left, right }, declarations);
    if (advice !== null) return `${doNotFit(left, operator, right)}: ${advice}.`;
    const time = timeWords.has(left) !== timeWords.has(right) ? (timeWords.has(left) ? left : right) : undefined;
    if (time) {
      const form = time.endsWith('Duration') ? '`duration("15m")`' : '`timestamp("2026-01-31T00:00:00Z")`';
      return `${doNotFit(left, operator, right)}: write ${form}.`;
    }
    if ((left === 'int' && right === 'double') || (left === 'double' && right === 'int')) {
      return `CEL does not calculate with a whole number and a number (\`${operator}\`): wrap the whole number in \`double(…)\`.`;
    }
    return `${doNotFit(left, operator, right)}.`;
  }
  const unary = /^no such overload: ([!-])(.+)$/.exec(summary);
  if (unary) return `\`${unary[1]}\` does not apply to ${inWords(unary[2] ?? '')}.`;
  const method = /^found no matching overload for '(?:(.+)\.)?([\w]+)\((.*)\)'$/.exec(summary);
  if (method) {
    const [, receiver, name = '', args = ''] = method;
    if (name.toLowerCase() === 'not') return `\`${name}\` is written \`!\`.`;
    const taken = args === '' ? 'without a value' : `that takes ${argumentsInWords(args)}`;
    if (!receiver) return `There is no function \`${name}\` ${taken}.`;
    const near = nearestMethod(name, receiver);
    return near === undefined
      ? `${capital(inWords(receiver))} has no function \`${name}\` ${taken}.`
      : `${capital(inWords(receiver))} has no function \`${name}\`. Did you mean \`${near}\`?`;
  }
  const general = generalTypeError(summary);
  if (general !== null) return general;
  if (code === 'invalid_macro_argument' && /has\(\)/.test(summary))
    return '`has` asks for a signal: `has(customer.tier)`.';
  if (code === 'heterogeneous_list_element') return 'All values of a list must be of one type.';
  if (code === 'unknown_variable' || code === 'no_such_key') {
    const name = /: (.+)$/.exec(summary)?.[1] ?? node.input;
    return `There is nothing named \`${name}\`.`;
  }
  return `${summary.endsWith('.') ? summary : `${summary}.`}`;
}

/** Puts `string, list<int>` into words: "a string and a list". */
function argumentsInWords(types: string): string {
  const words = splitTypes(types).map(inWords);
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** Splits a list of types at the commas outside `<…>`. */
function splitTypes(types: string): string[] {
  const found = [''];
  let depth = 0;
  for (const char of types) {
    if (char === '<') depth++;
    if (char === '>') depth--;
    if (char === ',' && depth === 0) found.push('');
    else found.push((found.pop() ?? '') + char);
  }
  return found.map(each => each.trim());
}

const generalErrors: readonly [RegExp, (...types: string[]) => string][] = [
  [/^List index must be int, got '(.+)'/, type => `An item of a list is named by its number, not by ${inWords(type)}.`],
  [
    /^Cannot index type '(.+)'/,
    type => `${capital(inWords(type))} has nothing inside that could be named after a \`.\` or in \`[ ]\`.`,
  ],
  [
    /^Logical operator requires bool operands, got '(.+)'/,
    type => `\`&&\` and \`||\` join what is true or false; this is ${inWords(type)}.`,
  ],
  [
    /^Ternary condition must be bool, got '(.+)'/,
    type => `What stands before \`?\` must be true or false; this is ${inWords(type)}.`,
  ],
  [
    /^Ternary branches must have the same type, got '(.+)' and '(.+)'/,
    (then, otherwise) =>
      `Both results of \`? :\` must be of one type; these are ${inWords(then)} and ${inWords(otherwise)}.`,
  ],
  [
    /^(\w+)\(.*\) predicate must return bool, got '(.+)'/,
    (macro, type) => `\`${macro}\` asks something true or false of each item; this is ${inWords(type)}.`,
  ],
];

function generalTypeError(summary: string): string | null {
  for (const [pattern, words] of generalErrors) {
    const found = pattern.exec(summary);
    if (found !== null) return words(...found.slice(1));
  }
  return null;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
