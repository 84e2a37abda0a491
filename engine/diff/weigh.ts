import type { CompiledRuleSet } from '../decide/compile.ts';
import { createDecider } from '../decide/decider.ts';
import type { Json } from '../model/json.ts';
import { outcomeKey, type RuleRef } from '../model/rule-set.ts';
import type { Region, SemanticDiff } from './facts.ts';

/** A case that was, or could be, decided. */
export interface WeighedInput {
  input: Json;
  /** The decision time, in milliseconds since the Unix epoch. */
  at: number;
  /** What people call it: the name of a sample, an id in a log. */
  name?: string;
}

/** Which of some cases a diff concerns. */
export interface Weight {
  total: number;
  /** Cases with another outcome, and which part of all that is: 0 to 1, 0 where there are no cases. */
  changed: number;
  share: number;
  /** In the order of the diff's regions. `first`: the first few of the cases, by their place among all from 0 on. */
  regions: { id: string; count: number; share: number; first: { index: number; name: string | null }[] }[];
  /**
   * Cases with another outcome that are in no region, because they break an assumption, or a promise that a signal is there, on which the diff relies; or because
   * the diff is not complete.
   */
  outside: { count: number; first: { index: number; name: string | null }[] };
}

/** Cases named of each region. */
const maxNamed = 5;

/** Decides cases with both versions, each at its own time, and counts those whose outcome changes by the region that they are in. */
export function weigh(
  { regions }: Pick<SemanticDiff, 'regions'>,
  before: CompiledRuleSet,
  after: CompiledRuleSet,
  inputs: Iterable<WeighedInput>,
): Weight {
  const steps = weighing({ regions }, before, after, inputs);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** `weigh` in small steps; yields the number of cases done. */
export function* weighing(
  { regions }: Pick<SemanticDiff, 'regions'>,
  before: CompiledRuleSet,
  after: CompiledRuleSet,
  inputs: Iterable<WeighedInput>,
): Generator<number, Weight, undefined> {
  const [then, now] = [createDecider(before), createDecider(after)];
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
    const [old, next] = [decidedBy(before, then.decide(input, at)), decidedBy(after, now.decide(input, at))];
    if (old.key === next.key) continue;
    changed++;
    const found = byDeciders
      .get(nameOfPair(old.rule, next.rule))
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
