import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analysisSubject } from '../../engine/solver/subject.ts';
import { createExpressionChecker } from '../../engine/condition/check-expression.ts';
import { declarationsOf } from '../../engine/condition/declarations.ts';
import { compile, type CompiledRuleSet } from '../../engine/decide/compile.ts';
import { createDecider } from '../../engine/decide/decider.ts';
import type { Decider, Region, RegionWhen } from '../../engine/diff/facts.ts';
import { semanticDiff } from '../../engine/diff/semantic-diff.ts';
import type { Json } from '../../engine/model/json.ts';
import { ruleName, type RuleSet } from '../../engine/model/rule-set.ts';
import { outcomeKey } from '../../engine/model/outcome.ts';
import { asWritten, decideNaively, type NaiveRuleSet } from '../../testing/oracle/naive-interpreter.ts';
import { truth, type World } from '../../testing/oracle/evaluate.ts';
import type { Trigger } from '../../testing/oracle/expression.ts';
import { triggerOf } from '../../testing/oracle/read-rule-set.ts';
import { whenAsCel } from '../../testing/oracle/read-facts.ts';
import { readSignal, type Reading } from '../../testing/oracle/values.ts';
import { inputSpace } from '../../testing/oracle/input-space.ts';
import { redeclaredTerms } from '../../testing/oracle/term-edits.ts';
import { wholeSpace } from '../../testing/oracle/whole-space.ts';
import { documentsOf, times, versionPairs, type Versions } from '../../testing/oracle/version-pairs.ts';
import { cases, deep } from '../../testing/random/random-cases.ts';

const runs = cases(24);
/** Versions with more inputs are tested only in longer runs. */
const largest = deep ? 10_000 : 1000;
const [now = 0] = times;

type Case = { input: Json; at: number };

/** The case as an author would write it, so that a failure can be understood without the generator. */
function caseInWords(before: NaiveRuleSet, after: NaiveRuleSet, more: unknown): string {
  return [asWritten(before), asWritten(after), more].map(each => JSON.stringify(each)).join('\n');
}

const subjectOf = (ruleSet: RuleSet) => analysisSubject(ruleSet, createExpressionChecker(declarationsOf(ruleSet)));

/**
 * Evaluates the conditions of regions, by the interpreter. A signal has the value that either version reads; `before.` and `after.` say which of them
 * reads it.
 */
function conditionReader(before: RuleSet, after: RuleSet) {
  const sides = { before, after };
  const named = Object.entries(sides).flatMap(([side, { signals }]) =>
    Object.entries(signals ?? {}).map(([name, signal]) => ({ name, own: `${side}.${name}`, signal })),
  );
  const signals = Object.fromEntries(
    named.flatMap(({ name, own, signal }) => [
      [name, signal],
      [own, signal],
    ]),
  );
  const known = new Map<string, Trigger>();
  const worlds = new Map<Case, World>();
  return (text: string, each: Case): boolean => {
    const condition = known.get(text) ?? triggerOf(text);
    known.set(text, condition);
    const world = worlds.get(each) ?? worldOf(each);
    worlds.set(each, world);
    return truth(condition, world) === 'true';
  };

  function worldOf({ input, at }: Case): World {
    const readings = new Map<string, Reading>();
    for (const { name, own, signal } of named) {
      const reading = readSignal(name, signal, input, at);
      readings.set(own, reading);
      if ('value' in reading || !readings.has(name)) readings.set(name, reading);
    }
    return { ruleSet: { ...after, signals }, readings };
  }
}

const nameOf = ({ rule, outcome }: Decider): string =>
  `${rule === null ? 'default' : `${rule.id}@${rule.version}`} ${outcomeKey(outcome)}`;

function deciderOf(compiled: CompiledRuleSet, position: number): string {
  const rule = compiled.ruleSet.rules[position];
  const ref = rule === undefined ? null : { id: rule.id, version: rule.version ?? 1 };
  return nameOf({ rule: ref, outcome: rule ?? compiled.default.outcome });
}

function classOf(before: string, after: string): string {
  const rank = (name: string) =>
    ['continue', 'pause', 'route', 'escalate', 'deny', 'stop'].findIndex(each => name.includes(`["${each}"`));
  const more = rank(after) - rank(before);
  return more === 0 ? 'rerouted' : more > 0 ? 'tightened' : 'loosened';
}

/** True if both versions exclude an input: each has a violated assumption or contradicting counters, or lacks a required signal. */
function isRuledOut(before: NaiveRuleSet, after: NaiveRuleSet, each: Case): boolean {
  const records = [before, after].map(naive => decideNaively(naive, each.input, each.at));
  const promised = Object.entries(before.frame.signals ?? {}).filter(
    ([name, { required }]) => required === true && after.frame.signals?.[name]?.required === true,
  );
  return (
    records.every(({ assumptionsBroken, countersBroken }) => assumptionsBroken.length + countersBroken.length > 0) ||
    promised.some(([name]) => records.every(({ missing }) => missing.some(({ signal }) => signal === name)))
  );
}

test.each([
  ['versions', versionPairs, inputSpace],
  ['versions with terms over other ranges', redeclaredTerms, wholeSpace],
] as const)(
  '%s: every input has the same outcome in both or is in just one region, which says what decides it',
  (_, pairs, spaceOf) => {
    const seen = {
      differing: 0,
      equivalent: 0,
      regions: 0,
      told: 0,
      undecided: 0,
      witnesses: 0,
      inputs: 0,
      signals: 0,
      skipped: 0,
    };
    fc.assert(
      fc.property(pairs as fc.Arbitrary<Versions>, fc.nat(), ([before, after], seed) => {
        const cases = documentsOf(before, after, largest, spaceOf);
        if (cases === undefined) return void seen.skipped++;
        const [old, next] = [compile(asWritten(before)), compile(asWritten(after))];
        expect([...old.problems, ...next.problems], caseInWords(before, after, null)).toEqual([]);
        const diff = semanticDiff(subjectOf(old.ruleSet), subjectOf(next.ruleSet), { now });
        const about = caseInWords(before, after, diff.regions);
        expect(
          diff.undecided.filter(({ because }) => because.kind !== 'values'),
          about,
        ).toEqual([]);
        expect(diff.equivalent, about).toBe(diff.regions.length === 0 && diff.complete);
        seen.undecided += diff.undecided.length;
        const isUndecided = (was: string, is: string) =>
          diff.undecided.some(each => nameOf(each.before) === was && nameOf(each.after) === is);
        if (JSON.stringify(before.frame.signals) !== JSON.stringify(after.frame.signals)) seen.signals++;
        const holds = conditionReader(old.ruleSet, next.ruleSet);
        const isIn = ({ from, until, condition }: Region, each: Case) =>
          each.at >= from && each.at < until && holds(condition, each);
        const [was, is] = [createDecider(old), createDecider(next)];
        seen.told += diff.regions.filter(({ when }) => when !== null).length;
        const told = diff.regions.flatMap(region =>
          region.when === null ? [] : [{ region, when: region.when, words: whenAsCel(region.when) }],
        );
        const noEarlierFires = ({ earlier }: RegionWhen, each: Case) =>
          (['before', 'after'] as const).every(side => {
            const names = new Set(earlier.filter(rule => rule.in === side || rule.in === 'both').map(ruleName));
            const { considered } = decideNaively(side === 'before' ? before : after, each.input, each.at);
            return !considered.some(({ rule, fires }) => fires && names.has(ruleName(rule)));
          });
        for (const [index, each] of cases.entries()) {
          const [then, thereafter] = [
            deciderOf(old, was.decide(each.input, each.at)),
            deciderOf(next, is.decide(each.input, each.at)),
          ];
          if ((index + seed) % 97 === 0) {
            expect(then, about).toContain(`["${decideNaively(before, each.input, each.at).decision}"`);
            expect(thereafter, about).toContain(`["${decideNaively(after, each.input, each.at).decision}"`);
          }
          const differs = then.slice(then.indexOf(' ')) !== thereafter.slice(thereafter.indexOf(' '));
          const regions = diff.regions.filter(region => isIn(region, each));
          const [region] = regions;
          const isRight =
            regions.length <= (differs ? 1 : 0) &&
            // A pair may be undecided in one period and have a region in another.
            regions.length >= (differs && !isUndecided(then, thereafter) ? 1 : 0) &&
            (region === undefined || (nameOf(region.before) === then && nameOf(region.after) === thereafter));
          if (!isRight && !isRuledOut(before, after, each)) {
            const found = regions.map(({ id }) => id).join(', ');
            expect.fail(`${about}\n${JSON.stringify(each)}\n${then} → ${thereafter} in the regions: ${found}`);
          }
          for (const { region: one, when, words } of told) {
            if (each.at < one.from || each.at >= one.until) continue;
            const [isSaid, isMeant] = [holds(words, each), holds(when.condition, each)];
            const isTold = isSaid && noEarlierFires(when, each);
            if ((isSaid !== isMeant || isTold !== regions.includes(one)) && !isRuledOut(before, after, each))
              expect.fail(`${about}\n${JSON.stringify(each)}\n${JSON.stringify(when)} is not the region ${one.id}`);
          }
          if (region === undefined || !isRight) continue;
          expect(region.class, about).toBe(classOf(then, thereafter));
        }
        seen.inputs += cases.length;
        seen.regions += diff.regions.length;
        if (diff.equivalent) seen.equivalent++;
        else seen.differing++;
        for (const region of diff.regions) {
          const { witness } = region;
          expect(region.share.value, about).toBeLessThanOrEqual(1);
          seen.witnesses++;
          const each = { input: witness.input, at: witness.at ?? now };
          const shown = `${about}\n${JSON.stringify(witness)}`;
          expect(
            [deciderOf(old, was.decide(each.input, each.at)), deciderOf(next, is.decide(each.input, each.at))],
            shown,
          ).toEqual([nameOf(region.before), nameOf(region.after)]);
          expect(isIn(region, each), shown).toBe(true);
        }
      }),
      { numRuns: runs, endOnFailure: true },
    );
    process.stdout.write(`${JSON.stringify(seen)}\n`);
    expect(Math.min(seen.differing, seen.equivalent, seen.witnesses, seen.signals)).toBeGreaterThan(runs / 50);
  },
);
