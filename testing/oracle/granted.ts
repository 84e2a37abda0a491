import fc from 'fast-check';
import { isJsonObject, type Json } from '../../engine/model/json.ts';
import type { GrantTerms, Signal } from '../../engine/model/rule-set.ts';
import type { Expression, Trigger } from './expression.ts';
import type { NaiveRule, NaiveRuleSet } from './naive-interpreter.ts';
import { smallRuleSets } from './small-rule-sets.ts';

/**
 * Rule sets with grants for an interpreter that knows none: whether a grant of a rule matches is a boolean in the input, which keeps the rule from firing,
 * and can be true only if all bound signals have a value.
 */

/** The signal of the plain rule set that says whether a grant of a rule matches. */
export function plainName(rule: string): string {
  return `granted_${rule.replaceAll('-', '_')}`;
}

/** What a condition calls it. */
function grantedName(rule: string): string {
  return `granted("${rule}")`;
}

/** The rules of which a reviewer can issue grants, with the signals that these bind. */
export function boundOf({ rules }: NaiveRuleSet): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { rule } of rules) {
    if (rule.decide !== 'escalate' || rule.grant === undefined) continue;
    const { bind, scope } = rule.grant;
    found.set(rule.id, scope === undefined ? bind : [...bind, scope]);
  }
  return found;
}

/** True for the rules whose grants never match, because they are not evaluated. */
function isOff({ rules }: NaiveRuleSet, id: string): boolean {
  return rules.every(({ rule }) => rule.id !== id || rule.status === 'draft' || rule.status === 'retired');
}

/**
 * The rule set without grants.
 * @param shared the signals that must have a value for a grant to match anywhere; inputs in which they have none are excluded. All bound signals if absent;
 * otherwise the others are asked for where the grant is
 */
export function withoutGrants(naive: NaiveRuleSet, shared?: ReadonlyMap<string, readonly string[]>): NaiveRuleSet {
  const bound = boundOf(naive);
  const all = new Map([...(shared ?? []), ...(shared === undefined ? bound : [])]);
  const granted = (id: string): Expression => {
    if (isOff(naive, id)) return { op: 'bool', value: false };
    const more = (bound.get(id) ?? []).filter(name => all.get(id)?.includes(name) !== true);
    const flag: Expression = { op: 'signal', name: plainName(id) };
    return more.length === 0
      ? flag
      : { op: 'and', of: [flag, ...more.map((name): Expression => ({ op: 'has', name }))] };
  };
  const plain = (trigger: Trigger): Trigger => inTrigger(trigger, part => replaced(part, granted));
  const flags = [...all.keys()].map((id): [string, Signal] => [plainName(id), { type: 'boolean', required: true }]);
  return {
    ...naive,
    frame: { ...naive.frame, signals: { ...naive.frame.signals, ...Object.fromEntries(flags) } },
    rules: naive.rules.map(({ rule: { grant: _, ...rule }, trigger }): NaiveRule => {
      const own = plain(trigger);
      if (!bound.has(rule.id)) return { rule, trigger: own };
      return {
        rule,
        trigger: { kind: 'all', of: [own, { kind: 'not', of: { kind: 'expression', expression: granted(rule.id) } }] },
      };
    }),
    assumptions: [
      ...naive.assumptions.map(({ when, holds, ...rest }) => ({
        ...rest,
        ...(when && { when: plain(when) }),
        holds: plain(holds),
      })),
      ...[...all].flatMap(([id, names]) =>
        names.map(name => ({
          when: { kind: 'expression' as const, expression: { op: 'signal' as const, name: plainName(id) } },
          holds: { kind: 'expression' as const, expression: { op: 'has' as const, name } },
        })),
      ),
    ],
    ...(naive.invariants && {
      invariants: naive.invariants.map(({ when, ...rest }) => ({ ...rest, ...(when && { when: plain(when) }) })),
    }),
  };
}

function inTrigger(trigger: Trigger, change: (expression: Expression) => Expression): Trigger {
  switch (trigger.kind) {
    case 'expression':
      return { kind: 'expression', expression: change(trigger.expression) };
    case 'not':
      return { kind: 'not', of: inTrigger(trigger.of, change) };
    default:
      return { ...trigger, of: trigger.of.map(each => inTrigger(each, change)) };
  }
}

function replaced(expression: Expression, granted: (id: string) => Expression): Expression {
  const id = expression.op === 'signal' ? /^granted\("(.*)"\)$/.exec(expression.name)?.[1] : undefined;
  if (id !== undefined) return granted(id);
  if (expression.op === 'not') return { op: 'not', of: replaced(expression.of, granted) };
  if (expression.op === 'and' || expression.op === 'or')
    return { ...expression, of: expression.of.map(each => replaced(each, granted)) };
  return expression;
}

/** An input of the plain rule set, as an input and the rules with a grant of its own case. */
export function splitInput(document: Json, ids: Iterable<string>): { input: Json; grants: string[] } {
  if (!isJsonObject(document)) return { input: document, grants: [] };
  const input = { ...document };
  const grants: string[] = [];
  for (const id of ids) {
    if (input[plainName(id)] === true) grants.push(id);
    delete input[plainName(id)];
  }
  return { input, grants };
}

/** The inverse of `splitInput`. */
export function joinedInput(input: Json, grants: readonly string[], ids: Iterable<string>): Json {
  const flags = [...ids].map(id => [plainName(id), grants.includes(id)]);
  return { ...(isJsonObject(input) ? input : {}), ...(Object.fromEntries(flags) as Record<string, boolean>) };
}

const choices = fc.record({
  rule: fc.nat(20),
  bind: fc.array(fc.nat(20), { minLength: 1, maxLength: 2 }),
  scope: fc.option(fc.nat(20), { nil: undefined, freq: 3 }),
  /** Where conditions ask for the grant: in another rule's trigger, or in an invariant. */
  asked: fc.constantFrom('nowhere', 'rule', 'not in rule', 'invariant', 'not in invariant'),
  place: fc.nat(20),
});

type Choice = typeof choices extends fc.Arbitrary<infer T> ? T : never;

/** Small rule sets in which one or two rules escalate and have a grant. */
export const grantedRuleSets: fc.Arbitrary<NaiveRuleSet> = fc
  .tuple(smallRuleSets, fc.array(choices, { minLength: 1, maxLength: 2 }))
  .map(([naive, made]) => made.reduce(withGrant, { ...naive, frame: { ...naive.frame, escalation: 2 } }));

/** The rule set with a grant of one of its rules, which is then in force at all times. */
export function withGrant(naive: NaiveRuleSet, { rule: at, bind, scope, asked, place }: Choice): NaiveRuleSet {
  const names = Object.keys(naive.frame.signals ?? {});
  const index = at % naive.rules.length;
  const nameAt = (number: number): string => names[number % names.length] ?? '';
  const grant: GrantTerms = {
    validFor: '30m',
    bind: [...new Set(bind.map(nameAt))],
    ...(scope !== undefined && { scope: nameAt(scope) }),
  };
  const rules = naive.rules.map((each, position): NaiveRule => {
    if (position !== index) return each;
    const rule = { ...each.rule };
    delete rule.effective;
    delete rule.payload;
    return { ...each, rule: { ...rule, decide: 'escalate', to: 'desk', grant } };
  });
  const id = rules[index]?.rule.id ?? '';
  const flag: Trigger = { kind: 'expression', expression: { op: 'signal', name: grantedName(id) } };
  const literal: Trigger = asked.startsWith('not') ? { kind: 'not', of: flag } : flag;
  const other = place % rules.length;
  if (asked.endsWith('rule') && other !== index) {
    const kind = place % 2 === 0 ? 'all' : 'any';
    return {
      ...naive,
      rules: rules.map((each, position) =>
        position === other ? { ...each, trigger: { kind, of: [each.trigger, literal] } } : each,
      ),
    };
  }
  if (!asked.endsWith('invariant')) return { ...naive, rules };
  const invariant = { id: `granted-${id}`, when: literal, require: { decide: ['escalate' as const, 'stop' as const] } };
  return {
    ...naive,
    rules,
    invariants: [...(naive.invariants ?? []).filter(each => each.id !== invariant.id), invariant],
  };
}
