import { describe, expect, test } from 'vitest';
import { createCachingChecker } from '../condition/caching-checker.ts';
import { countingLaws } from '../condition/counting-laws.ts';
import { declarationsOf } from '../condition/declarations.ts';
import { compile } from '../decide/compile.ts';
import { decide } from '../decide/decide.ts';
import { semanticDiff } from '../diff/semantic-diff.ts';
import type { Rule, RuleSet, Signal } from '../model/rule-set.ts';
import { analysisSubject } from '../solver/subject.ts';
import { analyse } from './analyse.ts';

const now = Date.parse('2026-03-02T10:00:00Z');

function counter(within: string, more: Partial<Signal> = {}): Signal {
  return { type: 'integer', minimum: 0, counts: 'tool_failed', by: ['session.id'], within, ...more };
}

const signals: Record<string, Signal> = {
  'session.id': { type: 'string', required: true },
  recent: counter('10m'),
  hourly: counter('1h'),
  daily: counter('24h'),
};

function ruleSet(conditions: readonly string[], more: Partial<RuleSet> = {}): RuleSet {
  const rules = conditions.map((when, index): Rule => ({ id: `r${index}`, when, decide: 'stop' }));
  return {
    escalation: 2,
    name: 'counters',
    version: '1.0.0',
    signals,
    rules,
    default: { decide: 'continue' },
    ...more,
  };
}

function subjectOf(of: RuleSet) {
  return analysisSubject(of, createCachingChecker(declarationsOf(of)));
}

function factsOf(of: RuleSet) {
  return analyse(subjectOf(of), { now }).facts;
}

const neverTrue = (of: RuleSet): string[] =>
  factsOf(of).flatMap(fact => (fact.kind === 'contradictory-trigger' ? [fact.rule.ref.id] : []));

describe('laws', () => {
  const lawsOf = (a: Partial<Signal>, b: Partial<Signal>) =>
    countingLaws({ a: { ...counter('1h'), ...a }, b: { ...counter('1h'), ...b } }).map(
      ({ holds, reason }) => `${holds}: ${reason}`,
    );

  test.each<[Partial<Signal>, Partial<Signal>, string[]]>([
    [{ within: '10m' }, { within: '2h' }, ['a <= b: counts over 2h include those over 10m']],
    [{ within: '2h' }, { within: '10m' }, ['b <= a: counts over 2h include those over 10m']],
    [{ within: '60m' }, { within: 'PT1H' }, ['b == a: both count the same events']],
    [{ by: ['u', 's'] }, { by: ['s', 'u'] }, ['b == a: both count the same events']],
    [{ by: ['u', 's'] }, { by: ['s'] }, ['a <= b: counts by s include those by s, u']],
    [{ by: ['u'] }, { by: ['s'] }, []],
    [{ by: ['u', 's'], within: '2h' }, { by: ['s'] }, []],
    [
      { by: ['u', 's'], within: '10m' },
      { by: ['s'], within: '2h' },
      ['a <= b: counts by s over 2h include those by s, u over 10m'],
    ],
    [{ counts: 'refunded' }, {}, []],
    [{ within: 'soon' }, {}, []],
    [{ type: 'number' }, {}, []],
  ])('%j and %j', (a, b, expected) => {
    expect(lawsOf(a, b)).toEqual(expected);
  });
});

describe('analysis', () => {
  test('a shorter window never counts more, with or without the window between', () => {
    const conditions = ['recent > 3 && hourly < 2', 'recent > daily', 'recent < daily', 'daily > 3 && recent < 2'];
    expect(neverTrue(ruleSet(conditions))).toEqual(['r0', 'r1']);
  });

  test('a range of a counter that every input has bounds the others, although no condition names it', () => {
    const hourly = counter('1h', { maximum: 3 });
    const promised = { ...hourly, required: true };
    expect(neverTrue(ruleSet(['recent > 3'], { signals: { ...signals, hourly: promised } }))).toEqual(['r0']);
    expect(neverTrue(ruleSet(['recent > 3'], { signals: { ...signals, hourly } }))).toEqual([]);
    expect(neverTrue(ruleSet(['recent > 3'], { signals: { ...signals, daily: promised, hourly } }))).toEqual(['r0']);
  });

  test('an edit that names another counter brings in its law', () => {
    const before = ruleSet(['recent > 3', 'recent > 1']);
    const after = {
      ...before,
      rules: [...before.rules, { id: 'more', when: 'recent > 5 && hourly < 5', decide: 'stop' as const }],
    };
    const checker = createCachingChecker(declarationsOf(before));
    const first = analyse(analysisSubject(before, checker), { now });
    const edited = analyse(analysisSubject(after, checker), { now, previous: first.memory });
    expect(edited.facts.map(({ kind }) => kind)).toEqual(factsOf(after).map(({ kind }) => kind));
    expect(edited.facts.map(({ kind }) => kind)).toContain('contradictory-trigger');
    const back = analyse(analysisSubject(before, checker), { now, previous: edited.memory });
    expect(back.facts.map(({ kind }) => kind)).toEqual(factsOf(before).map(({ kind }) => kind));
  });

  test('witnesses satisfy the laws', () => {
    const of = ruleSet(['daily > 9', 'recent > 2 && daily < 5'], {
      signals: Object.fromEntries(Object.entries(signals).map(([name, each]) => [name, { ...each, required: true }])),
    });
    const [fact] = factsOf(of).filter(({ kind }) => kind === 'uncovered-input');
    if (fact?.kind !== 'uncovered-input') throw new Error('Every input is covered.');
    const compiled = compile(of);
    for (const { witness } of fact.regions)
      expect(decide(compiled, witness.input, { at: now })).toMatchObject({ inputValid: true, assumptionsBroken: [] });
  });

  test('a written assumption keeps its position', () => {
    const of = ruleSet(['recent > 3 && hourly > 8'], {
      assumptions: [{ holds: 'daily > 0' }, { holds: 'hourly < 7' }],
    });
    expect(factsOf(of)).toMatchObject([{ kind: 'contradictory-trigger', assumptions: [1] }, {}]);
    const record = decide(compile(of), { session: { id: 'a' }, hourly: 9, recent: 10 }, { at: now });
    expect(record.assumptionsBroken).toEqual([
      { index: 1, reason: null },
      {
        index: null,
        reason: 'counts over 1h include those over 10m',
        counters: { smaller: 'recent', larger: 'hourly' },
      },
    ]);
  });
});

describe('diff', () => {
  const diffOf = (before: RuleSet, after: RuleSet) => semanticDiff(subjectOf(before), subjectOf(after), { now });

  test('only inputs that both versions rule out are left out', () => {
    const [before, after] = [ruleSet(['recent > 3']), ruleSet(['recent > 3', 'recent > hourly && has(hourly)'])];
    expect(diffOf(before, after)).toMatchObject({ equivalent: true });
    const other: RuleSet = { ...after, signals: { ...signals, hourly: counter('1h', { by: ['user'] }) } };
    expect(diffOf(before, other).regions).toMatchObject([{ class: 'tightened' }]);
    expect(diffOf({ ...before, signals: other.signals as Record<string, Signal> }, other).regions).toHaveLength(1);
  });

  test('a written assumption that counters now imply is no change', () => {
    const plain = Object.fromEntries(
      ['recent', 'hourly'].map((name): [string, Signal] => [name, { type: 'integer', minimum: 0 }]),
    );
    const before = ruleSet(['recent > 3'], { signals: plain, assumptions: [{ holds: 'recent <= hourly' }] });
    const { recent, hourly } = signals as Record<'recent' | 'hourly', Signal>;
    const after = ruleSet(['recent > 3', 'recent > hourly && has(hourly)'], { signals: { recent, hourly } });
    const { equivalent, consequences } = diffOf(before, after);
    expect(equivalent).toBe(true);
    expect(consequences.filter(({ about }) => about === 'assumption')).toEqual([]);
  });
});
