import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createExpressionChecker } from '../../engine/condition/check-expression.ts';
import { declarationsOf } from '../../engine/condition/declarations.ts';
import { compile } from '../../engine/decide/compile.ts';
import type { Decider, DiffEdit, Region } from '../../engine/diff/facts.ts';
import { semanticDiff } from '../../engine/diff/semantic-diff.ts';
import type { Json } from '../../engine/model/json.ts';
import { outcomeKey } from '../../engine/model/outcome.ts';
import { ruleName, type RuleSet, type Signal } from '../../engine/model/rule-set.ts';
import { analysisSubject } from '../../engine/solver/subject.ts';
import { areMoved, recognisable, slotsOf, without, type Slot } from '../../testing/oracle/edit-list.ts';
import { editedPairs, ruleSetOf, type EditedPair, type KeyedVersion } from '../../testing/oracle/edited-pairs.ts';
import { decideNaively } from '../../testing/oracle/naive-interpreter.ts';
import { readRuleSet } from '../../testing/oracle/read-rule-set.ts';
import { cases, deep } from '../../testing/random/random-cases.ts';

const runs = cases(40);
/** Pairs with more inputs are tested only in longer runs. */
const largest = deep ? 6000 : 1500;

const times = ['2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z', '2026-09-01T00:00:00Z'].map(text => Date.parse(text));
const [now = 0] = times;

interface Case {
  input: Record<string, Json>;
  at: number;
}

/** What decides, and whether the version excludes the input. */
interface Decided {
  /** The key of the rule, or `default`, with its outcome. */
  decider: string;
  isExcluded: boolean;
  missing: readonly string[];
}

const valuesOf: Readonly<Record<string, readonly (Json | undefined)[]>> = {
  a: [0, 1, 2, 3, 4, 0.5, 1.5, 2.5, 3.5, undefined],
  b: [true, false, 'yes', 'no', undefined],
  c: ['x', 'y', 'z', undefined],
  d: [0, 1, 2, undefined],
  user: ['ann', 'bob', 'cleo', 'dan', 'eve', 'fay', undefined],
};

/** All inputs that the rules of two versions distinguish, at all times. Signals that they do not read have one value. */
function casesOf(before: RuleSet, after: RuleSet): Case[] {
  const rules = [...before.rules, ...after.rules];
  const text = JSON.stringify([
    rules.map(({ when, rollout }) => [when, rollout?.by]),
    before.assumptions,
    rules.some(({ when }) => JSON.stringify(when).includes('thresholds.u')) ? 'c' : '',
  ]);
  const declared = (name: string): (Signal | undefined)[] => [before.signals?.[name], after.signals?.[name]];
  let inputs: Record<string, Json>[] = [{}];
  for (const [name, all] of Object.entries(valuesOf)) {
    const signals = declared(name).filter(each => each !== undefined);
    const isNumber = signals.some(({ type }) => type === 'number');
    const isText = signals.some(({ type }) => type === 'string');
    const values = all
      .filter(value => isNumber || typeof value !== 'number' || Number.isInteger(value))
      .filter(value => isText || typeof value !== 'string');
    const read = new RegExp(`\\b${name}\\b`).test(text) ? values : values.slice(0, 1);
    inputs = inputs.flatMap(input => read.map(value => (value === undefined ? input : { ...input, [name]: value })));
  }
  const isAged = declared('a').some(signal => signal?.maxAge !== undefined);
  const ages = isAged ? [undefined, 0, 600_000, 7_200_000] : [undefined];
  const isTimed = rules.some(({ effective }) => effective !== undefined);
  return (isTimed ? times : times.slice(0, 1)).flatMap(at =>
    ages.flatMap(age =>
      inputs.map(input => ({
        at,
        input: age === undefined ? input : { ...input, seen: new Date(at - age).toISOString() },
      })),
    ),
  );
}

function interpreter(version: KeyedVersion): (each: Case) => Decided {
  const ruleSet = ruleSetOf(version);
  const naive = readRuleSet(ruleSet);
  return ({ input, at }) => {
    const { rule, missing, assumptionsBroken } = decideNaively(naive, input, at);
    const found = rule && version.rules.find(each => ruleName(each.rule) === ruleName(rule));
    return {
      decider: deciderOf(found?.key ?? 'default', found?.rule ?? ruleSet.default ?? { decide: 'pause' }),
      isExcluded: assumptionsBroken.length > 0,
      missing: missing.flatMap(({ signal, required }) => (required ? [signal] : [])),
    };
  };
}

function deciderOf(key: string, outcome: Decider['outcome']): string {
  return `${key} ${outcomeKey(outcome)}`;
}

function subjectOf(version: KeyedVersion) {
  const ruleSet = ruleSetOf(version);
  return analysisSubject(ruleSet, createExpressionChecker(declarationsOf(ruleSet)));
}

const isReadable = (version: KeyedVersion): boolean => compile(ruleSetOf(version)).problems.length === 0;

function labelOf({ about, name, part, key }: DiffEdit): string {
  return [about, name, part, ...(about === 'threshold' && key !== '' ? [key] : [])].join(' ');
}

/** The decider of a region, by the key of its rule. */
function keyOf(version: KeyedVersion, { rule, outcome }: Decider): string {
  const found = rule && version.rules.find(each => ruleName(each.rule) === ruleName(rule));
  return deciderOf(found?.key ?? 'default', outcome);
}

function caseInWords({ before, after, made }: EditedPair, diff: object): string {
  return [ruleSetOf(before), ruleSetOf(after), made, diff].map(each => JSON.stringify(each)).join('\n');
}

/** All sets of a size. */
function sets<T>(of: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return of.flatMap((each, at) => sets(of.slice(at + 1), size - 1).map(others => [each, ...others]));
}

const seen = {
  pairs: 0,
  edits: 0,
  regions: 0,
  single: 0,
  several: 0,
  together: 0,
  unproved: 0,
  undecided: 0,
  unshown: 0,
  unreadable: 0,
  mattering: 0,
  cautious: 0,
  skipped: 0,
};

test('each edit is listed once, and each region with the smallest sets of edits without which it goes', () => {
  fc.assert(
    fc.property(editedPairs, drawn => {
      const pair = recognisable(drawn);
      if (pair === null || !isReadable(drawn.before) || !isReadable(drawn.after)) return void seen.skipped++;
      const cases = casesOf(ruleSetOf(pair.before), ruleSetOf(pair.after));
      if (cases.length > largest) return void seen.skipped++;
      const diff = semanticDiff(subjectOf(pair.before), subjectOf(pair.after), { now });
      const about = caseInWords(pair, { edits: diff.edits, regions: diff.regions });
      const moved = diff.edits.flatMap(({ part, name }) =>
        part === 'place' ? pair.after.rules.filter(({ rule }) => ruleName(rule) === name).map(({ key }) => key) : [],
      );
      expect(areMoved(pair, moved), about).toBe(true);
      const slots = slotsOf(pair, moved);
      expect(diff.edits.map(edit => [labelOf(edit), edit.before ?? null, edit.after ?? null]).sort(), about).toEqual(
        slots.map(({ label, before, after }) => [label, before ?? null, after ?? null]).sort(),
      );
      expect(new Set(diff.edits.map(({ id }) => id)).size, about).toBe(diff.edits.length);
      const owned = diff.edits.flatMap(({ consequences }) => consequences).sort((a, b) => a - b);
      expect(owned, about).toEqual(diff.consequences.map((_, at) => at));
      seen.pairs++;
      seen.edits += slots.length;
      seen.undecided += diff.undecided.length;
      judgeCauses(pair, { diff, cases, slots, moved, about });
    }),
    { numRuns: runs, endOnFailure: true },
  );
  process.stdout.write(`${JSON.stringify(seen)}\n`);
  expect(seen.single).toBeGreaterThan(runs / 4);
  if (runs >= 1000) expect(Math.min(seen.several, seen.together, seen.unreadable)).toBeGreaterThan(runs / 200);
  expect(seen.unproved + seen.unshown).toBeLessThan(Math.max(2, seen.regions / 100));
  expect(seen.undecided).toBeLessThan(Math.max(4, seen.regions / 10));
}, 7_200_000);

interface Judged {
  diff: { edits: readonly DiffEdit[]; regions: readonly Region[] };
  cases: readonly Case[];
  slots: readonly Slot[];
  moved: readonly string[];
  about: string;
}

function judgeCauses(pair: EditedPair, { diff, cases, slots, moved, about }: Judged): void {
  const [decideBefore, decideAfter] = [interpreter(pair.before), interpreter(pair.after)];
  const decided = cases.flatMap(each => {
    const [before, after] = [decideBefore(each), decideAfter(each)];
    const isRuledOut =
      (before.isExcluded && after.isExcluded) || before.missing.some(name => after.missing.includes(name));
    return isRuledOut ? [] : [{ each, before: before.decider, after: after.decider }];
  });
  const interpreters = new Map<string, ((each: Case) => string) | null>();
  /** What decides without some edits; null if the rules that are left cannot be read. */
  const decidesWithout = (set: readonly Slot[]) => {
    const name = set.map(({ label }) => label).join(', ');
    const known = interpreters.get(name);
    if (known !== undefined) return known;
    const version = without(pair, set, moved);
    const made = isReadable(version) ? interpreter(version) : null;
    if (made === null) seen.unreadable++;
    const decide = made && ((each: Case) => made(each).decider);
    interpreters.set(name, decide);
    return decide;
  };
  const outcomeIn = (decider: string): string => decider.slice(decider.indexOf(' '));
  for (const edit of diff.regions.length === 0 ? [] : diff.edits) {
    const slot = slots.find(({ label }) => label === labelOf(edit));
    const decide = edit.regions.length > 0 || slot === undefined ? null : decidesWithout([slot]);
    if (decide === null) continue;
    const matters = decided.some(({ each, after }) => outcomeIn(decide(each)) !== outcomeIn(after));
    if (matters) seen.mattering++;
    if (!matters && edit.matters) seen.cautious++;
    expect(edit.matters || !matters, `${about}\n${JSON.stringify(edit)}`).toBe(true);
  }
  for (const region of diff.regions) {
    seen.regions++;
    const [before, after] = [keyOf(pair.before, region.before), keyOf(pair.after, region.after)];
    const inputs = decided.filter(
      ({ each, ...by }) =>
        by.before === before && by.after === after && each.at >= region.from && each.at < region.until,
    );
    const named = diff.edits.filter(({ regions }) => regions.includes(region.id));
    const shown = `${about}\n${JSON.stringify(region)}`;
    expect(named.length, shown).toBeGreaterThan(0);
    if (inputs.length === 0) {
      seen.unshown++;
      continue;
    }
    if (!region.causeProved) {
      seen.unproved++;
      continue;
    }
    const goes = (set: readonly Slot[]): boolean => {
      const decide = decidesWithout(set);
      return decide !== null && inputs.every(({ each }) => decide(each) !== after);
    };
    const undoable = slots.filter(({ undo }) => undo !== null);
    expect(goes(undoable), `${shown}\nwithout all edits`).toBe(true);
    const smallest = undoable.map((_, at) => sets(undoable, at + 1).filter(goes)).find(found => found.length > 0) ?? [];
    const labels = (of: readonly Slot[]) => of.map(({ label }) => label).sort();
    const found = named.map(labelOf).sort();
    const size = smallest[0]?.length ?? 0;
    if (size === 1) {
      expect(region.together, shown).toEqual([]);
      expect(found, shown).toEqual(labels(smallest.flat()));
      seen[smallest.length === 1 ? 'single' : 'several']++;
    } else {
      const ids = named.map(({ id }) => id).sort();
      expect([...region.together].sort(), `${shown}\n${JSON.stringify(smallest)}`).toEqual(ids);
      expect(smallest.map(labels), shown).toContainEqual(found);
      seen.together++;
    }
  }
}
