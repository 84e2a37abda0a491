import { boundSignals, isGrantable } from '../../condition/derived-signals.ts';
import { ruleName, type GrantTerms, type Rule, type RuleSet } from '../../model/rule-set.ts';
import { describeDuration, parseDuration } from '../../model/time/duration.ts';
import type { ChangeClass, Consequence } from '../facts.ts';
import { matchedRules } from '../rule-changes.ts';
import { consequence, listed } from './compared.ts';

/** The consequences of changed grants: what a reviewer can now allow beyond the case under review. */
export function grantConsequences(before: RuleSet, after: RuleSet): Consequence[] {
  const pairs = matchedRules(before, after);
  const matched = new Set(pairs.map(({ ruleAfter }) => ruleAfter.place));
  const added = after.rules.flatMap((rule, place) => (matched.has(place) ? [] : changes(undefined, rule, place)));
  const changed = pairs.flatMap(({ ruleBefore, ruleAfter }) =>
    changes(ruleBefore.rule, ruleAfter.rule, ruleAfter.place),
  );
  return [...changed, ...added];
}

/** A new rule only adds oversight, with a grant or without, so that its grant is named but loosens nothing. */
function changes(before: Rule | undefined, after: Rule, place: number): Consequence[] {
  const [from, to] = [before, after].map(rule => (rule !== undefined && isGrantable(rule) ? rule.grant : undefined));
  const name = ruleName(after);
  const path = ['rules', place, 'grant'];
  // Nothing that is not in force can be granted.
  const isNeutral = [before ?? after, after].every(({ status = 'active' }) => status !== 'active');
  const classed = (kind: ChangeClass): Consequence['class'] => (isNeutral ? 'neutral' : kind);
  const values = { before: from, after: to };
  if (to === undefined && from === undefined) return [];
  if (from === undefined && to !== undefined) {
    const message = `A reviewer of \`${after.id}\` can grant ${grantInWords(to, after)}.`;
    return [
      consequence('rule', name, path, values, {
        message,
        class: before === undefined ? 'neutral' : classed('loosened'),
      }),
    ];
  }
  if (to === undefined || from === undefined || before === undefined) {
    const message = `A reviewer of \`${after.id}\` can no longer grant anything beyond the case under review.`;
    return [consequence('rule', name, path, values, { message, class: classed('tightened') })];
  }
  return [
    ...lasting(after, { name, path, classed }, [from, to]),
    ...uses(after, { name, path, classed }, [from, to]),
    ...binding({ name, path, classed }, [before, after]),
  ];
}

interface Changed {
  name: string;
  path: (string | number)[];
  classed: (kind: ChangeClass) => Consequence['class'];
}

function lasting({ id }: Rule, { name, path, classed }: Changed, [from, to]: [GrantTerms, GrantTerms]): Consequence[] {
  const [before, after] = [from, to].map(({ validFor }) => parseDuration(validFor) ?? 0) as [number, number];
  if (before === after) return [];
  const message = `A grant of \`${id}\` is valid for ${describeDuration(after)}, no longer for ${describeDuration(before)}.`;
  const kind = classed(after > before ? 'loosened' : 'tightened');
  return [
    consequence(
      'rule',
      name,
      [...path, 'validFor'],
      { before: from.validFor, after: to.validFor },
      { message, class: kind },
    ),
  ];
}

function uses({ id }: Rule, { name, path, classed }: Changed, [from, to]: [GrantTerms, GrantTerms]): Consequence[] {
  const [before, after] = [from.uses ?? 1, to.uses ?? 1];
  if (before === after) return [];
  const message = `A grant of \`${id}\` allows ${actions(after)}, no longer ${before}.`;
  const kind = classed(after > before ? 'loosened' : 'tightened');
  return [
    consequence('rule', name, [...path, 'uses'], { before: from.uses, after: to.uses }, { message, class: kind }),
  ];
}

/** Fewer bound signals loosen; only more tighten. If some are replaced by others, cases match that did not before. */
function binding({ name, path, classed }: Changed, [before, after]: [Rule, Rule]): Consequence[] {
  const [from, to] = [boundSignals(before), boundSignals(after)];
  const lost = from.filter(each => !to.includes(each));
  const gained = to.filter(each => !from.includes(each));
  const values = { before: before.grant?.bind, after: after.grant?.bind };
  const isScope = before.grant?.scope !== after.grant?.scope;
  const at = isScope
    ? { path: [...path, 'scope'], before: before.grant?.scope, after: after.grant?.scope }
    : { path: [...path, 'bind'], ...values };
  if (lost.length === 0 && gained.length === 0) return [];
  const sentences = [
    ...(lost.length === 0
      ? []
      : [`A grant of \`${after.id}\` also allows cases with another value of ${listed(lost)}`]),
    ...(gained.length === 0
      ? []
      : [
          `${lost.length === 0 ? `A grant of \`${after.id}\`` : 'it'} allows only cases with the same value of ${listed(gained)}`,
        ]),
  ];
  const kind = classed(lost.length > 0 ? 'loosened' : 'tightened');
  return [
    consequence(
      'rule',
      name,
      at.path,
      { before: at.before, after: at.after },
      { message: `${sentences.join('; ')}.`, class: kind },
    ),
  ];
}

function grantInWords({ validFor, uses: count = 1 }: GrantTerms, rule: Rule): string {
  const time = describeDuration(parseDuration(validFor) ?? 0);
  return `${actions(count)} within ${time}, with the same value of ${listed(boundSignals(rule))}`;
}

function actions(count: number): string {
  return count === 1 ? '1 action' : `${count} actions`;
}
