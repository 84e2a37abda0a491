import type { Json } from '../model/json.ts';
import type { CompiledRuleSet } from './compile.ts';
import { createIndexedSearch } from './search/indexed-search.ts';

/** Which rule decides, and nothing else: for replaying logs, and for hosts that decide millions of times a second. */
export interface Decider {
  /**
   * The rule that decides on an input, as its position in the rule set's `rules`; -1 where the default decides. The same rule that
   * `decide` names in its record.
   * @param at the decision time, in milliseconds since the Unix epoch
   */
  decide(input: Json, at: number): number;
  /** The same for many inputs, in order. */
  decideAll(inputs: readonly Json[], at: number): Int32Array;
}

/** Makes the decider of a rule set. That takes some milliseconds for a thousand rules; each decision then less than a microsecond. */
export function createDecider(compiled: CompiledRuleSet): Decider {
  const { rules } = compiled;
  const search = createIndexedSearch(compiled);
  const indexes = Int32Array.from(rules, ({ index }) => index);
  const decide = (input: Json, at: number): number => {
    search.look(input, at);
    const position = search.winner();
    return position < 0 ? -1 : (indexes[position] as number);
  };
  return {
    decide,
    decideAll(inputs, at) {
      const decided = new Int32Array(inputs.length);
      for (let index = 0; index < inputs.length; index++) decided[index] = decide(inputs[index] as Json, at);
      return decided;
    },
  };
}
