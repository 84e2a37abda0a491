import type { Json } from '../../model/json.ts';
import type { Signal } from '../../model/rule-set.ts';
import { sizeOf } from '../../condition/evaluate.ts';
import { askingAutomata, automatonOf, type Asking } from './asking.ts';
import type { Automaton } from './automaton.ts';
import { joinedStrings } from './joined.ts';
import { partitionBy, type Partition, type TextCell } from './partition.ts';
import { plainPattern } from './plain-formats.ts';
import { productOf, type Budget } from './product.ts';
import { shortestStrings, type Lengths, type Reached } from './shortest.ts';
import { compilePattern, remembered, type OtherTest, type PatternCompiler, type TextTest } from './text-test.ts';

export type { TextCell } from './partition.ts';
export type { TextTest } from './text-test.ts';

export interface TextCells {
  cells: TextCell[];
  /** True if every allowed string is in one of the cells. False if the work limit was reached or a pattern has no automaton. */
  complete: boolean;
}

/** The part of a signal's declaration that restricts strings. */
export type TextSchema = Pick<Signal, 'pattern' | 'minLength' | 'maxLength' | 'enum' | 'const' | 'examples' | 'format'>;

export interface TextOptions {
  /** Tests the schema's `format`, which is not treated as a regular language. Every string passes if it is not given. */
  isOfFormat?: ((text: string) => boolean) | undefined;
  /** Maximum work, in steps. */
  limit?: number;
  /** RE2 by default. */
  compile?: PatternCompiler;
}

const defaultLimit = 400_000;
/** Maximum length of a string that is preferred to the empty one as an example. */
const worthTyping = 3;
/** Maximum number of strings of a cell that are tested with a format, or with a pattern without an automaton. */
const trials = 50;

/**
 * The partition of all strings that a schema allows by the truths of tests: one cell for each combination that some string has. Each test is a regular
 * language, and the product of their automata is explored completely. Named strings are tested one by one and lengths are counted separately, so that
 * many names or large lengths cost little.
 */
export function textCells(tests: readonly TextTest[], schema: TextSchema, options: TextOptions = {}): TextCells {
  const compile = remembered(options.compile ?? compilePattern);
  const partition = partitionBy(tests, compile);
  const allows = schemaQuestion(schema, options.isOfFormat, compile);

  for (const example of strings(schema.examples ?? [])) if (allows(example)) partition.place(example);
  const listed = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (listed) {
    for (const text of strings(listed)) if (allows(text)) partition.place(text);
    return { cells: partition.cells(), complete: true };
  }
  const named = partition.named.filter(allows);
  for (const text of named) partition.place(text);

  const exploring: Budget = { left: options.limit ?? defaultLimit };
  const asking = askingAutomata(partition.others, compile, exploring);
  const automaton = (pattern: string | undefined) =>
    pattern === undefined ? undefined : automatonOf(compile(pattern), exploring);
  const pattern = automaton(schema.pattern);
  const plain = schema.format === undefined || !options.isOfFormat ? undefined : automaton(plainPattern(schema.format));

  // Plain strings of the format first, since arbitrary strings rarely match it.
  if (plain) walk([plain]);
  const complete = walk([]) && asking.exact;
  if (!complete) for (const text of joinedStrings(partition.others, compile)) if (allows(text)) partition.place(text);
  const cells = partition.cells();
  return { cells, complete: complete || cells.length === 2 ** tests.length };

  function walk(required: Automaton[]): boolean {
    const product = productOf(asking.automata, pattern ? [pattern, ...required] : required, named, exploring);
    const walking: Budget = { left: options.limit ?? defaultLimit };
    addUnnamed(partition, asking, shortestStrings(product, lengthsOf(partition.others, schema), walking), allows);
    return product.complete && walking.left > 0;
  }
}

/** Adds the cells of unnamed strings. `strings` are in order of length within each range of lengths. */
function addUnnamed(
  partition: Partition,
  asking: Asking,
  strings: Iterable<Reached>,
  allows: (text: string) => boolean,
) {
  let range = 0;
  let tried = new Map<readonly number[], number>();
  let empty: readonly boolean[] | undefined;
  for (const { node, length, ...reached } of strings) {
    if (reached.range !== range) tried = new Map();
    range = reached.range;
    if (length > worthTyping) offerEmpty();
    const { verdicts } = node;
    const count = verdicts ? (tried.get(verdicts) ?? 0) : trials;
    if (!verdicts || count === trials) continue;
    const answers = asking.answers(verdicts, length);
    const settled = asking.exact && partition.holds(answers);
    tried.set(verdicts, settled ? trials : count + 1);
    if (settled) continue;
    if (length === 0) empty = answers;
    else offer(answers, reached.text());
  }
  offerEmpty();

  function offerEmpty() {
    if (empty) offer(empty, '');
    empty = undefined;
  }

  function offer(answers: readonly boolean[], text: string | undefined) {
    const example = text !== undefined && allows(text) ? text : null;
    if (asking.exact) partition.add(answers, example);
    else if (example !== null) partition.place(example);
  }
}

/** The ranges of allowed lengths within which no test distinguishes lengths, ascending. */
function lengthsOf(tests: readonly OtherTest[], { minLength = 0, maxLength = Infinity }: TextSchema): Lengths[] {
  const least = Math.max(0, Math.ceil(minLength));
  const most = Math.floor(maxLength);
  const starts = new Set([least]);
  for (const test of tests) {
    if (test.kind !== 'size' || !Number.isFinite(test.value)) continue;
    for (const start of [Math.ceil(test.value), Math.floor(test.value) + 1]) if (start > least) starts.add(start);
  }
  const ascending = [...starts].sort((a, b) => a - b);
  return ascending
    .map((start, index) => ({ least: start, most: Math.min(most, (ascending[index + 1] ?? Infinity) - 1) }))
    .filter(range => range.least <= range.most);
}

function strings(values: readonly Json[]): string[] {
  return values.filter(value => typeof value === 'string');
}

/** Tests whether a schema allows a string. Strings with unpaired surrogates are never allowed, since they are never read. */
function schemaQuestion(
  schema: TextSchema,
  isOfFormat: TextOptions['isOfFormat'],
  compile: PatternCompiler,
): (text: string) => boolean {
  const { pattern, minLength = 0, maxLength = Infinity, enum: listed, const: only } = schema;
  return text =>
    !/\p{Cs}/u.test(text) &&
    sizeOf(text) >= minLength &&
    sizeOf(text) <= maxLength &&
    (pattern === undefined || compile(pattern)?.matcher(text).find() === true) &&
    (listed === undefined || listed.includes(text)) &&
    (only === undefined || only === text) &&
    (isOfFormat === undefined || isOfFormat(text));
}
