import type { Decider, SemanticDiff } from '../../engine/diff/facts.ts';
import type { Json } from '../../engine/model/json.ts';
import { ruleName, type Signal } from '../../engine/model/rule-set.ts';
import { outcomeKey } from '../../engine/model/outcome.ts';
import { decideNaively, isInForce, type NaiveRuleSet } from './naive-interpreter.ts';
import { triggerOf } from './read-rule-set.ts';
import { noRule, searchOf, winnerAt, type Search } from './search.ts';
import { yes } from './truths.ts';
import { times } from './version-pairs.ts';
import { wholeSpace } from './whole-space.ts';

/** What a diff says, judged on every input at every time. */
export interface DiffVerdict {
  inputs: number;
  /** Inputs whose outcome changes. */
  changed: number;
  /** Changed inputs in no region whose pair of deciders is undecided. */
  undecided: number;
  /** Inputs about which the diff is wrong: their deciders, and those of the regions that they are in. */
  wrong: { input: Json; at: string; deciders: string[]; regions: string[][] }[];
  /** Conditions of regions that no input meets, or whose witness is decided differently. */
  empty: string[];
}

/**
 * Judges the diff of two versions with the same signals, which may differ in `required`.
 * @returns null if there are too many inputs to try them all
 */
export function judgeDiff(
  before: NaiveRuleSet,
  after: NaiveRuleSet,
  diff: Pick<SemanticDiff, 'regions' | 'undecided'>,
): DiffVerdict | null {
  const [then, thereafter] = [before, after].map(side => searchIn(side, before, after));
  if (!then || !thereafter) return null;
  const possible = [...new Set([...then.inputs, ...thereafter.inputs])];
  const regions = diff.regions.map(region => ({
    ...region,
    deciders: decidersOf(region),
    holds: thereafter.space.evaluate(triggerOf(region.condition)),
  }));
  const open = diff.undecided.map(each => decidersOf(each).join());
  const shown = new Set<string>();
  const verdict: DiffVerdict = { inputs: 0, changed: 0, undecided: 0, wrong: [], empty: [] };
  for (const at of times) {
    const here = regions.filter(({ from, until }) => at >= from && at < until);
    const decide = [then, thereafter].map(search => decidersAt(search, at)) as [
      (input: number) => Named,
      (input: number) => Named,
    ];
    for (const input of possible) {
      const [was, is] = [decide[0](input), decide[1](input)];
      const deciders = [was.name, is.name];
      const inside = here.filter(({ holds }) => holds[input] === yes);
      for (const { id } of inside) shown.add(id);
      const isChanged = was.outcome !== is.outcome;
      const isMissing = isChanged && inside.length === 0;
      const isOpen = open.includes(deciders.join());
      verdict.inputs++;
      if (isChanged) verdict.changed++;
      if (isMissing && isOpen) verdict.undecided++;
      const isRight =
        inside.every(region => region.deciders.join() === deciders.join()) &&
        (inside.length === Number(isChanged) || (isMissing && isOpen));
      if (!isRight)
        verdict.wrong.push({
          input: then.space.documentOf(input),
          at: new Date(at).toISOString(),
          deciders,
          regions: inside.map(region => region.deciders),
        });
    }
  }
  for (const { id, condition, witness, deciders } of regions) {
    const at = witness.at ?? times[0] ?? 0;
    const decided = [before, after].map(side => named(side, decideNaively(side, witness.input, at).rule).name);
    if (!shown.has(id) || decided.join() !== deciders.join()) verdict.empty.push(condition);
  }
  return verdict;
}

/** The inputs of both versions, as one of them decides them. An input has the same index in both. */
function searchIn(side: NaiveRuleSet, before: NaiveRuleSet, after: NaiveRuleSet): Search | null {
  const signals = Object.entries(side.frame.signals ?? {}).map(
    ([name, { required: _, ...signal }]): [string, Signal] => {
      const isPromised = [before, after].every(({ frame }) => frame.signals?.[name]?.required === true);
      return [name, { ...signal, ...(isPromised && { required: true }) }];
    },
  );
  const space = wholeSpace({
    frame: { ...side.frame, signals: Object.fromEntries(signals) },
    rules: [...before.rules, ...after.rules],
    assumptions: [...before.assumptions, ...after.assumptions],
  });
  return space === undefined ? null : searchOf(side, space);
}

interface Named {
  /** The rule, or `default`, with its outcome. */
  name: string;
  outcome: string;
}

function decidersAt(search: Search, at: number): (input: number) => Named {
  const active = search.rules.filter(({ rule }) => rule.status !== 'shadow' && isInForce(rule, at));
  return input => named(search.naive, winnerAt(search, active, input)?.rule ?? null);
}

function named({ rules, frame }: NaiveRuleSet, ref: { id: string; version?: number } | null): Named {
  const rule = ref && rules.find(each => ruleName(each.rule) === ruleName(ref))?.rule;
  const outcome = outcomeKey(rule ?? frame.default ?? noRule);
  return { name: `${rule ? ruleName(rule) : 'default'} ${outcome}`, outcome };
}

function decidersOf(region: { before: Decider; after: Decider }): string[] {
  return [region.before, region.after].map(
    ({ rule, outcome }) => `${rule === null ? 'default' : ruleName(rule)} ${outcomeKey(outcome)}`,
  );
}
