import { oversight, type DefaultOutcome, type Governance, type Invariant, type RuleSet } from '../../model/rule-set.ts';
import type { Consequence, Region } from '../facts.ts';
import { neededFor } from '../required-approvals.ts';
import { consequence, listed, same } from './compared.ts';

/** The consequences of changed policies, defaults, assumptions, invariants and governance. */
export function guaranteeConsequences(before: RuleSet, after: RuleSet, regions: readonly Region[]): Consequence[] {
  return [
    ...policyConsequences(before, after, regions),
    ...defaultConsequences(before, after, regions),
    ...assumptionConsequences(before, after),
    ...invariantConsequences(before, after),
    ...governanceConsequences(before, after),
  ];
}

const policies = {
  first: 'the first rule that fires decides',
  priority: 'of the rules that fire, the one with the most oversight decides',
  unique: 'at most one rule may fire on any input',
  any: 'rules that fire together must have one outcome',
} as const;

const unknowns = {
  safe: 'fires unless it lets the agent continue',
  skip: 'does not fire',
  fire: 'fires',
} as const;

function policyConsequences(before: RuleSet, after: RuleSet, regions: readonly Region[]): Consequence[] {
  const found: Consequence[] = [];
  const result = regions.length === 0 ? ' No decision changes by it.' : ' The regions say what changes.';
  const [was, is] = [before.hitPolicy ?? 'first', after.hitPolicy ?? 'first'];
  if (was !== is) {
    const message = `Now ${policies[is]}; before, ${policies[was]}.${result}`;
    found.push(
      consequence(
        'rule-set',
        'hitPolicy',
        ['hitPolicy'],
        { old: before.hitPolicy, next: after.hitPolicy },
        { message, class: 'neutral' },
      ),
    );
  }
  const [then, now] = [before.onUnknown ?? 'safe', after.onUnknown ?? 'safe'];
  if (then !== now) {
    const message = `A rule whose trigger is unknown ${unknowns[now]}; before, it ${unknowns[then]}.${result}`;
    found.push(
      consequence(
        'rule-set',
        'onUnknown',
        ['onUnknown'],
        { old: before.onUnknown, next: after.onUnknown },
        { message, class: 'neutral' },
      ),
    );
  }
  return found;
}

function defaultConsequences(before: RuleSet, after: RuleSet, regions: readonly Region[]): Consequence[] {
  const outcome = ({ decide, to, payload }: DefaultOutcome) => [decide, to, payload];
  const [was, is] = [before.default ?? { decide: 'pause' as const }, after.default ?? { decide: 'pause' as const }];
  if (same(outcome(was), outcome(is))) return [];
  const reached = regions.some(region => region.before.rule === null && region.after.rule === null);
  const more = oversight(is.decide) - oversight(was.decide);
  const say = ({ decide, to }: DefaultOutcome) => `\`${decide}\`${to === undefined ? '' : ` (\`${to}\`)`}`;
  const message = `Where no rule decides, it is ${say(is)} now, no longer ${say(was)}.${reached ? '' : ' No input is left to it in both versions.'}`;
  const kind = !reached ? 'neutral' : more === 0 ? 'rerouted' : more > 0 ? 'tightened' : 'loosened';
  return [
    consequence(
      'default',
      'default',
      ['default'],
      { old: before.default, next: after.default },
      { message, class: kind },
    ),
  ];
}

function assumptionConsequences(
  { assumptions: old = [] }: RuleSet,
  { assumptions: next = [] }: RuleSet,
): Consequence[] {
  const rules = (of: typeof old) => of.map(({ when, holds }) => JSON.stringify([when, holds]));
  const [was, is] = [rules(old), rules(next)];
  const say = ({ when, holds }: (typeof old)[number]): string => {
    const text = (condition: unknown) => `\`${typeof condition === 'string' ? condition : JSON.stringify(condition)}\``;
    return when === undefined || when === true ? text(holds) : `${text(holds)} where ${text(when)}`;
  };
  return [
    ...next.flatMap((each, index) => {
      if (was.includes(is[index] ?? '')) return [];
      const message = `It is now taken for granted that ${say(each)}: what is proved holds for such inputs only.`;
      return [
        consequence(
          'assumption',
          String(index),
          ['assumptions', index],
          { old: undefined, next: each },
          { message, class: 'loosened' },
        ),
      ];
    }),
    ...old.flatMap((each, index) => {
      if (is.includes(was[index] ?? '')) return [];
      const message = `It is no longer taken for granted that ${say(each)}.`;
      return [
        consequence(
          'assumption',
          String(index),
          ['assumptions', index],
          { old: each, next: undefined },
          { message, class: 'tightened' },
        ),
      ];
    }),
  ];
}

function invariantConsequences({ invariants: old = [] }: RuleSet, { invariants: next = [] }: RuleSet): Consequence[] {
  const was = new Map(old.map(each => [each.id, each]));
  const is = new Map(next.map(each => [each.id, each]));
  const at = (of: readonly Invariant[], id: string) => ['invariants', of.findIndex(each => each.id === id)];
  return [...new Set([...is.keys(), ...was.keys()])].flatMap(id => {
    const [then, now] = [was.get(id), is.get(id)];
    if (same(then, now)) return [];
    const told = invariantInWords(id, then, now);
    return [
      consequence('invariant', id, now === undefined ? at(old, id) : at(next, id), { old: then, next: now }, told),
    ];
  });
}

function invariantInWords(
  id: string,
  old: Invariant | undefined,
  next: Invariant | undefined,
): { message: string; class: Consequence['class'] } {
  if (next === undefined) return { message: `Nothing guarantees \`${id}\` any more.`, class: 'loosened' };
  if (old === undefined) return { message: `\`${id}\` is guaranteed now.`, class: 'tightened' };
  if (same([old.when, old.require], [next.when, next.require]))
    return { message: `The reason of \`${id}\` changed.`, class: 'neutral' };
  const weaker = !same(old.when, next.when) || !asksNoLess(old.require, next.require);
  return weaker
    ? { message: `\`${id}\` guarantees something else: what it did is not guaranteed any more.`, class: 'loosened' }
    : { message: `\`${id}\` guarantees more.`, class: 'tightened' };
}

/** True if the requirement after allows no outcome that the one before forbids. */
function asksNoLess(old: Invariant['require'], next: Invariant['require']): boolean {
  const list = (value: string | readonly string[] | undefined) =>
    value === undefined ? null : typeof value === 'string' ? [value] : value;
  return (['decide', 'to', 'payload'] as const).every(key => {
    const [was, is] = [list(old[key]), list(next[key])];
    return was === null || (is !== null && is.every(each => was.includes(each)));
  });
}

function governanceConsequences({ governance: old = {} }: RuleSet, { governance: next = {} }: RuleSet): Consequence[] {
  return [
    ...requirementConsequences(old, next),
    ...signatureConsequences(old, next),
    ...approverConsequences(old, next),
  ];
}

const steps = { loosening: 'loosened', tightening: 'tightened', other: 'equivalent' } as const;

/** The consequences of changed numbers of approvals, by class of change. Classes that neither version declares belong to `other`. */
function requirementConsequences(old: Governance, next: Governance): Consequence[] {
  const isWritten = (key: keyof typeof steps) =>
    (old.requiredApprovals?.[key] ?? next.requiredApprovals?.[key]) !== undefined;
  const special = (['loosening', 'tightening'] as const).filter(isWritten);
  return [...special, 'other' as const].flatMap(key => {
    const [was, is] = [neededFor(steps[key], old), neededFor(steps[key], next)];
    if (was === is) return [];
    const which = key !== 'other' ? `A change that is a ${key}` : special.length > 0 ? 'Any other change' : 'A change';
    const message = `${which} needs ${is === 1 ? 'one approval' : `${is} approvals`}, no longer ${was}.`;
    const path = ['governance', 'requiredApprovals', key];
    const values = { old: old.requiredApprovals?.[key], next: next.requiredApprovals?.[key] };
    return [consequence('governance', key, path, values, { message, class: is < was ? 'loosened' : 'tightened' })];
  });
}

function signatureConsequences({ signatures: was = 'optional' }: Governance, next: Governance): Consequence[] {
  const { signatures: is = 'optional' } = next;
  if (was === is) return [];
  const told =
    is === 'required'
      ? ({ message: 'Only signed approvals count now.', class: 'tightened' } as const)
      : ({ message: 'Approvals count without a signature now.', class: 'loosened' } as const);
  return [consequence('governance', 'signatures', ['governance', 'signatures'], { old: was, next: is }, told)];
}

function approverConsequences({ approvers: was }: Governance, { approvers: is }: Governance): Consequence[] {
  const names = (of: readonly string[] = []) => new Set(of.map(each => each.toLowerCase()));
  const added = (is ?? []).filter(each => !names(was).has(each.toLowerCase()));
  const gone = (was ?? []).filter(each => !names(is).has(each.toLowerCase()));
  const told = ((): Pick<Consequence, 'message' | 'class'> | null => {
    if (is === undefined)
      return was === undefined ? null : { message: 'Anybody may approve changes now.', class: 'loosened' };
    if (is.length === 0)
      return was?.length === 0 ? null : { message: 'Nobody may approve changes any more.', class: 'tightened' };
    if (was === undefined) return { message: `Only ${listed(is)} may approve changes now.`, class: 'tightened' };
    if (added.length === 0 && gone.length === 0) return null;
    const message = [
      ...(added.length === 0 ? [] : [`${listed(added)} may approve changes now.`]),
      ...(gone.length === 0 ? [] : [`${listed(gone)} may not approve changes any more.`]),
    ].join(' ');
    return { message, class: added.length > 0 ? 'loosened' : 'tightened' };
  })();
  if (told === null) return [];
  return [consequence('governance', 'approvers', ['governance', 'approvers'], { old: was, next: is }, told)];
}
