import type { SignalValue, SignalValues } from '../../condition/condition.ts';
import { evaluate } from '../../condition/evaluate.ts';
import type { Truth } from '../../model/decision-record.ts';
import type { FiringRule, FiringRules } from '../compile.ts';
import { nothingGranted } from '../grants.ts';
import { codeOf, noTruth } from '../truth-codes.ts';
import { firingTruth, inDecidingOrder, isTruth, type Search } from './search.ts';

/** A search that evaluates one rule after the other. It needs no index, which makes it faster for a few decisions. */
export function createPlainSearch(compiled: FiringRules): Search {
  const { rules, signals } = compiled;
  const order = inDecidingOrder(compiled);
  let time = 0;
  let values: SignalValues = new Map();
  const valueOf = ({ from, until, condition }: FiringRule): Truth | undefined =>
    time >= from && time < until ? evaluate(condition, values) : undefined;
  const fires = (position: number) => {
    const rule = rules[position] as FiringRule;
    const value = valueOf(rule);
    return value !== undefined && isTruth(value, firingTruth(rule));
  };
  const firing = (shadow: boolean) =>
    [...rules.keys()].filter(position => rules[position]?.shadow === shadow && fires(position));

  return {
    look(input, at, granted = nothingGranted) {
      const seen = new Map<string, SignalValue>();
      for (const { name, read } of signals) {
        const reading = read(input, at, granted);
        if ('value' in reading) seen.set(name, reading.value);
      }
      values = seen;
      time = at;
    },
    winner: () => order.find(fires) ?? -1,
    firing: () => firing(false),
    shadows: () => firing(true),
    values: () =>
      Uint8Array.from(rules, rule => {
        const value = valueOf(rule);
        return value === undefined ? noTruth : codeOf(value);
      }),
  };
}
