import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analysisSubject } from '../../engine/solver/subject.ts';
import { createExpressionChecker } from '../../engine/condition/check-expression.ts';
import { declarationsOf } from '../../engine/condition/declarations.ts';
import { evaluate } from '../../engine/condition/evaluate.ts';
import { compile, type CompiledRuleSet } from '../../engine/decide/compile.ts';
import { decide } from '../../engine/decide/decide.ts';
import { createDecider } from '../../engine/decide/decider.ts';
import { commonSignals } from '../../engine/diff/common-signals.ts';
import type { Decider, Region } from '../../engine/diff/facts.ts';
import { semanticDiff } from '../../engine/diff/semantic-diff.ts';
import type { SignalValue } from '../../engine/condition/condition.ts';
import type { Json } from '../../engine/model/json.ts';
import { outcomeKey, type RuleSet, type Signal } from '../../engine/model/rule-set.ts';
import { asWritten, decideNaively, type NaiveRuleSet } from '../../testing/oracle/naive-interpreter.ts';
import { documentsOf, times, versionPairs } from '../../testing/oracle/version-pairs.ts';
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

/** Reads the signals of a version that have a value. */
function valuesOf({ signals }: CompiledRuleSet, { input, at }: Case): Map<string, SignalValue> {
  return new Map(
    signals.flatMap(({ name, read }) => {
      const reading = read(input, at);
      return 'value' in reading ? [[name, reading.value] as const] : [];
    }),
  );
}

/** Evaluates the conditions of regions. Signals have their names, or a name for each version if the versions read them differently. */
function conditionReader(before: CompiledRuleSet, after: CompiledRuleSet) {
  const signalsIn = ({ ruleSet }: CompiledRuleSet) => new Map(Object.entries(ruleSet.signals ?? {}));
  const common = commonSignals(signalsIn(before), signalsIn(after));
  const signals = new Map<string, Signal>();
  for (const [name, signal] of common.signals) if (!name.startsWith('has(')) signals.set(name, signal);
  for (const { name, declared } of common.differing.values()) {
    for (const side of ['before', 'after'] as const) signals.set(common.nameIn(side, name), declared[side]);
  }
  const checker = createExpressionChecker({ signals, thresholds: after.declarations.thresholds });
  const known = new Map<string, ReturnType<typeof checker.condition>>();
  const valuesFor = new Map<Case, Map<string, SignalValue>>();
  return (text: string, each: Case): boolean => {
    const checked = known.get(text) ?? checker.condition(text);
    known.set(text, checked);
    expect(checked.problems, text).toEqual([]);
    const values = valuesFor.get(each) ?? valuesIn(each);
    valuesFor.set(each, values);
    return checked.condition !== null && evaluate(checked.condition, values) === 'true';
  };

  function valuesIn(each: Case): Map<string, SignalValue> {
    const [then, now] = [valuesOf(before, each), valuesOf(after, each)];
    const values = new Map<string, SignalValue>([...then, ...now]);
    for (const name of common.differing.keys()) {
      const [old, next] = [then.get(name), now.get(name)];
      if (old !== undefined) values.set(common.nameIn('before', name), old);
      if (next !== undefined) values.set(common.nameIn('after', name), next);
    }
    return values;
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
    ['continue', 'pause', 'route', 'escalate', 'stop'].findIndex(each => name.includes(`["${each}"`));
  const more = rank(after) - rank(before);
  return more === 0 ? 'rerouted' : more > 0 ? 'tightened' : 'loosened';
}

/** True if both versions exclude an input: each has a violated assumption or lacks a required signal. */
function isRuledOut(before: CompiledRuleSet, after: CompiledRuleSet, each: Case): boolean {
  const records = [before, after].map(compiled => decide(compiled, each.input, { at: each.at }));
  const promised = [...before.declarations.signals].filter(
    ([name, { required }]) => required === true && after.declarations.signals.get(name)?.required === true,
  );
  return (
    records.every(({ assumptionsBroken }) => assumptionsBroken.length > 0) ||
    promised.some(([name]) => records.every(({ missing }) => missing.some(({ signal }) => signal === name)))
  );
}

test('every input has the same outcome in both versions or is in just one region, which says what decides it', () => {
  const seen = {
    differing: 0,
    equivalent: 0,
    regions: 0,
    undecided: 0,
    witnesses: 0,
    inputs: 0,
    signals: 0,
    skipped: 0,
  };
  fc.assert(
    fc.property(versionPairs, fc.nat(), ([before, after], seed) => {
      const cases = documentsOf(before, after, largest);
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
      const holds = conditionReader(old, next);
      const isIn = ({ from, until, condition }: Region, each: Case) =>
        each.at >= from && each.at < until && holds(condition, each);
      const [was, is] = [createDecider(old), createDecider(next)];
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
        if (!isRight && !isRuledOut(old, next, each)) {
          const found = regions.map(({ id }) => id).join(', ');
          expect.fail(`${about}\n${JSON.stringify(each)}\n${then} → ${thereafter} in the regions: ${found}`);
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
    { numRuns: runs },
  );
  process.stdout.write(`${JSON.stringify(seen)}\n`);
  expect(Math.min(seen.differing, seen.equivalent, seen.witnesses, seen.signals)).toBeGreaterThan(runs / 50);
});
