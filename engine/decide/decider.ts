import type { Json } from '../model/json.ts';
import type { CompiledRuleSet } from './compile.ts';
import { createIndexedSearch } from './search/indexed-search.ts';

/** Decides without records: for hosts that decide millions of times a second, and for replaying logs. */
export interface Decider {
  /**
   * The rule that decides on an input, as its position in the rule set's `rules`; -1 where the default decides. The same rule that
   * `decide` names in its record.
   * @param at the decision time, in milliseconds since the Unix epoch
   */
  decide(input: Json, at: number): number;
  /** The same for many inputs, in their order. `at` is the time of all of them, or gives each its own. */
  decideAll(inputs: readonly Json[], at: number | ArrayLike<number>): Int32Array;
  /** Why: the value of every rule and every clause, as codes and not as the objects of a record's trace. */
  trace(input: Json, at: number): CodedTrace;
  /** Which clauses are those of a rule: the first of each rule in `CodedTrace.clauses`, one more entry than `CodedTrace.rules` has. */
  clauseStarts: Uint32Array;
}

/** Truths as codes: 0 false, 1 true, 2 unknown; 3 for a rule that is not in force (`truthCodes`, `noTruth`). */
export interface CodedTrace {
  decides: number;
  /** For each of `CompiledRuleSet.rules`. */
  rules: Uint8Array;
  /** For each clause of these rules, in the order of the text. */
  clauses: Uint8Array;
}

/** Makes the decider of a rule set. That takes some milliseconds for a thousand rules; each decision then less than a microsecond. */
export function createDecider(compiled: CompiledRuleSet): Decider {
  const search = createIndexedSearch(compiled);
  const indexes = Int32Array.from(compiled.rules, ({ index }) => index);
  const winner = (): number => {
    const position = search.winner();
    return position < 0 ? -1 : (indexes[position] as number);
  };
  const decide = (input: Json, at: number): number => {
    search.look(input, at);
    return winner();
  };
  return {
    decide,
    decideAll(inputs, at) {
      const decided = new Int32Array(inputs.length);
      for (let index = 0; index < inputs.length; index++) {
        decided[index] = decide(inputs[index] as Json, typeof at === 'number' ? at : (at[index] as number));
      }
      return decided;
    },
    trace(input, at) {
      search.look(input, at);
      return { decides: winner(), rules: search.values(), clauses: search.clauses() };
    },
    get clauseStarts() {
      return search.clauseStarts();
    },
  };
}
