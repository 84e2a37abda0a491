import { automatonOf } from './asking.ts';
import { productOf, type Budget } from './product.ts';
import { shortestStrings } from './shortest.ts';
import type { OtherTest, PatternCompiler } from './text-test.ts';

/** With more words than this, not every choice of them is joined. */
const maxChosenFreely = 12;
/** Steps spent on a string that has a pattern. */
const stepsForPattern = 5_000;

/**
 * Strings that are put together of what the tests look for: of every choice of words where they are few, else of one word, of two and of
 * all. Many words make more states together than can be walked, and yet each goes with each.
 */
export function* joinedStrings(tests: readonly OtherTest[], compile: PatternCompiler): Generator<string> {
  const words = tests.flatMap(test => {
    const word = test.kind === 'text' ? wordOf(test, compile) : undefined;
    return word === undefined || test.kind !== 'text' ? [] : [{ word, predicate: test.predicate }];
  });
  for (const chosen of choices(words)) {
    // The longest start begins with the shorter ones, if anything does.
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
    for (const other of items.slice(index + 1)) yield [item, other];
  }
  yield [...items];
}

/** The argument of a test, or the shortest string that has its pattern. */
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
