import { ruleName, type Rule, type RuleRef, type RuleSet } from '../model/rule-set.ts';
import { digest } from '../decide/digest.ts';
import type { RuleChange } from './facts.ts';

/** A rule with its index in the file. */
export interface PlacedRule {
  rule: Rule;
  ref: RuleRef;
  place: number;
}

/**
 * The changes of rules. Rules are matched by id and version, then by id, then by content: a rule with a new id and the content of a removed one was
 * renamed.
 */
export function ruleChanges(before: RuleSet, after: RuleSet): { rules: RuleChange[]; unchanged: number } {
  const { pairs, moved } = ruleMatches(before, after);
  const [rulesBefore, rulesAfter] = [placedRules(before), placedRules(after)];
  const counterpartOf = new Map([...pairs].map(([ruleBefore, ruleAfter]) => [ruleAfter.place, ruleBefore]));
  const taken = new Set([...pairs.keys()].map(({ place }) => place));
  const rules: RuleChange[] = [];
  let unchanged = 0;
  for (const ruleAfter of rulesAfter) {
    const ruleBefore = counterpartOf.get(ruleAfter.place);
    if (ruleBefore === undefined) {
      rules.push({ kind: 'added', after: ruleAfter.ref });
      continue;
    }
    const fields = changedFields(ruleBefore.rule, ruleAfter.rule);
    const both = { before: ruleBefore.ref, after: ruleAfter.ref };
    const hasMoved = moved.has(ruleAfter.place);
    if (ruleBefore.ref.id !== ruleAfter.ref.id) rules.push({ kind: 'renamed', ...both, fields, moved: hasMoved });
    else if (fields.length > 0) rules.push({ kind: 'edited', ...both, fields, moved: hasMoved });
    else if (hasMoved) rules.push({ kind: 'moved', ...both });
    else unchanged++;
  }
  for (const ruleBefore of rulesBefore)
    if (!taken.has(ruleBefore.place)) rules.push({ kind: 'removed', before: ruleBefore.ref });
  return { rules, unchanged };
}

/** Rules that are in both versions, in the order of the version after. */
export function matchedRules(before: RuleSet, after: RuleSet): { ruleBefore: PlacedRule; ruleAfter: PlacedRule }[] {
  return [...ruleMatches(before, after).pairs]
    .map(([ruleBefore, ruleAfter]) => ({ ruleBefore, ruleAfter }))
    .sort((a, b) => a.ruleAfter.place - b.ruleAfter.place);
}

/** The rules that are in both versions, and the places in the version after of those that were moved. */
export function ruleMatches(
  before: RuleSet,
  after: RuleSet,
): { pairs: ReadonlyMap<PlacedRule, PlacedRule>; moved: ReadonlySet<number> } {
  const pairs = matched(placedRules(before), placedRules(after));
  const moved = outOfOrder([...pairs].sort(([a], [b]) => a.place - b.place).map(([, ruleAfter]) => ruleAfter.place));
  return { pairs, moved };
}

/** The rules in file order. */
export function placedRules({ rules }: RuleSet): PlacedRule[] {
  return rules.map((rule, place) => ({ rule, ref: { id: rule.id, version: rule.version ?? 1 }, place }));
}

function matched(rulesBefore: readonly PlacedRule[], rulesAfter: readonly PlacedRule[]): Map<PlacedRule, PlacedRule> {
  const pairs = new Map<PlacedRule, PlacedRule>();
  const left = new Set(rulesAfter);
  const match = (name: (rule: PlacedRule) => string): void => {
    const byName = new Map<string, PlacedRule[]>();
    for (const ruleAfter of left) byName.set(name(ruleAfter), [...(byName.get(name(ruleAfter)) ?? []), ruleAfter]);
    for (const ruleBefore of rulesBefore) {
      const ruleAfter = pairs.has(ruleBefore) ? undefined : byName.get(name(ruleBefore))?.shift();
      if (ruleAfter === undefined) continue;
      pairs.set(ruleBefore, ruleAfter);
      left.delete(ruleAfter);
    }
  };
  match(({ rule }) => ruleName(rule));
  match(({ rule }) => rule.id);
  match(({ rule }) => digest({ ...rule, id: null, version: null }));
  match(({ rule: { when, decide, to, payload, effective } }) =>
    digest([when, decide, to ?? null, payload ?? null, effective ?? null]),
  );
  return pairs;
}

/** The names of the fields that differ, except `id`. */
function changedFields(before: Rule, after: Rule): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof Rule>;
  names.delete('id');
  return [...names].filter(name => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

/** The numbers outside a longest increasing subsequence: the fewest that must move to restore the order (Schensted 1961). */
function outOfOrder(numbers: readonly number[]): Set<number> {
  const tails: number[] = [];
  const previous = new Map<number, number>();
  for (const number of numbers) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((tails[middle] as number) < number) low = middle + 1;
      else high = middle;
    }
    tails[low] = number;
    if (low > 0) previous.set(number, tails[low - 1] as number);
  }
  const stay = new Set<number>();
  for (let number = tails.at(-1); number !== undefined; number = previous.get(number)) stay.add(number);
  return new Set(numbers.filter(number => !stay.has(number)));
}
