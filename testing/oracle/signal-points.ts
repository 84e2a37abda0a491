import type { Json } from '../../engine/model/json.ts';
import type { RuleSet, Signal } from '../../engine/model/rule-set.ts';
import { constantOf, parts } from './evaluate.ts';
import type { Expression } from './expression.ts';
import { Time, type Value } from './values.ts';

export interface Points {
  /** Representatives of all values of a signal; some may violate its schema. */
  values: Json[];
  /** The numbers, or milliseconds, that clauses compare the signal with; none if it has no order. */
  constants: number[];
}

/** Letters below, among and above those in the constants of conditions. */
const letters = ['A', 'a', 'b', 'c'];
const longest = 5;

/** Values that clauses about one signal can distinguish: every constant and its neighbours, every kind of text, every set. */
export function pointsOf(signal: Signal, about: readonly Expression[], ruleSet: RuleSet): Points {
  switch (signal.type) {
    case 'boolean':
      return { values: [false, true], constants: [] };
    case 'array':
      return { values: sets(signal, about), constants: [] };
    case 'string': {
      if (signal.format === 'duration' || signal.format === 'date-time') break;
      const named = about.flatMap(textsIn).flatMap(text => [text, `${text}a`]);
      named.push(...about.flatMap(sizesIn).flatMap(size => ['a'.repeat(size), 'a'.repeat(size + 1)]));
      return { values: [...(signal.enum ?? []), ...named, ...(signal.enum ? [] : texts())], constants: [] };
    }
    default:
  }
  const constants = sorted(about.flatMap(clause => boundsIn(clause, ruleSet)));
  const ends = [signal.minimum, signal.maximum, signal.exclusiveMinimum, signal.exclusiveMaximum];
  const all = sorted([...constants, ...ends.filter(end => end !== undefined)]);
  const listed = signal.enum as number[] | undefined;
  const values = listed ?? (signal.type === 'integer' ? whole(all) : between(all));
  return { values: values.map(value => asWritten(signal, value)), constants };
}

function sorted(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

function between(constants: readonly number[]): number[] {
  const [first = 0, last = 0] = [constants[0], constants.at(-1)];
  return sorted([
    first - 1000,
    ...constants,
    ...constants.slice(1).map((constant, index) => (constant + (constants[index] ?? 0)) / 2),
    last + 1000,
  ]);
}

function whole(constants: readonly number[]): number[] {
  const near = sorted(
    constants.flatMap(each => [Math.floor(each) - 1, Math.floor(each), Math.ceil(each), Math.ceil(each) + 1]),
  );
  return near.length > 0 ? near : [0];
}

function asWritten({ format }: Signal, value: number): Json {
  if (format === 'duration') return value < 0 ? `-${-value}ms` : `${value}ms`;
  return format === 'date-time' ? new Date(value).toISOString() : value;
}

/** The numbers or times at which a clause may change: its constants, or the values at which a linear term reaches its constant. */
function boundsIn(clause: Expression, ruleSet: RuleSet): number[] {
  if (clause.op === 'in' && clause.list.op === 'list') {
    return clause.list.items.map(item => asNumber(constantOf(item, ruleSet)));
  }
  if (clause.op !== 'compare') return [];
  const [term, constant] = namesSignal(clause.left) ? [clause.left, clause.right] : [clause.right, clause.left];
  const at = asNumber(constantOf(constant, ruleSet));
  const [origin, one] = [0, 1].map(value => linear(term, value, ruleSet)) as [number, number];
  return [(at - origin) / (one - origin)];
}

function namesSignal(expression: Expression): boolean {
  return expression.op === 'signal' || parts(expression).some(namesSignal);
}

/** The value of a term of one signal. @param value the value of the signal */
function linear(term: Expression, value: number, ruleSet: RuleSet): number {
  if (!namesSignal(term)) return asNumber(constantOf(term, ruleSet));
  if (term.op === 'negate') return -linear(term.of, value, ruleSet);
  if (term.op !== 'arithmetic') return value;
  const [left, right] = [linear(term.left, value, ruleSet), linear(term.right, value, ruleSet)];
  switch (term.operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      throw new Error('A remainder is not linear.');
  }
}

function asNumber(value: Value): number {
  return value instanceof Time ? value.milliseconds : Number(value);
}

/** The string constants in a clause. */
function textsIn(clause: Expression): string[] {
  if (clause.op === 'string') return [clause.value];
  return [...parts(clause).flatMap(textsIn), ...(clause.op === 'text' ? [clause.argument] : [])];
}

let everyText: string[] | undefined;

/** All texts of a few letters, long enough to contain any two of the generated prefixes, parts and suffixes. */
function texts(): string[] {
  if (!everyText) {
    let last = [''];
    everyText = [''];
    for (let length = 1; length <= longest; length++) {
      last = last.flatMap(text => letters.map(letter => text + letter));
      everyText.push(...last);
    }
    // Greater than all constants, and without any part that a condition looks for.
    everyText.push(...everyText.filter(text => text.length < 3).map(text => `d${text}`), 'd'.repeat(longest));
  }
  return everyText;
}

/** All combinations of the items in clauses and one other item, in all sizes that clauses distinguish. */
function sets(signal: Signal, about: readonly Expression[]): Json[] {
  const allowed = signal.items?.enum as string[] | undefined;
  const named = [...new Set([...about.flatMap(textsIn), ...(allowed ?? [])])];
  const members = allowed ? named : [...named, 'unnamed'];
  const most = Math.max(0, ...about.flatMap(sizesIn)) + 1;
  const subsets = members.reduce<string[][]>((made, member) => [...made, ...made.map(set => [...set, member])], [[]]);
  return subsets.flatMap(subset => {
    const variants: string[][] = [subset];
    for (let longer = [...subset]; longer.length < most;) {
      const more =
        signal.uniqueItems !== true ? subset[0] : subset.includes('unnamed') ? `unnamed-${longer.length}` : undefined;
      if (more === undefined) break;
      longer = [...longer, more];
      variants.push(longer);
    }
    return variants;
  });
}

function sizesIn(clause: Expression): number[] {
  return clause.op === 'int' ? [clause.value] : parts(clause).flatMap(sizesIn);
}
