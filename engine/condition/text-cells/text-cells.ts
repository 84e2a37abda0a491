import type { Json } from '../../model/json.ts';
import type { Signal } from '../../model/rule-set.ts';
import { sizeOf } from '../evaluate.ts';
import { askingAutomata, automatonOf, lengthsApart } from './asking.ts';
import { productOf, type Budget } from './product.ts';
import { shortestStrings } from './shortest.ts';
import { compilePattern, isEquality, namedStrings, question, type TextTest } from './text-test.ts';

/** Strings that answer all tests alike: one answer for each test. */
export type TextCell =
  /** There are such strings, and this is the one that a person would choose. */
  | { truths: boolean[]; certain: true; example: string }
  /** No such string that the schema allows was found, nor proved not to be. */
  | { truths: boolean[]; certain: false; example: null };

export interface TextCells {
  cells: TextCell[];
  /** Whether every allowed string is in one of the cells. Else the work limit came first, or a pattern could not be looked into. */
  complete: boolean;
}

/** What a signal's schema says of a string. */
export type TextSchema = Pick<Signal, 'pattern' | 'minLength' | 'maxLength' | 'enum' | 'const' | 'examples'>;

export interface TextOptions {
  /** Whether a string is of the schema's `format`, which is no regular language here. Without it, every string is. */
  isOfFormat?: ((text: string) => boolean) | undefined;
  /** Steps of work before the answer is left incomplete. */
  limit?: number;
}

const defaultLimit = 1_000_000;
/** A string that is not empty is preferred to the empty one, if it is no longer than this. */
const worthTyping = 3;
/** Strings of a cell that are put to a format, or to a pattern that cannot be looked into, before it is left undecided. */
const trials = 50;

/**
 * The exact partition of all strings that a schema allows by the tests asked of them: one cell for each combination of answers that some
 * string gives. Every test is a regular language: their automata are walked side by side until nothing new is reached. Strings that a
 * test names are answered for one by one, and lengths are counted on the side, so that many or large ones cost little.
 */
export function textCells(tests: readonly TextTest[], schema: TextSchema, options: TextOptions = {}): TextCells {
  const questions = tests.map(question);
  const answers = (text: string) => questions.map(asks => asks(text));
  const allows = schemaQuestion(schema, options.isOfFormat);
  const cells = new Map<string, TextCell>();
  const place = (text: string) => {
    if (allows(text)) addCertain(cells, answers(text), text);
  };

  for (const example of strings(schema.examples ?? [])) place(example);
  const listed = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (listed) {
    for (const text of strings(listed)) place(text);
    return { cells: [...cells.values()], complete: true };
  }
  const named = [...new Set(tests.filter(isEquality).flatMap(namedStrings))].filter(allows);
  for (const text of named) place(text);

  const limit = options.limit ?? defaultLimit;
  const exploring: Budget = { left: limit };
  const asking = askingAutomata(tests, exploring);
  const pattern = schema.pattern === undefined ? undefined : automatonOf(schema.pattern, exploring);
  const product = productOf(asking.automata, pattern ? [pattern] : [], named, exploring);

  const walking: Budget = { left: limit };
  const tried = new Map<string, number>();
  let empty: { key: string; truths: boolean[] } | undefined;
  const ranges = lengthsApart(tests, Math.max(0, schema.minLength ?? 0), schema.maxLength ?? Infinity);
  for (const reached of shortestStrings(product, ranges, walking)) {
    if (!reached.node.verdicts) continue;
    let truths = asking.answers(reached.node.verdicts, reached.length);
    let key = keyOf(truths);
    if (asking.exact && cells.get(key)?.certain) continue;
    if (key === empty?.key && reached.length > worthTyping) continue;
    const trial = (tried.get(key) ?? 0) + 1;
    tried.set(key, trial);
    const text = trial <= trials ? reached.text() : undefined;
    if (text !== undefined && allows(text)) {
      if (!asking.exact) key = keyOf((truths = answers(text)));
      if (text === '') empty = { key, truths };
      else addCertain(cells, truths, text);
    } else if (asking.exact && !cells.has(key)) cells.set(key, { truths, certain: false, example: null });
  }
  if (empty) addCertain(cells, empty.truths, '');

  const complete = (asking.exact && product.complete && walking.left > 0) || cells.size === 2 ** tests.length;
  return { cells: [...cells.values()], complete };
}

/** Keeps the example that the cell has. */
function addCertain(cells: Map<string, TextCell>, truths: boolean[], example: string) {
  const key = keyOf(truths);
  if (!cells.get(key)?.certain) cells.set(key, { truths, certain: true, example });
}

function keyOf(truths: readonly boolean[]): string {
  let key = '';
  for (const truth of truths) key += truth ? '1' : '0';
  return key;
}

function strings(values: readonly Json[]): string[] {
  return values.filter(value => typeof value === 'string');
}

/** Whether a schema allows a string. One that is no Unicode text (half a surrogate pair) is never read. */
function schemaQuestion(schema: TextSchema, isOfFormat: TextOptions['isOfFormat']): (text: string) => boolean {
  const { pattern, minLength = 0, maxLength = Infinity, enum: listed, const: only } = schema;
  const compiled = pattern === undefined ? undefined : compilePattern(pattern);
  return text =>
    !/\p{Cs}/u.test(text) &&
    sizeOf(text) >= minLength &&
    sizeOf(text) <= maxLength &&
    (pattern === undefined || compiled?.matcher(text).find() === true) &&
    (listed === undefined || listed.includes(text)) &&
    (only === undefined || only === text) &&
    (isOfFormat === undefined || isOfFormat(text));
}
