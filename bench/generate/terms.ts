import type { RuleSet, Signal } from '../../engine/model/rule-set.ts';
import { randomNumbers } from './random-numbers.ts';

/** Makes clauses over several signals. */
interface Terms {
  /** Signals of the terms that the rule set does not have yet. */
  signals: Readonly<Record<string, Signal>>;
  /** A clause, from a source of numbers in [0, 1). */
  clause: (random: () => number) => string;
}

/**
 * Appends a clause over several signals to the condition of some rules, the same for the same arguments.
 * @param share the share of rules that get one, from 0 to 1
 */
export function withTerms(ruleSet: RuleSet, { signals, clause }: Terms, share: number, seed = 3): RuleSet {
  if (share === 0) return ruleSet;
  const random = randomNumbers(seed);
  return {
    ...ruleSet,
    signals: { ...ruleSet.signals, ...signals },
    rules: ruleSet.rules.map(rule =>
      random() < share && typeof rule.when === 'string' ? { ...rule, when: `${rule.when} && ${clause(random)}` } : rule,
    ),
  };
}

/** Priorities and budgets: five terms, for the rule sets of `ruleSetText`. */
export const supportTerms: Terms = {
  signals: {
    impact: { type: 'integer', minimum: 0, maximum: 100 },
    urgency: { type: 'integer', minimum: 0, maximum: 100 },
    limit: { type: 'number', minimum: 0, maximum: 100_000 },
    spent: { type: 'number', minimum: 0, maximum: 100_000 },
  },
  clause: random => {
    const between = (low: number, high: number): number => Math.round(low + random() * (high - low));
    const clauses = [
      () => `0.4 * double(impact) + 0.6 * double(urgency) > ${between(10, 90)}`,
      () => `impact + urgency > ${between(20, 180)}`,
      () => 'amount > limit',
      () => 'spent + amount > limit',
      () => `amount - spent > ${between(100, 50_000)}`,
    ];
    return oneOf(clauses, random)();
  },
};

/** Sums, weighted sums and comparisons of the numbers of the workload for engines (`engines/workload.ts`). */
export const workloadTerms: Terms = {
  signals: {},
  clause: random => {
    const clauses = [
      () => `0.4 * confidence + 0.6 * accuracy > ${(random() * 0.6).toFixed(2)}`,
      () => `confidence + data_completeness > ${random().toFixed(2)}`,
      () => 'accuracy < confidence',
      () => `amount - latency_ms < ${Math.round(random() * 5000)}`,
    ];
    return oneOf(clauses, random)();
  },
};

/** Sums, weighted sums and comparisons of any two of the numbers of `randomBoxes`. */
export function boxTerms({ signals = {} }: RuleSet): Terms {
  const numbers = Object.keys(signals).filter(name => signals[name]?.type === 'number');
  return {
    signals: {},
    clause: random => {
      const x = oneOf(numbers, random);
      const y = oneOf(
        numbers.filter(name => name !== x),
        random,
      );
      const clauses = [
        () => `${x} + ${y} > ${(random() * 2).toFixed(2)}`,
        () => `${x} < ${y}`,
        () => `0.4 * ${x} + 0.6 * ${y} > ${random().toFixed(2)}`,
      ];
      return oneOf(clauses, random)();
    },
  };
}

function oneOf<T>(items: readonly T[], random: () => number): T {
  return items[Math.floor(random() * items.length)] as T;
}
