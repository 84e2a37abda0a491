import type { RE2JS } from 're2js';
import { compareCodePoints } from '../../condition/evaluate.ts';
import { contains, endsWith, orderAmong, startsWith, type Automaton } from './automaton.ts';
import { patternAutomaton } from './pattern-automaton.ts';
import type { Budget } from './product.ts';
import { re2Program } from './re2-program.ts';
import { orderHolds, type OtherTest, type PatternCompiler } from './text-test.ts';

/** The automata of a list of tests. */
export interface Asking {
  automata: Automaton[];
  /** The truths of all tests, given the verdicts of the automata on a string and its length in code points. */
  answers(verdicts: readonly number[], length: number): boolean[];
  /** False if a pattern has no automaton; its truths are then meaningless. */
  exact: boolean;
}

export function askingAutomata(tests: readonly OtherTest[], compile: PatternCompiler, budget: Budget): Asking {
  const automata: Automaton[] = [];
  const bounds = boundsOf(tests);
  if (bounds.length > 0) automata.push(orderAmong(bounds));
  const known = new Map<string, number>();
  let exact = true;
  const answers = tests.map(answerOf);
  return { automata, answers: (verdicts, length) => answers.map(answer => answer(verdicts, length)), exact };

  function answerOf(test: OtherTest): (verdicts: readonly number[], length: number) => boolean {
    switch (test.kind) {
      case 'size':
        return (_, length) => orderHolds(length - test.value, test.operator);
      case 'compare': {
        const place = 2 * bounds.indexOf(test.value) + 1;
        return verdicts => orderHolds((verdicts[0] ?? 0) - place, test.operator);
      }
      case 'text': {
        const at = indexOf(`${test.predicate} ${test.argument}`, () => textAutomaton(test, compile, budget));
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

/** The values with which strings are compared by order, ascending. */
function boundsOf(tests: readonly OtherTest[]): string[] {
  const values = new Set<string>();
  for (const test of tests) if (test.kind === 'compare') values.add(test.value);
  return [...values].sort(compareCodePoints);
}

function textAutomaton(
  test: OtherTest & { kind: 'text' },
  compile: PatternCompiler,
  budget: Budget,
): Automaton | undefined {
  switch (test.predicate) {
    case 'startsWith':
      return startsWith(test.argument);
    case 'endsWith':
      return endsWith(test.argument);
    case 'contains':
      return contains(test.argument);
    case 'matches':
      return automatonOf(compile(test.argument), budget);
  }
}

/** An automaton that accepts strings in which a pattern occurs; undefined if its program cannot be read. */
export function automatonOf(compiled: RE2JS | undefined, budget: Budget): Automaton | undefined {
  if (!compiled) return nothing;
  const program = re2Program(compiled);
  return program && patternAutomaton(program, steps => (budget.left -= steps));
}

/** Accepts no string: the automaton of a pattern that RE2 rejects. */
const nothing: Automaton = { start: 0, sets: [], next: () => 0, verdict: () => 0, dead: 0 };
