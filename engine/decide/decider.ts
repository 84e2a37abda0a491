import type { Truth } from '../model/decision-record.ts';
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
  /** Decides on many inputs, in their order. `at` is the time of all of them, or gives each its own. */
  decideAll(inputs: readonly Json[], at: number | ArrayLike<number>): Int32Array;
  /**
   * Why: the value of every rule and every clause, without the objects of a record's trace. Rules are named by their position in
   * `CompiledRuleSet.rules` (active and shadow rules), clauses by their order in the text of the rule.
   */
  trace(input: Json, at: number): CodedTrace;
}

export interface CodedTrace {
  /** As `decide` gives it. */
  decides: number;
  /** The value of each rule as a code: 0 false, 1 true, 2 unknown; 3 where it is not in force. */
  rules: Uint8Array;
  clause: (rule: number, clause: number) => Truth;
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
      const clauses = search.clauses();
      return {
        decides: winner(),
        rules: search.values(),
        clause: (rule, clause) => search.clauseOf(clauses, rule, clause),
      };
    },
  };
}
