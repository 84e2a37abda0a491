import { clausesOf, type Condition } from '../../condition/condition.ts';
import type { Declarations } from '../../condition/declarations.ts';
import { statesOf, type Dimension } from '../dimension.ts';
import type { Formula } from '../formula.ts';
import { createRegions, isConjunction, leafRegion, negated, type TruthMode } from '../regions.ts';
import { createSpace, dimensionsOf } from '../space.ts';
import { printFormula } from './print-formula.ts';
import type { ConstantNames } from './print.ts';
import { code, listed, stateWords, type WordsOf } from './state-words.ts';

/** A condition for people. */
export interface ConditionWords {
  /** When it is true: "`topic` is `refund`, and either `amount` is above 50 USD or `tier` is `free`". What has no shorter words is CEL in backticks. */
  text: string;
  /** True if it holds for every input, or for none. */
  constant: boolean | null;
  /** The signals that may be missing and then can leave it unknown, in the order of the text. */
  unknown: string[];
  /** True if a clause may have no value although all signals are there, as a division by zero. */
  canFail: boolean;
}

/** @param names names of thresholds for the constants in the condition */
export function conditionWords(condition: Condition, { signals }: Declarations, names: ConstantNames): ConditionWords {
  const space = createSpace(signals, [condition]);
  const formula = createRegions(space).formula(condition);
  const words = wordsOf({ space, signals, names }, formula, 'true');
  const clauses = clausesOf(condition);
  const needed = new Set(clauses.flatMap(({ needs }) => needs));
  const text = words?.text ?? code(printFormula(space, formula, 'true', names, () => true).text);
  return {
    text,
    constant: text === '`true`' ? true : text === '`false`' ? false : null,
    unknown: [...needed].filter(name => {
      const axes = space.signals.get(name);
      return axes === undefined || dimensionsOf(axes)[0]?.missing !== false;
    }),
    canFail: clauses.some(({ test }) => test.kind === 'opaque' && test.canFail),
  };
}

type Leaf = Extract<Formula, { kind: 'leaf' }>;

/** Words and how deeply their conjunctions and disjunctions are nested. */
interface Words {
  text: string;
  joined: 'and' | 'or' | null;
  depth: number;
}

/** Deeper nesting cannot be said in one sentence. */
const maxDepth = 2;

/** Null if it takes too many words. */
function wordsOf(of: WordsOf, formula: Formula, wanted: TruthMode): Words | null {
  switch (formula.kind) {
    case 'not':
      return wordsOf(of, formula.operand, negated[wanted]);
    case 'leaf':
      return single(leafWords(of, formula.dimension, statesIn(of, formula, wanted)));
    case 'all':
    case 'any':
      return joinedWords(of, formula, wanted);
    default:
      return single(code(printFormula(of.space, formula, wanted, of.names, () => true).text));
  }
}

function single(text: string): Words {
  return { text, joined: null, depth: 0 };
}

function leafWords(of: WordsOf, dimension: Dimension, states: ReadonlySet<number>): string {
  if (states.size === 0) return code('false');
  return (
    stateWords(
      of,
      dimension,
      [...states].sort((a, b) => a - b),
    ) ?? code('true')
  );
}

function statesIn({ space }: WordsOf, leaf: Leaf, wanted: TruthMode): Set<number> {
  return new Set(leafRegion(space.layout, leaf, wanted).flatMap(box => statesOf(box, leaf.dimension)));
}

function joinedWords(of: WordsOf, formula: Extract<Formula, { kind: 'all' | 'any' }>, wanted: TruthMode): Words | null {
  const joined = isConjunction(formula, wanted) ? 'and' : 'or';
  const parts: Words[] = [];
  const leaves = new Map<Dimension, { at: number; states: Set<number> }>();
  for (const [operand, truth] of flattened(formula, wanted, joined)) {
    if (operand.kind !== 'leaf') {
      const words = wordsOf(of, operand, truth);
      if (words === null) return null;
      parts.push(words);
      continue;
    }
    // Two ranges of one signal are one range.
    const states = statesIn(of, operand, truth);
    const known = leaves.get(operand.dimension);
    if (known !== undefined) {
      const both = [...known.states].filter(state => states.has(state));
      known.states = new Set(joined === 'and' ? both : [...known.states, ...states]);
      parts[known.at] = single(leafWords(of, operand.dimension, known.states));
    } else {
      leaves.set(operand.dimension, { at: parts.length, states });
      parts.push(single(leafWords(of, operand.dimension, states)));
    }
  }
  const neutral = code(String(joined === 'and'));
  const absorbing = code(String(joined === 'or'));
  if (parts.some(({ text }) => text === absorbing)) return single(absorbing);
  const said = membersTogether(
    parts.filter(({ text }) => text !== neutral),
    joined,
  );
  const [first, ...others] = said;
  if (first === undefined) return single(neutral);
  if (others.length === 0) return first;
  const depth = 1 + Math.max(...said.map(each => each.depth));
  if (depth > maxDepth) return null;
  const isNested = said.some(each => each.depth > 0);
  const texts = said.map(each => (each.joined === 'or' && joined === 'and' ? `either ${each.text}` : each.text));
  return { text: isNested ? texts.join(`, ${joined} `) : listed(texts, joined), joined, depth };
}

/** The operands of nested conjunctions, or of nested disjunctions, as one list. */
function flattened(formula: Formula, wanted: TruthMode, joined: 'and' | 'or'): [Formula, TruthMode][] {
  if (formula.kind === 'not') return flattened(formula.operand, negated[wanted], joined);
  const isSame =
    (formula.kind === 'all' || formula.kind === 'any') && isConjunction(formula, wanted) === (joined === 'and');
  if (!isSame) return [[formula, wanted]];
  return formula.operands.flatMap(operand => flattened(operand, wanted, joined));
}

/** "`flags` has `a`, `b` or `c`", rather than three times "`flags` has". */
function membersTogether(parts: readonly Words[], joined: 'and' | 'or'): Words[] {
  const members = new Map<string, string[]>();
  const found: (Words | string)[] = [];
  for (const part of parts) {
    const [, list, member] = part.joined === null ? (/^(`[\w.]+` has )(`[^`]+`)$/.exec(part.text) ?? []) : [];
    if (list === undefined || member === undefined) found.push(part);
    else {
      if (!members.has(list)) found.push(list);
      members.set(list, [...(members.get(list) ?? []), member]);
    }
  }
  return found.map(each =>
    typeof each === 'string' ? single(`${each}${listed(members.get(each) ?? [], joined)}`) : each,
  );
}
