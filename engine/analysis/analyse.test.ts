import { describe, expect, it } from 'vitest';
import { createExpressionChecker } from '../condition/check-expression.ts';
import { declarationsOf } from '../condition/declarations.ts';
import type { Rule, RuleSet, Signal } from '../model/rule-set.ts';
import { analyse, analysis } from './analyse.ts';
import type { Fact, FactOf } from './facts.ts';
import { analysisSubject } from '../solver/subject.ts';

const now = Date.parse('2026-03-02T10:30:00Z');

function subjectOf(rules: (Partial<Rule> & { when: Rule['when'] })[], more: Partial<RuleSet> = {}) {
  const ruleSet: RuleSet = {
    escalation: 1,
    name: 'a',
    version: '1.0.0',
    signals: {
      confidence: { type: 'number', minimum: 0, maximum: 1, required: true },
      amount: { type: 'number', minimum: 0 },
      due: { type: 'string', format: 'date-time', required: true },
      waited: { type: 'string', format: 'duration', required: true },
      flags: { type: 'array', items: { type: 'string' }, uniqueItems: true, required: true },
      x: { type: 'number', required: true },
      y: { type: 'number', required: true },
    },
    rules: rules.map((rule, index) => ({ id: `r${index + 1}`, decide: 'pause', ...rule })),
    ...more,
  };
  return analysisSubject(ruleSet, createExpressionChecker(declarationsOf(ruleSet)));
}

function facts<K extends Fact['kind']>(kind: K, ...given: Parameters<typeof subjectOf>): FactOf<K>[] {
  return analyse(subjectOf(...given), { now }).facts.filter((fact): fact is FactOf<K> => fact.kind === kind);
}

describe('witnesses have natural values', () => {
  const uncoveredBut = (when: string) =>
    facts('uncovered-input', [{ when: `!(${when})` }])[0]?.regions[0]?.witness.input;

  it.each([
    ['confidence > 0.6 && confidence < 0.7', { confidence: 0.65 }],
    ['confidence > 0.7', { confidence: 0.9 }],
    ['has(amount) && amount > 1000.0', { amount: 2000 }],
    ['waited > duration("10m") && waited < duration("20m")', { waited: '15m' }],
    ['due > timestamp("2026-01-01T00:00:00Z")', { due: '2026-03-02T00:00:00Z' }],
    ['"legal" in flags', { flags: ['legal'] }],
  ])('%s', (when, expected) => {
    expect(uncoveredBut(when)).toMatchObject(expected);
  });

  it.each<[Signal, unknown]>([
    [{ type: 'string', enum: ['free', 'pro'] }, 'free'],
    [{ type: 'string', const: 'pro' }, 'pro'],
    [{ type: 'string' }, 'text'],
    [{ type: 'string', pattern: '^[0-9]{3}$' }, expect.stringMatching(/^\d{3}$/)],
    [{ type: 'string', minLength: 6 }, expect.stringMatching(/^.{6,}$/)],
    [{ type: 'integer', minimum: 3, maximum: 3 }, 3],
    [{ type: 'boolean', const: true }, true],
    [{ type: 'array', items: { type: 'string', enum: ['a', 'b'] }, minItems: 2, uniqueItems: true }, ['a', 'b']],
    [{ type: 'array', items: { type: 'integer' }, minItems: 1 }, [expect.any(Number)]],
  ])('also of a signal that no condition names: %o', (signal, expected) => {
    const signals = { x: { type: 'number', required: true }, other: { ...signal, required: true } } as const;
    const [fact] = facts('uncovered-input', [{ when: 'x > 1.0' }], { signals });
    expect(fact?.regions[0]?.witness.input).toMatchObject({ other: expected });
  });
});

describe('a rule that two others cover together', () => {
  const rules = [
    { when: 'confidence < 0.5', decide: 'escalate' as const, to: 'desk' },
    { when: 'confidence >= 0.5', decide: 'stop' as const },
    { when: 'x > 1.0' },
  ];

  it('is shadowed by both, with an input that each decides', () => {
    const [fact] = facts('shadowed-rule', rules);
    expect(fact?.rule.ref.id).toBe('r3');
    expect(fact?.cover.alone).toEqual([]);
    expect(fact?.cover.together.map(({ ref }) => ref.id).sort()).toEqual(['r1', 'r2']);
    expect(fact?.cover.deciders.map(({ rule, all }) => [rule.ref.id, all])).toEqual([
      ['r1', false],
      ['r2', false],
    ]);
  });

  it('is not shadowed once one of them leaves an input', () => {
    expect(
      facts('shadowed-rule', [
        rules[0] ?? { when: true },
        { when: 'confidence > 0.5', decide: 'stop' },
        { when: 'x > 1.0' },
      ]),
    ).toEqual([]);
  });
});

describe('clauses outside the exact fragment', () => {
  it('may have any truth, so that what never happens is still proved', () => {
    expect(facts('shadowed-rule', [{ when: 'x > 3.0 * y', decide: 'stop' }, { when: 'x > 1.0' }])).toEqual([]);
    expect(
      facts('shadowed-rule', [{ when: 'x > 3.0 * y', decide: 'stop' }, { when: 'x > 3.0 * y && x > 1.0' }]),
    ).toHaveLength(1);
  });

  it('get their truth from the witness', () => {
    const [fact] = facts('uncovered-input', [{ when: 'x > 3.0 * y' }]);
    expect(fact?.regions).toHaveLength(1);
  });

  it('are neither always true nor always false if they can fail', () => {
    const signals: RuleSet['signals'] = {
      a: { type: 'integer', required: true },
      b: { type: 'integer', required: true },
    };
    const rules = [
      { when: 'a / b > 1', decide: 'continue' as const },
      { when: '!(a / b > 1)', decide: 'continue' as const },
    ];
    expect(facts('uncovered-input', rules, { signals })).toHaveLength(1);
  });
});

describe('a condition with errors', () => {
  it('may have any truth, and nothing that depends on it is reported, however many gaps there are', () => {
    const rules = Array.from({ length: 150 }, (_, index) => ({
      when: index === 7 ? 'x > ' : `x > ${2 * index}.0 && x < ${2 * index + 1}.0`,
    }));
    const { facts: told } = analyse(subjectOf(rules), { now });
    expect(told.filter(({ kind }) => kind === 'uncovered-input')).toEqual([]);
  });
});

describe('the work limit', () => {
  it('leaves questions undecided, names them, and never answers them wrongly', () => {
    const rules = Array.from({ length: 60 }, (_, index) => ({
      when: `x > ${index}.0 && y > ${60 - index}.0 && confidence < ${(index + 1) / 61}`,
      decide: (['continue', 'pause', 'stop'] as const)[index % 3] ?? ('pause' as const),
    }));
    const full = analyse(subjectOf(rules), { now }).facts;
    const { facts: limited } = analyse(subjectOf(rules), { now, limit: 40 });
    const open = limited.find(fact => fact.kind === 'analysis-incomplete');
    expect(open?.kind === 'analysis-incomplete' && open.undecided.length).toBeGreaterThan(0);
    const shadowed = (those: readonly Fact[]) =>
      those.flatMap(fact => (fact.kind === 'shadowed-rule' ? [fact.rule.ref.id] : []));
    for (const id of shadowed(limited)) expect(shadowed(full)).toContain(id);
  });

  it('is respected in small steps, between which other work can run', () => {
    const steps = [
      ...analysis(subjectOf(Array.from({ length: 30 }, (_, index) => ({ when: `x > ${index}.0` }))), { now }),
    ];
    expect(steps.length).toBeGreaterThan(30);
    expect(steps.every((done, index) => done >= (steps[index - 1] ?? 0) && done <= 1)).toBe(true);
  });
});

describe('a condition with errors', () => {
  it('does not hide a conflict between other rules that its rule may share', () => {
    const conflicting = facts(
      'conflicting-rules',
      [{ when: 'x > 1.0' }, { when: 'x > 2.0' }, { when: 'x > 3.0 || nobody_knows >' }],
      { hitPolicy: 'unique' },
    );
    expect(
      conflicting.map(({ rule, clusters }) => [
        rule.ref.id,
        ...clusters.flatMap(each => each.rules.map(({ ref }) => ref.id)),
      ]),
    ).toContainEqual(['r2', 'r1']);
  });
});

describe('facts state everything on which they depend', () => {
  const flags: Record<string, Signal> = {
    c: { type: 'boolean', required: true },
    d: { type: 'boolean', required: true },
  };

  it('names the assumptions that a rule needs to cover another, alone or together, or to fire always', () => {
    const where = { signals: flags, assumptions: [{ when: 'd', holds: 'c' }, { holds: 'c || d' }] };
    const rules = [{ when: 'c' }, { when: 'd', decide: 'stop' as const }];
    expect(facts('shadowed-rule', rules, where).map(({ cover }) => cover.assumptions)).toEqual([[0]]);
    expect(facts('tautological-trigger', rules, where).map(({ assumptions }) => assumptions)).toEqual([[0, 1]]);
    expect(
      facts('tautological-trigger', [{ when: 'c || !c' }, { when: 'd' }], where).map(({ assumptions }) => assumptions),
    ).toEqual([[]]);
  });

  it('omits rules of a cover that are superfluous in all periods', () => {
    const [fact] = facts(
      'shadowed-rule',
      [
        { when: 'c' },
        { when: 'c || !c', decide: 'continue', effective: { until: '2026-06-01T00:00:00Z' } },
        { when: '!c' },
        { when: 'd', decide: 'stop' },
      ],
      { signals: flags },
    );
    expect(fact?.cover.together.map(({ ref }) => ref.id)).toEqual(['r1', 'r3']);
  });

  it('gives a witness a time if a rule begins or ends', () => {
    const [always] = facts('uncovered-input', [{ when: 'c' }], { signals: flags });
    expect(always?.regions[0]?.witness.at).toBeNull();
    const [now] = facts('uncovered-input', [{ when: 'c', effective: { until: '2030-01-01T00:00:00Z' } }], {
      signals: flags,
    });
    expect(now?.regions[0]?.witness.at).toBe(Date.parse('2026-03-02T00:00:00Z'));
  });

  it('reports no clause as irrelevant that becomes so only when a later one is deleted', () => {
    const signals: Record<string, Signal> = {
      n: { type: 'integer', minimum: 0, maximum: 5 },
      e: { type: 'string', enum: ['x', 'y', 'z'] },
    };
    const when = '(n >= 2 || e == "y") || (has(n) && n != 2)';
    const found = facts('irrelevant-clause', [{ when, decide: 'route', to: 'a', onUnknown: 'skip' }], { signals });
    expect(found.map(({ clause }) => clause.text)).toEqual(['n != 2']);
  });

  it('gives the period in which inputs are uncovered, unless they always are', () => {
    const effective = { until: '2027-01-01T00:00:00Z' };
    const period = (...rules: Parameters<typeof subjectOf>[0]) =>
      facts('uncovered-input', rules, { signals: flags })[0]?.period;
    expect(period({ when: 'c', effective }, { when: '!c' })).toEqual({
      from: Date.parse('2027-01-01T00:00:00Z'),
      until: Infinity,
    });
    expect(period({ when: 'c && d', effective }, { when: '!c' })).toBeNull();
  });

  it('leaves it undecided whether a trigger is ever true if no input is found on which it is', () => {
    const rules = [{ when: 'j * j == 2', decide: 'stop' as const }, { when: 'j * j == 4' }];
    const signals: Record<string, Signal> = { j: { type: 'integer', minimum: 0, maximum: 3 } };
    const [open] = facts('analysis-incomplete', rules, { signals });
    const asked = open?.undecided.filter(({ question }) => question === 'contradictory-trigger');
    expect(asked?.map(({ rule }) => rule?.ref.id)).toEqual(['r1']);
  });
});
