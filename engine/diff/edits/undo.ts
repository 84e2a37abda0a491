import type { Rule, RuleSet } from '../../model/rule-set.ts';
import { placedRules, ruleMatches, type PlacedRule } from '../rule-changes.ts';
import { isTable, type ThresholdDeclaration, type ThresholdTable } from '../../model/rule-set.ts';
import type { Edit } from './edit.ts';
import type { Edits } from './edits-between.ts';
import { ruleParts, type RulePart } from './rule-edits.ts';

/**
 * True if an edit can change which outcome an input has. Signals and thresholds that are new or gone cannot: what changes an outcome is the rule that reads them.
 */
export function canDecide({ about, part }: Edit): boolean {
  switch (about) {
    case 'rule':
      return part !== 'text' && part !== 'version';
    case 'signal':
    case 'threshold':
      return part === 'value';
    case 'default':
      return part === 'outcome';
    case 'rule-set':
      return part === 'value';
    default:
      return false;
  }
}

/**
 * The version after with some edits undone. It declares all signals and thresholds of both versions, so that the rules of either can be read; of edits that cannot
 * change an outcome, nothing is undone.
 */
export function withUndone(before: RuleSet, after: RuleSet, edits: Edits, undone: ReadonlySet<Edit>): RuleSet {
  const left = [...undone];
  const mixed: RuleSet = {
    ...after,
    signals: { ...before.signals, ...after.signals },
    thresholds: { ...before.thresholds, ...after.thresholds },
    rules: rulesWithUndone(before, after, edits, undone),
  };
  for (const { name } of left.filter(({ about }) => about === 'signal'))
    Object.assign(mixed.signals ?? {}, { [name]: before.signals?.[name] });
  for (const edit of left.filter(({ about }) => about === 'threshold')) undoThreshold(mixed, before, edit);
  for (const key of ['hitPolicy', 'onUnknown'] as const)
    if (left.some(({ about, name }) => about === 'rule-set' && name === key)) setOrDelete(mixed, key, before[key]);
  if (left.some(({ about }) => about === 'default')) setOrDelete(mixed, 'default', before.default);
  return mixed;
}

function undoThreshold({ thresholds = {} }: RuleSet, before: RuleSet, { name, key }: Edit): void {
  const [was, is] = [before.thresholds?.[name], thresholds[name]];
  if (was === undefined || is === undefined) return;
  thresholds[name] = key === '' || !isTableDeclaration(was) || !isTableDeclaration(is) ? was : withEntry(is, was, key);
}

function isTableDeclaration(declared: ThresholdDeclaration): declared is ThresholdTable {
  return typeof declared === 'object' && isTable(declared);
}

/** A table with one entry of another: `value`, or `values.prod`. */
function withEntry(table: ThresholdTable, other: ThresholdTable, key: string): ThresholdTable {
  const copy: ThresholdTable = { ...table, values: { ...table.values } };
  if (key === 'value') setOrDelete(copy, 'value', other.value);
  else {
    const entry = key.slice('values.'.length);
    setOrDelete(copy.values, entry, Object.hasOwn(other.values, entry) ? other.values[entry] : undefined);
  }
  return copy;
}

function setOrDelete<T extends object, K extends keyof T>(of: T, key: K, value: T[K] | undefined): void {
  if (value === undefined) delete of[key];
  else of[key] = value;
}

/**
 * The rules of the version after with some edits undone. Rules that come back, or go back to their place, follow the rule that they followed before, if that
 * one is in its place.
 */
function rulesWithUndone(before: RuleSet, after: RuleSet, edits: Edits, undone: ReadonlySet<Edit>): Rule[] {
  const { pairs, moved } = ruleMatches(before, after);
  const back = edits.rules.filter(({ edit }) => undone.has(edit));
  const counterparts = new Map([...pairs].map(([ruleBefore, ruleAfter]) => [ruleAfter.place, ruleBefore]));
  const dropped = new Set(back.flatMap(each => (each.before === null && each.after ? [each.after.place] : [])));
  const returning = new Set(
    back.flatMap(({ edit, after: ruleAfter }) => (edit.part === 'place' && ruleAfter ? [ruleAfter.place] : [])),
  );
  const restored = new Set(back.flatMap(each => (each.after === null && each.before ? [each.before.place] : [])));
  const stays: Placed[] = placedRules(after).flatMap(({ rule, place }) => {
    if (dropped.has(place) || returning.has(place)) return [];
    const ruleBefore = counterparts.get(place);
    const inPlace = ruleBefore !== undefined && !moved.has(place) ? ruleBefore.place : null;
    return [{ rule: partsBack(rule, place, ruleBefore), before: inPlace }];
  });
  const placeAfter = new Map([...counterparts].map(([place, ruleBefore]) => [ruleBefore.place, place]));
  for (const { rule, place } of placedRules(before)) {
    const now = placeAfter.get(place);
    const comesBack = now === undefined ? restored.has(place) : returning.has(now);
    if (!comesBack) continue;
    const own = now === undefined ? rule : partsBack(after.rules[now] as Rule, now, counterparts.get(now));
    stays.splice(indexAfter(stays, place), 0, { rule: own, before: place });
  }
  return stays.map(({ rule }) => rule);

  function partsBack(rule: Rule, place: number, ruleBefore: PlacedRule | undefined): Rule {
    const parts = back.filter(({ edit, after: ruleAfter }) => ruleAfter?.place === place && edit.part !== 'place');
    if (parts.length === 0 || ruleBefore === undefined) return rule;
    const copy: Rule = { ...rule };
    for (const { edit } of parts) {
      const keys = edit.part === 'name' ? (['id'] as const) : (ruleParts[edit.part as RulePart] ?? []);
      for (const key of keys) setOrDelete(copy, key, ruleBefore.rule[key]);
    }
    return copy;
  }
}

/** A rule with its place in the version before; null if it is new there, or was moved. */
interface Placed {
  rule: Rule;
  before: number | null;
}

/** The index after the last rule in its place that came before a place in the version before; 0 if there is none. */
function indexAfter(rules: readonly Placed[], place: number): number {
  let index = 0;
  rules.forEach(({ before }, at) => {
    if (before !== null && before < place) index = at + 1;
  });
  return index;
}
