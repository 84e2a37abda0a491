import {
  isEquality,
  namedStrings,
  question,
  type OtherTest,
  type PatternCompiler,
  type TextTest,
} from './text-test.ts';

/** Strings that answer all tests alike: one answer for each test. */
export type TextCell =
  /** There are such strings, and this is the one that a person would choose. */
  | { truths: boolean[]; certain: true; example: string }
  /** No such string that the schema allows was found, nor proved not to be. */
  | { truths: boolean[]; certain: false; example: null };

/**
 * Cells found so far. Of many equality tests, a string answers most as all unnamed ones do: cells are told apart by the few that name it
 * and by the answers to the tests that name nothing.
 */
export interface Partition {
  /** The strings that tests name, each once. */
  named: readonly string[];
  /** The tests that name nothing. */
  others: readonly OtherTest[];
  /** Puts a string to all tests; it becomes the example of its cell if that has none. */
  place(text: string): void;
  /** Whether the cell of the unnamed strings with these answers to the other tests has an example. */
  holds(answers: readonly boolean[]): boolean;
  /** An example of that cell, if it has none yet; null says that there may be one. */
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
