import { inRollout } from './buckets.ts';
import { lawsOf } from './counter-laws.ts';
import type { InputSpace } from './input-space.ts';
import { choose, fires, isInForce, type NaiveRule, type NaiveRuleSet } from './naive-interpreter.ts';
import { no, unknown, yes, type Truths } from './truths.ts';
import { timestampIn } from './values.ts';

/** A rule with the inputs on which it fires. */
export interface Fired {
  name: string;
  rule: NaiveRule['rule'];
  trigger: NaiveRule['trigger'];
  values: Truths;
  fires: Truths;
}

/** A period in which the same rules are in force. */
export interface Period {
  at: number;
  /** In file order. */
  active: Fired[];
}

/** The inputs that meet the assumptions, and the rules that decide them. */
export interface Search {
  naive: NaiveRuleSet;
  space: InputSpace;
  inputs: readonly number[];
  rules: readonly Fired[];
  periods: readonly Period[];
}

/** The outcome if no rule fires and there is no default. */
export const noRule = { decide: 'pause' as const };
const rising = ['continue', 'pause', 'route', 'escalate', 'deny', 'stop'];

/** Finds the inputs that meet the assumptions. Rules that are never evaluated are left out. */
export function searchOf(naive: NaiveRuleSet, space: InputSpace): Search {
  const laws = lawsOf(naive.frame.signals).map(({ holds }) => ({ when: undefined, holds }));
  const broken = [...naive.assumptions, ...laws].map(({ when, holds }) => {
    const applies = when && space.evaluate(when);
    return space.evaluate(holds).map((value, input) => Number(value === no && (applies?.[input] ?? yes) === yes));
  });
  const rules = naive.rules
    .filter(({ rule }) => rule.status !== 'draft' && rule.status !== 'retired')
    .map(({ rule, trigger }): Fired => {
      const values = space.evaluate(inRollout({ rule, trigger }));
      return { name: `${rule.id}@${rule.version ?? 1}`, rule, trigger, values, fires: firing(rule, values, naive) };
    });
  return {
    naive,
    space,
    inputs: Array.from({ length: space.size }, (_, input) => input).filter(
      input => !broken.some(each => each[input] === 1),
    ),
    rules,
    periods: periodsOf(rules),
  };
}

/** The inputs on which a rule fires, from the values of its trigger. */
export function firing(rule: Fired['rule'], values: Truths, { frame }: NaiveRuleSet): Truths {
  const whenUnknown = fires(rule, 'unknown', frame.onUnknown);
  return values.map(value => Number(value === unknown ? whenUnknown : value === yes));
}

/** One time in each period between two changes of the rules in force. */
function periodsOf(rules: readonly Fired[]): Period[] {
  const changes = rules.flatMap(({ rule: { effective } }) =>
    [effective?.from, effective?.until].flatMap(text => (text === undefined ? [] : [timestampIn(text) ?? NaN])),
  );
  const times = [...new Set(changes)].sort((a, b) => a - b);
  const periods: Period[] = [];
  let before: string | undefined;
  for (const at of [(times[0] ?? 1) - 1, ...times]) {
    const inForce = rules.filter(({ rule }) => isInForce(rule, at));
    const names = inForce.map(({ name }) => name).join();
    if (names !== before) periods.push({ at, active: inForce.filter(({ rule }) => rule.status !== 'shadow') });
    before = names;
  }
  return periods;
}

export function inForceSometime({ rule }: Fired, { periods }: Search): boolean {
  return periods.some(({ at }) => isInForce(rule, at));
}

/** The rule that decides an input, as at run time; undefined if it is the default. */
export function winnerAt({ naive }: Search, active: readonly Fired[], input: number): Fired | undefined {
  return choose(
    naive.frame.hitPolicy ?? 'first',
    active.filter(each => each.fires[input] === 1),
  );
}

export function outcome({ decide, to, payload }: { decide: string; to?: string; payload?: string }): string {
  return JSON.stringify([decide, to, payload]);
}

export function outcomeAt(search: Search, active: readonly Fired[], input: number): string {
  return outcome(winnerAt(search, active, input)?.rule ?? search.naive.frame.default ?? noRule);
}

/** The deciding order of rules. */
export function decidingOrder({ naive }: Search, active: readonly Fired[]): Fired[] {
  return (naive.frame.hitPolicy ?? 'first') === 'first' ? [...active] : byOversight(active);
}

export function byOversight(active: readonly Fired[]): Fired[] {
  return active.toSorted((a, b) => rising.indexOf(b.rule.decide) - rising.indexOf(a.rule.decide));
}
