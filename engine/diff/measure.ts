import type { CompiledRuleSet } from '../decide/compile.ts';
import { createDecider } from '../decide/decider.ts';
import type { Json } from '../model/json.ts';
import { type RuleRef } from '../model/rule-set.ts';
import { outcomeKey } from '../model/outcome.ts';
import type { Region, SemanticDiff } from './facts.ts';

/** An input whose decisions by two versions are compared. */
export interface MeasuredInput {
  input: Json;
  /** The decision time, in milliseconds since the Unix epoch. */
  at: number;
  /** The name of the sample or the id of the log entry. */
  name?: string;
}

/** How many of some cases a diff affects. */
export interface Measurement {
  total: number;
  /** The number of cases whose outcome changes; `share` is their part of all cases, from 0 to 1 (0 if there are none). */
  changed: number;
  share: number;
  /** The counts for each region of the diff, in its order. `first` lists the first few cases, with their index among all cases. */
  regions: { id: string; count: number; share: number; first: { index: number; name: string | null }[] }[];
  /**
   * Cases whose outcome changes but that are in no region: they break an assumption or lack a required signal, on which the diff relies, or the diff is
   * incomplete.
   */
  outside: { count: number; first: { index: number; name: string | null }[] };
}

/** Maximum number of cases listed for a region. */
const maxNamed = 5;

/** Decides each case with both versions, at its own time, and counts the cases whose outcome changes by region. */
export function measure(
  { regions }: Pick<SemanticDiff, 'regions'>,
  before: CompiledRuleSet,
  after: CompiledRuleSet,
  inputs: Iterable<MeasuredInput>,
): Measurement {
  const steps = measuring({ regions }, before, after, inputs);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** `measure` in small steps; yields the number of cases decided so far. */
export function* measuring(
  { regions }: Pick<SemanticDiff, 'regions'>,
  before: CompiledRuleSet,
  after: CompiledRuleSet,
  inputs: Iterable<MeasuredInput>,
): Generator<number, Measurement, undefined> {
  const [deciderBefore, deciderAfter] = [createDecider(before), createDecider(after)];
  const byDeciders = new Map<string, { region: Region; at: number }[]>();
  regions.forEach((region, at) => {
    const name = nameOfPair(region.before.rule, region.after.rule);
    byDeciders.set(name, [...(byDeciders.get(name) ?? []), { region, at }]);
  });
  const counts = [...regions, null].map(() => ({ count: 0, first: [] as { index: number; name: string | null }[] }));
  const outside = counts.at(-1) as (typeof counts)[number];
  let total = 0;
  let changed = 0;
  for (const { input, at, name } of inputs) {
    const index = total++;
    if (index % casesAtOnce === 0) yield index;
    const [decisionBefore, decisionAfter] = [
      decidedBy(before, deciderBefore.decide(input, at)),
      decidedBy(after, deciderAfter.decide(input, at)),
    ];
    if (decisionBefore.key === decisionAfter.key) continue;
    changed++;
    const found = byDeciders
      .get(nameOfPair(decisionBefore.rule, decisionAfter.rule))
      ?.find(({ region: { from, until } }) => at >= from && at < until);
    const counted = counts[found?.at ?? regions.length] ?? outside;
    counted.count++;
    if (counted.first.length < maxNamed) counted.first.push({ index, name: name ?? null });
  }
  const shareOf = (count: number): number => (total === 0 ? 0 : count / total);
  return {
    total,
    changed,
    share: shareOf(changed),
    regions: regions.map(({ id }, at) => {
      const { count, first } = counts[at] ?? outside;
      return { id, count, share: shareOf(count), first };
    }),
    outside,
  };
}

const casesAtOnce = 256;

/** @param position in the rule set's `rules`; -1 for the default */
function decidedBy(compiled: CompiledRuleSet, position: number): { rule: RuleRef | null; key: string } {
  const rule = compiled.ruleSet.rules[position];
  if (rule === undefined) return { rule: null, key: outcomeKey(compiled.default.outcome) };
  return { rule: { id: rule.id, version: rule.version ?? 1 }, key: outcomeKey(rule) };
}

function nameOfPair(before: RuleRef | null, after: RuleRef | null): string {
  return JSON.stringify([before && [before.id, before.version], after && [after.id, after.version]]);
}
