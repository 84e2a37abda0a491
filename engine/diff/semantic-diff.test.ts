import { describe, expect, test } from 'vitest';
import { analysisSubject } from '../solver/subject.ts';
import { createExpressionChecker } from '../condition/check-expression.ts';
import { declarationsOf } from '../condition/declarations.ts';
import type { Rule, RuleSet } from '../model/rule-set.ts';
import { semanticDiff } from './semantic-diff.ts';
import { requiredStep } from './version-step.ts';

const low: Rule = { id: 'low', when: 'n < 4', decide: 'pause' };
const even: Rule = { id: 'even', when: 'n in [0, 2, 4, 6, 8]', decide: 'stop' };
const vip: Rule = { id: 'vip', when: 'vip', decide: 'escalate', to: 'desk' };

function ruleSet(rules: Rule[], more: Partial<RuleSet> = {}): RuleSet {
  return {
    escalation: 1,
    name: 'x',
    version: '1.0.0',
    signals: {
      n: { type: 'integer', enum: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], required: true },
      vip: { type: 'boolean', required: true },
    },
    targets: { desk: { kind: 'human' }, office: { kind: 'human' } },
    rules,
    ...more,
  };
}

function changes(before: RuleSet, after: RuleSet) {
  const subject = (each: RuleSet) => analysisSubject(each, createExpressionChecker(declarationsOf(each)));
  return semanticDiff(subject(before), subject(after), { now: Date.UTC(2026, 0, 15) });
}

const outline = (found: ReturnType<typeof changes>) =>
  found.regions.map(({ before, after, class: kind }) => [before.outcome.decide, after.outcome.decide, kind]);

describe('the comparison of two versions', () => {
  test('a changed order that matters', () => {
    const found = changes(ruleSet([low, even]), ruleSet([even, low]));
    expect(outline(found)).toEqual([['pause', 'stop', 'tightened']]);
    expect(found.regions[0]).toMatchObject({
      before: { rule: { id: 'low' } },
      after: { rule: { id: 'even' } },
      witness: { input: { n: expect.toSatisfy((n: number) => [0, 2].includes(n)) as number } },
    });
    expect(found.share.exact).toBe(true);
    expect(found.complete).toBe(true);
  });

  test('a changed order that does not matter, and an equivalent condition', () => {
    expect(
      outline(changes(ruleSet([low, { ...even, when: 'n > 5' }]), ruleSet([{ ...even, when: 'n >= 6' }, low]))),
    ).toEqual([]);
  });

  test('a removed rule leaves its inputs to the default; another target reroutes them', () => {
    expect(outline(changes(ruleSet([vip]), ruleSet([])))).toEqual([['escalate', 'pause', 'loosened']]);
    const found = changes(ruleSet([vip]), ruleSet([{ ...vip, to: 'office' }]));
    expect(outline(found)).toEqual([['escalate', 'escalate', 'rerouted']]);
    expect(found.share).toEqual({ value: 0.5, exact: true });
  });

  test('the order of decisions is one of restriction: a denial outranks a person, and the end of the task a denial', () => {
    const deny: Rule = { id: 'vip', when: 'vip', decide: 'deny' };
    const stop: Rule = { id: 'vip', when: 'vip', decide: 'stop' };
    expect(outline(changes(ruleSet([vip]), ruleSet([deny])))).toEqual([['escalate', 'deny', 'tightened']]);
    expect(outline(changes(ruleSet([deny]), ruleSet([vip])))).toEqual([['deny', 'escalate', 'loosened']]);
    expect(outline(changes(ruleSet([deny]), ruleSet([stop])))).toEqual([['deny', 'stop', 'tightened']]);
    expect(outline(changes(ruleSet([stop]), ruleSet([deny])))).toEqual([['stop', 'deny', 'loosened']]);
    const withPayload = changes(ruleSet([deny]), ruleSet([{ ...deny, payload: 'case@1' }]));
    expect(outline(withPayload)).toEqual([['deny', 'deny', 'rerouted']]);
    expect(requiredStep(changes(ruleSet([vip]), ruleSet([deny])))).toBe('minor');
    expect(requiredStep(changes(ruleSet([deny]), ruleSet([vip])))).toBe('major');
  });

  test('a handoff is classified by where its chain of fallbacks can end', () => {
    const targets: RuleSet['targets'] = {
      desk: { kind: 'human', acknowledgeWithin: '1h', onTimeout: 'stop', onReject: 'resume' },
      open: { kind: 'human', acknowledgeWithin: '1h', onTimeout: 'last' },
      last: { kind: 'human', onUnavailable: 'resume' },
      bounded: { kind: 'human', onUnavailable: 'resume', failOpen: { atMost: 1, per: '1h' } },
    };
    const to = (target: string) => ruleSet([{ ...vip, to: target }], { targets });
    const kind = (before: RuleSet, after: RuleSet) => changes(before, after).regions[0]?.class;
    expect(kind(to('desk'), to('open'))).toBe('loosened');
    expect(kind(to('desk'), to('bounded'))).toBe('loosened');
    expect(kind(to('bounded'), to('open'))).toBe('loosened');
    expect(kind(to('open'), to('last'))).toBe('rerouted');
    expect(kind(to('open'), to('desk'))).toBe('rerouted');
    expect(kind(ruleSet([], { targets }), to('open'))).toBe('loosened');
    expect(kind(ruleSet([], { targets }), to('desk'))).toBe('tightened');
    expect(kind(ruleSet([], { targets, default: { decide: 'continue' } }), to('open'))).toBe('tightened');
  });

  test('a target that needs fewer people to approve loosens, one that needs more tightens', () => {
    const targets = { desk: { kind: 'human', approvals: 2 }, office: { kind: 'human' } } as const;
    const [two, one] = [ruleSet([vip], { targets }), ruleSet([{ ...vip, to: 'office' }], { targets })];
    expect(outline(changes(two, one))).toEqual([['escalate', 'escalate', 'loosened']]);
    expect(outline(changes(one, two))).toEqual([['escalate', 'escalate', 'tightened']]);
  });

  test.each([{ multipleOf: 2 }, { multipleOf: 3 }, { multipleOf: 10 }])(
    'values that only one version reads are changed inputs, however far they are from any constant: %o',
    more => {
      const rules = (id: string): Rule[] => [{ id, when: 'n >= 3 && n != 0 && n != 1', decide: 'stop' }];
      const integer = { type: 'integer' } as const;
      const [before, after] = [integer, { ...integer, ...more }].map((n, at) =>
        ruleSet([...rules(`r${at}`)], { signals: { n }, onUnknown: 'fire' }),
      ) as [RuleSet, RuleSet];
      const [region] = changes(before, after).regions;
      expect(region?.condition).toMatch(/^n <=? 3 && !has\(after\.n\)$/);
    },
  );

  test('another default, another hit policy, another threshold', () => {
    const only = ruleSet([{ ...low, when: 'true', decide: 'continue' }]);
    expect(outline(changes(only, { ...only, default: { decide: 'stop' } }))).toEqual([]);
    expect(outline(changes(ruleSet([vip]), ruleSet([vip], { default: { decide: 'stop' } })))).toEqual([
      ['pause', 'stop', 'tightened'],
    ]);
    expect(outline(changes(ruleSet([low, even]), ruleSet([low, even], { hitPolicy: 'priority' })))).toEqual([
      ['pause', 'stop', 'tightened'],
    ]);
    const limited: Rule = { ...even, when: 'n < thresholds.most' };
    const found = changes(
      ruleSet([limited], { thresholds: { most: 3 } }),
      ruleSet([limited], { thresholds: { most: 4 } }),
    );
    expect(found.regions[0]).toMatchObject({ class: 'tightened', witness: { input: { n: 3 } } });
  });
});

test('what is known of a diff is told while the rest is not: the edits first, then the gravest region', () => {
  const heard: string[] = [];
  const subject = (each: RuleSet) => analysisSubject(each, createExpressionChecker(declarationsOf(each)));
  const [before, after] = [ruleSet([vip, even, low]), ruleSet([vip, { ...even, when: 'n in [0, 5]' }, low])].map(
    subject,
  );
  const found = semanticDiff(before as never, after as never, {
    now: Date.UTC(2026, 0, 15),
    watch: {
      edited: edits => heard.push(...edits.map(({ name, part }) => `${name} ${part}`)),
      found: (region, edit) => heard.push(`${edit.name} ${region.id} ${region.class}`),
    },
  });
  expect(heard).toEqual(['even@1 trigger', ...found.regions.map(({ id, class: kind }) => `even@1 ${id} ${kind}`)]);
  expect(found.regions.map(each => each.class)).toEqual(['loosened', 'loosened', 'tightened']);
});
