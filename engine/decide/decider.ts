import type { Truth } from '../model/decision-record.ts';
import type { Json } from '../model/json.ts';
import type { CompiledRuleSet } from './compile.ts';
import { createIndexedSearch } from './search/indexed-search.ts';

/** Decides without records, for hosts that decide millions of times a second and for replaying logs. */
export interface Decider {
  /**
   * The index in the rule set's `rules` of the rule that decides an input; -1 if the default decides. The same rule as in the record of the function
   * `decide`.
   * @param at the decision time, in milliseconds since the Unix epoch
   */
  decide(input: Json, at: number): number;
  /** Decides many inputs, in order. `at` is the time of all inputs, or of each. */
  decideAll(inputs: readonly Json[], at: number | ArrayLike<number>): Int32Array;
  /**
   * The truths of all rules and clauses, without the objects of a record's trace. Rules are identified by their index in `CompiledRuleSet.rules`
   * (active and shadow rules), clauses by their index in text order.
   */
  trace(input: Json, at: number): CodedTrace;
}

export interface CodedTrace {
  /** The result of `decide`. */
  decides: number;
  /** The truth of each rule as a code: 0 false, 1 true, 2 unknown, 3 not in force. */
  rules: Uint8Array;
  clause: (rule: number, clause: number) => Truth;
}

/** Creates the decider of a rule set. This takes a few milliseconds for a thousand rules; a decision then takes less than a microsecond. */
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
