import { contains, endsWith, orderAgainst, startsWith, type Automaton } from './automaton.ts';
import { patternAutomaton } from './pattern-automaton.ts';
import type { Budget } from './product.ts';
import { re2Program } from './re2-program.ts';
import type { Lengths } from './shortest.ts';
import { compilePattern, orderHolds, type TextTest } from './text-test.ts';

/** Tests as automata: what they say of strings that no equality test names. */
export interface Asking {
  automata: Automaton[];
  /** The answers to all tests, from the verdicts of the automata on a string and its length. */
  answers(verdicts: readonly number[], length: number): boolean[];
  /** Whether every pattern could be looked into; of one that could not, the answers are meaningless. */
  exact: boolean;
}

export function askingAutomata(tests: readonly TextTest[], budget: Budget): Asking {
  const automata: Automaton[] = [];
  const known = new Map<string, number>();
  let exact = true;
  const answers = tests.map(answerOf);
  return { automata, answers: (verdicts, length) => answers.map(answer => answer(verdicts, length)), exact };

  function answerOf(test: TextTest): (verdicts: readonly number[], length: number) => boolean {
    switch (test.kind) {
      case 'one-of':
        return () => false;
      case 'size':
        return (_, length) => orderHolds(length - test.value, test.operator);
      case 'compare': {
        if (test.operator === '==' || test.operator === '!=') return () => test.operator === '!=';
        const at = indexOf(`order ${test.value}`, () => orderAgainst(test.value));
        return verdicts => orderHolds(verdicts[at] ?? 0, test.operator);
      }
      case 'text': {
        const at = indexOf(`${test.predicate} ${test.argument}`, () => textAutomaton(test, budget));
        return verdicts => verdicts[at] === 1;
      }
    }
  }

  function indexOf(key: string, make: () => Automaton | undefined): number {
    const index = known.get(key);
    if (index !== undefined) return index;
    const automaton = make();
    exact &&= automaton !== undefined;
    const added = automaton ? automata.push(automaton) - 1 : -1;
    known.set(key, added);
    return added;
  }
}

function textAutomaton(test: TextTest & { kind: 'text' }, budget: Budget): Automaton | undefined {
  switch (test.predicate) {
    case 'startsWith':
      return startsWith(test.argument);
    case 'endsWith':
      return endsWith(test.argument);
    case 'contains':
      return contains(test.argument);
    case 'matches':
      return automatonOf(test.argument, budget);
  }
}

/** Whether a pattern occurs; undefined where its program cannot be looked into. */
export function automatonOf(pattern: string, budget: Budget): Automaton | undefined {
  const compiled = compilePattern(pattern);
  if (!compiled) return nothing;
  const program = re2Program(compiled);
  return program && patternAutomaton(program, steps => (budget.left -= steps));
}

/** No string: that of a pattern that RE2 does not accept. */
const nothing: Automaton = { start: 0, sets: [], next: () => 0, verdict: () => 0, dead: 0 };

/** Ranges of lengths, ascending, that no test of the size tells apart, from `least` to `most`. */
export function lengthsApart(tests: readonly TextTest[], least: number, most: number): Lengths[] {
  const starts = new Set([least]);
  for (const test of tests) {
    if (test.kind !== 'size') continue;
    for (const start of [Math.ceil(test.value), Math.floor(test.value) + 1])
      if (start > least && start <= most && Number.isFinite(start)) starts.add(start);
  }
  const ascending = [...starts].sort((a, b) => a - b);
  return ascending
    .map((start, index) => ({ least: start, most: Math.min(most, (ascending[index + 1] ?? Infinity) - 1) }))
    .filter(range => range.least <= range.most);
}
