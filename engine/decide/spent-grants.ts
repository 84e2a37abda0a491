import { clausesOf, type SignalValues } from '../condition/condition.ts';
import { evaluate } from '../condition/evaluate.ts';
import { grantName } from '../condition/derived-signals.ts';
import type { SpentGrant } from '../model/grant.ts';
import type { CompiledRule, CompiledRuleSet } from './compile.ts';
import type { MatchedGrants } from './grants.ts';
import { firingTruth, inDecidingOrder, isTruth } from './search/search.ts';

/** A decision that was made. */
interface Made {
  /** Position of the deciding rule in `rules`; -1 if the default decided. */
  position: number;
  /** The decision time, in milliseconds since the Unix epoch. */
  at: number;
  values: SignalValues;
}

/**
 * The grants on which a decision depends, in deciding order: those without which a rule up to the deciding one had fired, or that one had not. If
 * several grants do so only together, all of them.
 */
export function spentGrants(compiled: CompiledRuleSet, made: Made, { byRule }: MatchedGrants): SpentGrant[] {
  if (byRule.size === 0) return [];
  const order = inDecidingOrder(compiled);
  const upTo = made.position < 0 ? order.length : order.indexOf(made.position) + 1;
  const spent = new Set<string>();
  for (const position of order.slice(0, upTo)) {
    const rule = compiled.rules[position];
    if (rule === undefined || made.at < rule.from || made.at >= rule.until) continue;
    for (const id of neededBy(rule, made.values, [...byRule.keys()])) spent.add(id);
  }
  return [...spent].flatMap(id => {
    const grant = byRule.get(id);
    return grant === undefined ? [] : [{ id: grant.id, rule: { ...grant.rule } }];
  });
}

/** The rules whose grants decide whether a rule fires. */
function neededBy(rule: CompiledRule, values: SignalValues, granted: readonly string[]): string[] {
  const names = new Set(clausesOf(rule.condition).flatMap(({ signals }) => signals));
  const read = granted.filter(id => names.has(grantName(id)));
  const fires = (without: readonly string[]): boolean => {
    const changed = new Map(values);
    for (const id of without) changed.set(grantName(id), false);
    return isTruth(evaluate(rule.condition, changed), firingTruth(rule));
  };
  const now = fires([]);
  const single = read.filter(id => fires([id]) !== now);
  const others = read.filter(id => !single.includes(id));
  return fires(others) === now ? single : read;
}
