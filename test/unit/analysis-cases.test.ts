import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Json } from '../../engine/model/json.ts';
import { oversight, type Decision, type RuleSet } from '../../engine/model/rule-set.ts';
import { bruteForce } from '../../testing/oracle/brute-force.ts';
import type { Facts } from '../../testing/oracle/facts.ts';
import { inputSpace } from '../../testing/oracle/input-space.ts';
import { readRuleSet } from '../../testing/oracle/read-rule-set.ts';
import { searchOf, winnerAt } from '../../testing/oracle/search.ts';
import { byEngine, byOracle, factsOf } from '../../testing/oracle/comparable-facts.ts';

const fixtures = path.resolve(import.meta.dirname, '../fixtures');

interface FixtureFacts {
  contradictory: string[];
  shadowed: string[];
  redundant: string[];
  tautological: string[];
  conflicts: Record<string, string[]>;
  uncovered: Json;
  boundaryGaps: { signal: string; at: Json; below: string; above: string }[];
  irrelevantClauses: { rule: string; clause: string; because: string }[];
}
type FactsUnderFirst = Pick<FixtureFacts, 'shadowed' | 'redundant' | 'irrelevantClauses'> & { neverDecides: string[] };

interface Case {
  id: string;
  ruleSet: RuleSet;
  facts: FixtureFacts & { underFirst?: FactsUnderFirst };
}

function read(file: string): string {
  return readFileSync(path.join(fixtures, file), 'utf8');
}

function found(ruleSet: RuleSet): Facts {
  const naive = readRuleSet(ruleSet);
  const facts = bruteForce(naive, inputSpace(naive, 100_000));
  if (!facts) throw new Error('There are too many inputs.');
  return facts;
}

/** The facts of the analysis, to compare with those of the brute-force oracle. */
function analysed(ruleSet: RuleSet): ReturnType<typeof byEngine> {
  return byEngine(factsOf(ruleSet));
}

const id = (name: string) => name.replace(/@\d+$/, '');
/** A clause without the differences that printing may cause. */
const bare = (clause: string) => clause.replace(/[\s()]|\.000(?=Z)/g, '');
const time = (at: Json) => (typeof at === 'string' ? new Date(at).toISOString() : at);

/** The facts of the oracle in the format of the fixtures. */
function inFixtureForm(facts: Facts): Omit<FixtureFacts, 'uncovered'> {
  return {
    contradictory: facts.contradictory.map(id),
    shadowed: facts.shadowed.map(id),
    redundant: facts.redundant.map(({ rule }) => id(rule)),
    tautological: facts.tautological.map(id),
    conflicts: Object.fromEntries(facts.conflicts.map(conflict => [id(conflict.rule), conflict.with.map(id)])),
    boundaryGaps: facts.boundaryGaps.map(gap => ({ ...gap, below: id(gap.below), above: id(gap.above) })),
    irrelevantClauses: byName(
      facts.irrelevantClauses.map(({ rule, text, because }) => ({ rule: id(rule), clause: text, because })),
    ),
  };
}

function comparable<T extends Pick<FixtureFacts, 'irrelevantClauses'>>(fixture: T): T {
  return { ...fixture, irrelevantClauses: byName(fixture.irrelevantClauses) };
}

/** Sorts the clauses of a rule, whose order another test checks. */
function byName(clauses: FixtureFacts['irrelevantClauses']): FixtureFacts['irrelevantClauses'] {
  const named = clauses.map(each => ({ ...each, clause: bare(each.clause) }));
  const name = ({ rule, clause }: (typeof named)[number]) => `${rule} ${clause}`;
  return named.toSorted((a, b) => (name(a) < name(b) ? -1 : 1));
}

describe.each(['kie-dmn', 'jdmn', 'dmn-check', 'batfish', 'cedar'])('the facts of %s', source => {
  const { cases } = JSON.parse(read(`analysis-cases/${source}.json`)) as { cases: Case[] };

  test.each(cases.map(each => [each.id, each] as const))(
    '%s',
    (_, { ruleSet, facts: { underFirst, uncovered, ...facts } }) => {
      const all = found(ruleSet);
      const boundaryGaps = facts.boundaryGaps.map(gap => ({ ...gap, at: time(gap.at) }));
      expect(inFixtureForm(all)).toEqual({ ...comparable(facts), boundaryGaps });
      expect(all.uncovered.length > 0).toBe(uncovered !== null);
      expect(analysed(ruleSet)).toEqual(byOracle(all, readRuleSet(ruleSet)));
      if (!underFirst) return;
      const first = found({ ...ruleSet, hitPolicy: 'first' });
      expect(analysed({ ...ruleSet, hitPolicy: 'first' })).toEqual(byOracle(first, readRuleSet(ruleSet)));
      const { shadowed, redundant, irrelevantClauses } = inFixtureForm(first);
      const neverDecides = [
        ...shadowed,
        ...first.redundant.filter(each => !each.everDecides).map(({ rule }) => id(rule)),
      ];
      const inOrder = ruleSet.rules.map(rule => rule.id).filter(rule => neverDecides.includes(rule));
      expect({ neverDecides: inOrder, shadowed, redundant, irrelevantClauses }).toEqual(comparable(underFirst));
    },
  );
});

interface Side {
  rule: string | null;
  decide: Decision;
}
interface Comparison {
  id: string;
  before: RuleSet;
  after: RuleSet;
  facts: { equivalent: boolean; regions: { before: Side; after: Side; class: string }[] };
}

describe.each(['batfish', 'cedar'])('the comparisons of %s', source => {
  const { comparisons } = JSON.parse(read(`analysis-cases/${source}.json`)) as { comparisons: Comparison[] };

  test.each(comparisons.map(each => [each.id, each] as const))('%s', (_, { before, after, facts }) => {
    const [old, recent] = [readRuleSet(before), readRuleSet(after)];
    const space = inputSpace({ ...old, rules: [...old.rules, ...recent.rules] }, 100_000);
    if (!space) throw new Error('There are too many inputs.');
    const [owner, heir] = [searchOf(old, space), searchOf(recent, space)].map(search => (input: number): Side => {
      const winner = winnerAt(search, search.periods[0]?.active ?? [], input)?.rule;
      return { rule: winner?.id ?? null, decide: (winner ?? search.naive.frame.default ?? { decide: 'pause' }).decide };
    });
    const regions = new Set<string>();
    for (let input = 0; input < space.size; input++) {
      const [from, to] = [owner?.(input), heir?.(input)];
      if (!from || !to || from.decide === to.decide) continue;
      const change = oversight(to.decide) < oversight(from.decide) ? 'loosened' : 'tightened';
      regions.add(JSON.stringify({ before: from, after: to, class: change }));
    }
    const expected = facts.regions.map(region => ({ before: region.before, after: region.after, class: region.class }));
    expect([...regions].sort()).toEqual(expected.map(region => JSON.stringify(region)).sort());
    expect(facts.equivalent).toBe(regions.size === 0);
  });
});

describe('the decision tables of GoRules', () => {
  const expected = JSON.parse(read('gorules-zen/expected.json')) as Record<
    string,
    Omit<FixtureFacts, 'uncovered' | 'conflicts'> & { dead: { rule: string }[]; everyInputCovered: boolean }
  >;

  test.each(Object.entries(expected))('%s', (file, { dead, everyInputCovered, ...facts }) => {
    const ruleSet = parse(read(`gorules-zen/${file}`)) as RuleSet;
    const all = found(ruleSet);
    expect(analysed(ruleSet)).toEqual(byOracle(all, readRuleSet(ruleSet)));
    expect(inFixtureForm(all)).toEqual({ ...comparable(facts), conflicts: {} });
    expect(all.uncovered.length === 0).toBe(everyInputCovered);
    expect([...all.contradictory, ...all.shadowed].map(id)).toEqual(dead.map(({ rule }) => rule));
  });
});
