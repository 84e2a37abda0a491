import { automatonOf } from './asking.ts';
import { productOf, type Budget } from './product.ts';
import { shortestStrings } from './shortest.ts';
import type { OtherTest, PatternCompiler } from './text-test.ts';

/** Maximum number of words of which every subset is joined. */
const maxChosenFreely = 12;
/** Maximum number of words of which every pair is joined: of a thousand, the pairs alone would take gigabytes. */
const maxPaired = 64;
/** Maximum work to find a string that matches a pattern. */
const stepsForPattern = 5_000;

/**
 * Strings joined from the words that the tests look for: from every subset if there are few, otherwise from one and all of them, and from every two if
 * there are not too many. Used if the product of the automata is too large, although the tests can hold together.
 */
export function* joinedStrings(tests: readonly OtherTest[], compile: PatternCompiler): Generator<string> {
  const words = tests.flatMap(test => {
    const word = test.kind === 'text' ? wordOf(test, compile) : undefined;
    return word === undefined || test.kind !== 'text' ? [] : [{ word, predicate: test.predicate }];
  });
  for (const chosen of choices(words)) {
    // If prefixes are compatible, the longest begins with all others.
    const [start = '', ...starts] = longestFirst(chosen, 'startsWith');
    const [end = '', ...ends] = longestFirst(chosen, 'endsWith');
    if (!starts.every(other => start.startsWith(other)) || !ends.every(other => end.endsWith(other))) continue;
    const within = chosen.filter(({ predicate }) => predicate === 'contains' || predicate === 'matches');
    yield [start, ...within.map(({ word }) => word), end].filter(word => word !== '').join(' ');
  }
}

function longestFirst(words: readonly { word: string; predicate: string }[], predicate: string): string[] {
  return words
    .filter(word => word.predicate === predicate)
    .map(({ word }) => word)
    .sort((a, b) => b.length - a.length);
}

function* choices<T>(items: readonly T[]): Generator<T[]> {
  if (items.length <= maxChosenFreely) {
    for (let chosen = 0; chosen < 2 ** items.length; chosen++) yield items.filter((_, index) => chosen & (1 << index));
    return;
  }
  for (const [index, item] of items.entries()) {
    yield [item];
    if (items.length <= maxPaired) for (const other of items.slice(index + 1)) yield [item, other];
  }
  yield [...items];
}

/** The argument of a test, or the shortest string that matches its pattern; undefined if none is found. */
function wordOf(test: OtherTest & { kind: 'text' }, compile: PatternCompiler): string | undefined {
  if (test.predicate !== 'matches') return test.argument;
  const budget: Budget = { left: stepsForPattern };
  const automaton = automatonOf(compile(test.argument), budget);
  if (!automaton) return undefined;
  const product = productOf([], [automaton], [], budget);
  for (const reached of shortestStrings(product, [{ least: 0, most: Infinity }], { left: stepsForPattern }))
    if (reached.node.verdicts) return reached.text();
  return undefined;
}
