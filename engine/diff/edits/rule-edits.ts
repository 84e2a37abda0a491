import { fallbackKeys, ruleName, type Rule, type RuleSet } from '../../model/rule-set.ts';
import { placedRules, ruleMatches, type PlacedRule } from '../rule-changes.ts';
import { changedKeys, editOf, picked, wholeEdit, type Edit, type EditedPart } from './edit.ts';

/** The parts of a rule, with the keys that belong to each. */
export const ruleParts = {
  trigger: ['when'],
  unknown: ['onUnknown'],
  outcome: ['decide', 'to', 'payload', ...fallbackKeys],
  time: ['effective'],
  status: ['status'],
  rollout: ['rollout'],
  grant: ['grant'],
} as const satisfies Partial<Record<EditedPart, readonly (keyof Rule)[]>>;
export type RulePart = keyof typeof ruleParts;

const identity = new Set(['id', 'version']);

/** An edit of a rule, with the rule in both versions; null in a version that does not have it. */
export interface RuleEdit {
  edit: Edit;
  before: PlacedRule | null;
  after: PlacedRule | null;
}

/** What was edited in the rules, in the file order of the version after; then the removed ones. */
export function ruleEdits(before: RuleSet, after: RuleSet): RuleEdit[] {
  const { pairs, moved } = ruleMatches(before, after);
  const counterparts = new Map([...pairs].map(([ruleBefore, ruleAfter]) => [ruleAfter.place, ruleBefore]));
  const rulesBefore = placedRules(before);
  const kept = new Set([...pairs.keys()].map(({ place }) => place));
  return [
    ...placedRules(after).flatMap((ruleAfter): RuleEdit[] => {
      const ruleBefore = counterparts.get(ruleAfter.place) ?? null;
      const path = ['rules', ruleAfter.place];
      if (ruleBefore === null) {
        const edit = wholeEdit('rule', ruleName(ruleAfter.rule), path, { before: undefined, after: ruleAfter.rule });
        return [{ edit, before: null, after: ruleAfter }];
      }
      const edits = partsEdited(ruleBefore, ruleAfter);
      if (moved.has(ruleAfter.place))
        edits.push(
          editOf({
            about: 'rule',
            name: ruleName(ruleAfter.rule),
            part: 'place',
            key: '',
            path: [...path, 'id'],
            side: 'after',
            before: nameBefore(before, ruleBefore),
            after: nameBefore(after, ruleAfter),
          }),
        );
      return edits.map(edit => ({ edit, before: ruleBefore, after: ruleAfter }));
    }),
    ...rulesBefore
      .filter(({ place }) => !kept.has(place))
      .map((ruleBefore): RuleEdit => {
        const values = { before: ruleBefore.rule, after: undefined };
        const edit = wholeEdit('rule', ruleName(ruleBefore.rule), ['rules', ruleBefore.place], values);
        return { edit, before: ruleBefore, after: null };
      }),
  ];
}

/** One edit for each part. A new version number belongs to what is edited with it, and is an edit only if nothing else is. */
function partsEdited({ rule: before }: PlacedRule, { rule: after, place }: PlacedRule): Edit[] {
  const keys = changedKeys(before, after);
  const name = ruleName(after);
  const editFor = (part: EditedPart, changed: readonly string[]): Edit[] => {
    const [only] = changed;
    if (only === undefined) return [];
    const path = ['rules', place, ...(changed.length === 1 && only in after ? [only] : ['id'])];
    const values = { before: picked(before, changed), after: picked(after, changed) };
    return [
      editOf({
        about: 'rule',
        name,
        part,
        key: changed.join(', '),
        path,
        side: 'after',
        ...values,
      }),
    ];
  };
  const known = new Set<string>(Object.values(ruleParts).flat());
  const edits = [
    ...(before.id === after.id ? [] : editFor('name', ['id'])),
    ...(Object.entries(ruleParts) as [RulePart, readonly string[]][]).flatMap(([part, own]) =>
      editFor(
        part,
        own.filter(key => keys.includes(key)),
      ),
    ),
    ...editFor(
      'text',
      keys.filter(key => !known.has(key) && !identity.has(key)),
    ),
  ];
  return edits.length > 0 ? edits : editFor('version', keys.includes('version') ? ['version'] : []);
}

/** The name of the rule before another one; null for the first. */
function nameBefore({ rules }: RuleSet, { place }: PlacedRule): string | null {
  const previous = rules[place - 1];
  return previous === undefined ? null : ruleName(previous);
}
