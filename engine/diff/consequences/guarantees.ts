import { oversight, type DefaultOutcome, type Governance, type Invariant, type RuleSet } from '../../model/rule-set.ts';
import type { Consequence, RegionWithoutCause } from '../facts.ts';
import { neededFor } from '../required-approvals.ts';
import { consequence, listed } from './compared.ts';
import { same } from '../sections.ts';
import { type Assumed, lawsAssumed } from './counters.ts';

/** The consequences of changed policies, defaults, assumptions, invariants and governance. */
export function guaranteeConsequences(
  rulesBefore: RuleSet,
  rulesAfter: RuleSet,
  regions: readonly RegionWithoutCause[],
): Consequence[] {
  return [
    ...policyConsequences(rulesBefore, rulesAfter, regions),
    ...defaultConsequences(rulesBefore, rulesAfter, regions),
    ...assumptionConsequences(rulesBefore, rulesAfter),
    ...invariantConsequences(rulesBefore, rulesAfter),
    ...governanceConsequences(rulesBefore, rulesAfter),
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

function policyConsequences(
  rulesBefore: RuleSet,
  rulesAfter: RuleSet,
  regions: readonly RegionWithoutCause[],
): Consequence[] {
  const found: Consequence[] = [];
  const result = regions.length === 0 ? ' No decision changes by it.' : ' The regions say what changes.';
  const [policyBefore, policyAfter] = [rulesBefore.hitPolicy ?? 'first', rulesAfter.hitPolicy ?? 'first'];
  if (policyBefore !== policyAfter) {
    const message = `Now ${policies[policyAfter]}; before, ${policies[policyBefore]}.${result}`;
    found.push(
      consequence(
        'rule-set',
        'hitPolicy',
        ['hitPolicy'],
        { before: rulesBefore.hitPolicy, after: rulesAfter.hitPolicy },
        { message, class: 'neutral' },
      ),
    );
  }
  const [unknownBefore, unknownAfter] = [rulesBefore.onUnknown ?? 'safe', rulesAfter.onUnknown ?? 'safe'];
  if (unknownBefore !== unknownAfter) {
    const message = `A rule whose trigger is unknown ${unknowns[unknownAfter]}; before, it ${unknowns[unknownBefore]}.${result}`;
    found.push(
      consequence(
        'rule-set',
        'onUnknown',
        ['onUnknown'],
        { before: rulesBefore.onUnknown, after: rulesAfter.onUnknown },
        { message, class: 'neutral' },
      ),
    );
  }
  return found;
}

function defaultConsequences(
  rulesBefore: RuleSet,
  rulesAfter: RuleSet,
  regions: readonly RegionWithoutCause[],
): Consequence[] {
  const outcome = ({ decide, to, payload }: DefaultOutcome) => [decide, to, payload];
  const [valueBefore, valueAfter] = [
    rulesBefore.default ?? { decide: 'pause' as const },
    rulesAfter.default ?? { decide: 'pause' as const },
  ];
  if (same(outcome(valueBefore), outcome(valueAfter))) return [];
  const reached = regions.some(region => region.before.rule === null && region.after.rule === null);
  const more = oversight(valueAfter.decide) - oversight(valueBefore.decide);
  const say = ({ decide, to }: DefaultOutcome) => `\`${decide}\`${to === undefined ? '' : ` (\`${to}\`)`}`;
  const message = `Where no rule decides, it is ${say(valueAfter)} now, no longer ${say(valueBefore)}.${reached ? '' : ' No input is left to it in both versions.'}`;
  const kind = !reached ? 'neutral' : more === 0 ? 'rerouted' : more > 0 ? 'tightened' : 'loosened';
  return [
    consequence(
      'default',
      'default',
      ['default'],
      { before: rulesBefore.default, after: rulesAfter.default },
      { message, class: kind },
    ),
  ];
}

function assumptionConsequences(rulesBefore: RuleSet, rulesAfter: RuleSet): Consequence[] {
  const before = [...writtenAssumptions(rulesBefore), ...lawsAssumed(rulesBefore, rulesAfter)];
  const after = [...writtenAssumptions(rulesAfter), ...lawsAssumed(rulesAfter, rulesBefore)];
  const missingIn = (others: readonly Assumed[]) => {
    const keys = new Set(others.map(({ key }) => key));
    return ({ key }: Assumed): boolean => !keys.has(key);
  };
  return [
    ...after.filter(missingIn(before)).map(({ name, path, value, words }) => {
      const message = `It is now taken for granted that ${words}: what is proved holds for such inputs only.`;
      return consequence('assumption', name, path, { before: undefined, after: value }, { message, class: 'loosened' });
    }),
    ...before.filter(missingIn(after)).map(({ name, path, value, words }) => {
      const message = `It is no longer taken for granted that ${words}.`;
      return consequence(
        'assumption',
        name,
        path,
        { before: value, after: undefined },
        { message, class: 'tightened' },
      );
    }),
  ];
}

function writtenAssumptions({ assumptions = [] }: RuleSet): Assumed[] {
  const text = (condition: unknown) => `\`${typeof condition === 'string' ? condition : JSON.stringify(condition)}\``;
  return assumptions.map((each, index) => {
    const { when = true, holds } = each;
    return {
      key: JSON.stringify([when, holds]),
      name: String(index),
      path: ['assumptions', index],
      value: each,
      words: when === true ? text(holds) : `${text(holds)} where ${text(when)}`,
    };
  });
}

function invariantConsequences(
  { invariants: before = [] }: RuleSet,
  { invariants: after = [] }: RuleSet,
): Consequence[] {
  const valueBefore = new Map(before.map(each => [each.id, each]));
  const valueAfter = new Map(after.map(each => [each.id, each]));
  const at = (of: readonly Invariant[], id: string) => ['invariants', of.findIndex(each => each.id === id)];
  return [...new Set([...valueAfter.keys(), ...valueBefore.keys()])].flatMap(id => {
    const [reachedBefore, reachedAfter] = [valueBefore.get(id), valueAfter.get(id)];
    if (same(reachedBefore, reachedAfter)) return [];
    const details = invariantInWords(id, reachedBefore, reachedAfter);
    return [
      consequence(
        'invariant',
        id,
        reachedAfter === undefined ? at(before, id) : at(after, id),
        { before: reachedBefore, after: reachedAfter },
        details,
      ),
    ];
  });
}

function invariantInWords(
  id: string,
  before: Invariant | undefined,
  after: Invariant | undefined,
): { message: string; class: Consequence['class'] } {
  if (after === undefined) return { message: `Nothing guarantees \`${id}\` any more.`, class: 'loosened' };
  if (before === undefined) return { message: `\`${id}\` is guaranteed now.`, class: 'tightened' };
  if (same([before.when, before.require], [after.when, after.require]))
    return { message: `The reason of \`${id}\` changed.`, class: 'neutral' };
  const weaker = !same(before.when, after.when) || !asksNoLess(before.require, after.require);
  return weaker
    ? { message: `\`${id}\` guarantees something else: what it did is not guaranteed any more.`, class: 'loosened' }
    : { message: `\`${id}\` guarantees more.`, class: 'tightened' };
}

/** True if the requirement after allows no outcome that the one before forbids. */
function asksNoLess(before: Invariant['require'], after: Invariant['require']): boolean {
  const list = (value: string | readonly string[] | undefined) =>
    value === undefined ? null : typeof value === 'string' ? [value] : value;
  return (['decide', 'to', 'payload'] as const).every(key => {
    const [valueBefore, valueAfter] = [list(before[key]), list(after[key])];
    return valueBefore === null || (valueAfter !== null && valueAfter.every(each => valueBefore.includes(each)));
  });
}

function governanceConsequences(
  { governance: before = {} }: RuleSet,
  { governance: after = {} }: RuleSet,
): Consequence[] {
  return [
    ...requirementConsequences(before, after),
    ...signatureConsequences(before, after),
    ...approverConsequences(before, after),
  ];
}

const steps = { loosening: 'loosened', tightening: 'tightened', other: 'equivalent' } as const;

/** The consequences of changed numbers of approvals, by class of change. Classes that neither version declares belong to `other`. */
function requirementConsequences(before: Governance, after: Governance): Consequence[] {
  const isWritten = (key: keyof typeof steps) =>
    (before.requiredApprovals?.[key] ?? after.requiredApprovals?.[key]) !== undefined;
  const special = (['loosening', 'tightening'] as const).filter(isWritten);
  return [...special, 'other' as const].flatMap(key => {
    const [valueBefore, valueAfter] = [neededFor(steps[key], before), neededFor(steps[key], after)];
    if (valueBefore === valueAfter) return [];
    const which = key !== 'other' ? `A change that is a ${key}` : special.length > 0 ? 'Any other change' : 'A change';
    const message = `${which} needs ${valueAfter === 1 ? 'one approval' : `${valueAfter} approvals`}, no longer ${valueBefore}.`;
    const path = ['governance', 'requiredApprovals', key];
    const values = { before: before.requiredApprovals?.[key], after: after.requiredApprovals?.[key] };
    return [
      consequence('governance', key, path, values, {
        message,
        class: valueAfter < valueBefore ? 'loosened' : 'tightened',
      }),
    ];
  });
}

function signatureConsequences({ signatures: valueBefore = 'optional' }: Governance, after: Governance): Consequence[] {
  const { signatures: valueAfter = 'optional' } = after;
  if (valueBefore === valueAfter) return [];
  const details =
    valueAfter === 'required'
      ? ({ message: 'Only signed approvals count now.', class: 'tightened' } as const)
      : ({ message: 'Approvals count without a signature now.', class: 'loosened' } as const);
  return [
    consequence(
      'governance',
      'signatures',
      ['governance', 'signatures'],
      { before: valueBefore, after: valueAfter },
      details,
    ),
  ];
}

function approverConsequences(
  { approvers: valueBefore }: Governance,
  { approvers: valueAfter }: Governance,
): Consequence[] {
  const names = (of: readonly string[] = []) => new Set(of.map(each => each.toLowerCase()));
  const added = (valueAfter ?? []).filter(each => !names(valueBefore).has(each.toLowerCase()));
  const removed = (valueBefore ?? []).filter(each => !names(valueAfter).has(each.toLowerCase()));
  const details = ((): Pick<Consequence, 'message' | 'class'> | null => {
    if (valueAfter === undefined)
      return valueBefore === undefined ? null : { message: 'Anybody may approve changes now.', class: 'loosened' };
    if (valueAfter.length === 0)
      return valueBefore?.length === 0 ? null : { message: 'Nobody may approve changes any more.', class: 'tightened' };
    if (valueBefore === undefined)
      return { message: `Only ${listed(valueAfter)} may approve changes now.`, class: 'tightened' };
    if (added.length === 0 && removed.length === 0) return null;
    const message = [
      ...(added.length === 0 ? [] : [`${listed(added)} may approve changes now.`]),
      ...(removed.length === 0 ? [] : [`${listed(removed)} may not approve changes any more.`]),
    ].join(' ');
    return { message, class: added.length > 0 ? 'loosened' : 'tightened' };
  })();
  if (details === null) return [];
  return [
    consequence(
      'governance',
      'approvers',
      ['governance', 'approvers'],
      { before: valueBefore, after: valueAfter },
      details,
    ),
  ];
}
