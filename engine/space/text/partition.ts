import {
  isEquality,
  namedStrings,
  question,
  type OtherTest,
  type PatternCompiler,
  type TextTest,
} from './text-test.ts';

/** The strings for which the tests have the given truths. */
export type TextCell =
  /** There are such strings; `example` is the most natural one found. */
  | { truths: boolean[]; certain: true; example: string }
  /** No such string that the schema allows was found, nor was it proved that there is none. */
  | { truths: boolean[]; certain: false; example: null };

/**
 * The cells found so far. Most equality tests have the same truth for a string as for all unnamed ones, so cells are identified by the equality tests
 * that name the string and by the truths of the other tests.
 */
export interface Partition {
  /** The strings named by equality tests, without duplicates. */
  named: readonly string[];
  /** The tests other than equality. */
  others: readonly OtherTest[];
  /** Adds the cell of a string; the string becomes its example if it has none. */
  place(text: string): void;
  /** True if the cell of the unnamed strings with these truths of the other tests has an example. */
  holds(answers: readonly boolean[]): boolean;
  /** Adds that cell, with an example if it has none; null means that the cell may be empty. */
  add(answers: readonly boolean[], example: string | null): void;
  cells(): TextCell[];
}

export function partitionBy(tests: readonly TextTest[], compile: PatternCompiler): Partition {
  const others = tests.filter(test => !isEquality(test));
  const questions = others.map(test => question(test, compile));
  const naming = new Map<string, number[]>();
  for (const [index, test] of tests.entries()) {
    if (!isEquality(test)) continue;
    for (const text of new Set(namedStrings(test))) {
      const indexes = naming.get(text);
      if (indexes) indexes.push(index);
      else naming.set(text, [index]);
    }
  }
  const found = new Map<string, TextCell>();
  return {
    named: [...naming.keys()],
    others,
    place: text =>
      add(
        questions.map(asks => asks(text)),
        naming.get(text) ?? [],
        text,
      ),
    holds: answers => found.get(keyOf(answers, []))?.certain === true,
    add: (answers, example) => add(answers, [], example),
    cells: () => [...found.values()],
  };

  function add(answers: readonly boolean[], namedIn: readonly number[], example: string | null) {
    const key = keyOf(answers, namedIn);
    const cell = found.get(key);
    if (cell?.certain || (cell && example === null)) return;
    const truths = cell?.truths ?? truthsOf(answers, namedIn);
    found.set(key, example === null ? { truths, certain: false, example } : { truths, certain: true, example });
  }

  function truthsOf(answers: readonly boolean[], namedIn: readonly number[]): boolean[] {
    let other = 0;
    const truths = tests.map(test =>
      isEquality(test) ? test.kind === 'compare' && test.operator === '!=' : (answers[other++] as boolean),
    );
    for (const index of namedIn) truths[index] = !truths[index];
    return truths;
  }
}

function keyOf(answers: readonly boolean[], namedIn: readonly number[]): string {
  let key = '';
  for (const answer of answers) key += answer ? '1' : '0';
  return `${key} ${namedIn.join()}`;
}
