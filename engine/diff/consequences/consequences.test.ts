import { describe, expect, test } from 'vitest';
import { analysisSubject } from '../../solver/subject.ts';
import { createExpressionChecker } from '../../condition/check-expression.ts';
import { declarationsOf } from '../../condition/declarations.ts';
import type { RuleSet } from '../../model/rule-set.ts';
import { semanticDiff } from '../semantic-diff.ts';

const base: RuleSet = {
  escalation: 1,
  name: 'refunds',
  version: '1.0.0',
  signals: {
    confidence: { type: 'number', minimum: 0, maximum: 1 },
    intent: { type: 'string', enum: ['refund', 'other'], required: true },
  },
  thresholds: { low: 0.5, spare: 3 },
  targets: {
    desk: { kind: 'human', acknowledgeWithin: '15m', onTimeout: 'boss', channel: 'zendesk' },
    boss: { kind: 'human', onTimeout: 'pause', onUnavailable: 'resume', failOpen: { atMost: 5, per: '1h' } },
    idle: { kind: 'agent', acknowledgeWithin: '1m' },
  },
  payloads: { 'case@1': { fields: { message: 'last' } }, 'spare@1': { fields: { a: 'a' } } },
  rules: [
    {
      id: 'unsure',
      when: 'confidence < thresholds.low',
      decide: 'escalate',
      to: 'desk',
      payload: 'case@1',
      reason: 'Unsure.',
    },
  ],
  default: { decide: 'continue' },
  invariants: [{ id: 'seen', when: 'confidence < 0.2', require: { decide: ['escalate', 'stop'] } }],
  governance: { requiredApprovals: { loosening: 2 }, approvers: ['alice', 'bob'] },
};

function told(edit: (next: RuleSet) => void, old = base) {
  const next = structuredClone(old);
  edit(next);
  const subject = (each: RuleSet) => analysisSubject(each, createExpressionChecker(declarationsOf(each)));
  const diff = semanticDiff(subject(old), subject(next), { now: Date.UTC(2026, 0, 15) });
  return { class: diff.class, told: diff.consequences.map(each => `${each.class}: ${each.message}`), diff };
}

type Target = NonNullable<RuleSet['targets']>[string];
const targets = (of: RuleSet) => of.targets as Record<'desk' | 'boss' | 'idle', Target> & Record<string, Target>;

test('the order of keys is no change', () => {
  const reversed = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(reversed)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([key, each]) => [key, reversed(each)]),
          )
        : value;
  const next = reversed({ payloads: base.payloads, targets: base.targets, invariants: base.invariants });
  expect(told(each => void Object.assign(each, next))).toMatchObject({ class: 'equivalent', told: [] });
});

describe('consequences', () => {
  test('equal versions have no consequences', () => {
    expect(told(() => undefined)).toMatchObject({ class: 'equivalent', told: [] });
  });

  test.each<[name: string, edit: (next: RuleSet) => void, expected: string[]]>([
    [
      'a shorter deadline',
      next => void (targets(next).desk.acknowledgeWithin = '5m'),
      ['tightened: A handoff to `desk` that nobody takes goes to `boss` after 5 min, no longer after 15 min.'],
    ],
    [
      'no deadline',
      next => delete targets(next).desk.acknowledgeWithin,
      ['loosened: A handoff to `desk` that nobody takes waits for ever; before, time ran out after 15 min.'],
    ],
    [
      'a fallback that lets the agent go on',
      next => void (targets(next).desk.onTimeout = 'resume'),
      ['loosened: When time runs out at `desk`, it now lets the agent go on; before, it went to `boss`.'],
    ],
    [
      'a fallback of a fallback',
      next => void (targets(next).boss.onTimeout = 'stop'),
      ['tightened: When time runs out at `boss`, it now ends the task; before, it left the agent paused.'],
    ],
    [
      'a fallback that denies the action',
      next => void (targets(next).boss.onTimeout = 'deny'),
      ['tightened: When time runs out at `boss`, it now denies the action; before, it left the agent paused.'],
    ],
    [
      'a denial in place of a target',
      next => void (targets(next).desk.onTimeout = 'deny'),
      ['tightened: When time runs out at `desk`, it now denies the action; before, it went to `boss`.'],
    ],
    [
      'a fallback to a target where the agent goes on in the end',
      next => {
        targets(next)['mid'] = { kind: 'human', acknowledgeWithin: '1s', onTimeout: 'resume' };
        targets(next).boss.onTimeout = 'mid';
      },
      [
        'loosened: When time runs out at `boss`, it now goes to `mid`, where the agent can go on in the end; before, it left the agent paused.',
        'neutral: `mid` is a new target.',
      ],
    ],
    [
      'a fallback of a rejection to such a target',
      next => {
        targets(next)['mid'] = { kind: 'human', onUnavailable: 'resume' };
        targets(next).desk.onReject = 'mid';
      },
      [
        'loosened: When `desk` rejects a handoff, it now goes to `mid`, where the agent can go on in the end; before, it left the agent paused.',
        'neutral: `mid` is a new target.',
      ],
    ],
    [
      'a bounded fallback to one without a bound',
      next => {
        targets(next)['mid'] = { kind: 'human', acknowledgeWithin: '1s', onTimeout: 'resume' };
        targets(next).boss.onUnavailable = 'mid';
      },
      [
        'loosened: When `boss` is not available, it now goes to `mid`, where the agent can go on in the end; before, it let the agent go on.',
        'neutral: `mid` is a new target.',
      ],
    ],
    [
      'a fallback to a target where only a reviewer lets the agent go on',
      next => {
        targets(next)['mid'] = { kind: 'human', acknowledgeWithin: '1s', onReject: 'resume' };
        targets(next).boss.onTimeout = 'mid';
      },
      [
        'tightened: When time runs out at `boss`, it now goes to `mid`; before, it left the agent paused.',
        'neutral: `mid` is a new target.',
      ],
    ],
    [
      'no bound on going on',
      next => delete targets(next).boss.failOpen,
      ['loosened: The agent may go on without `boss` without a bound; it was at most 5 times in 1 h.'],
    ],
    [
      'a target that nothing leads to',
      next => void (targets(next).idle.acknowledgeWithin = '9m'),
      [
        'neutral: A handoff to `idle` that nobody takes leaves the agent paused after 9 min, no longer after 1 min. No rule, default or fallback leads to `idle`.',
      ],
    ],
    [
      'another channel',
      next => void (targets(next).desk.channel = 'phone'),
      ['rerouted: Handoffs to `desk` go to phone, no longer to zendesk.'],
    ],
    [
      'a field that no longer travels',
      next => void ((next.payloads as NonNullable<RuleSet['payloads']>)['case@1'] = { fields: {} }),
      ['rerouted: The field `message` no longer travels. (`case@1`)'],
    ],
    [
      'a guarantee that is gone',
      next => void (next.invariants = []),
      ['loosened: Nothing guarantees `seen` any more.'],
    ],
    [
      'a weaker guarantee, and a stronger one',
      next =>
        void (next.invariants = [
          { id: 'seen', when: 'confidence < 0.2', require: { decide: ['escalate', 'stop', 'pause'] } },
          { id: 'more', require: { decide: ['continue', 'escalate'] } },
        ]),
      [
        'loosened: `seen` guarantees something else: what it did is not guaranteed any more.',
        'tightened: `more` is guaranteed now.',
      ],
    ],
    [
      'fewer approvals, more approvers',
      next => void (next.governance = { requiredApprovals: { loosening: 1 }, approvers: ['alice', 'bob', 'carol'] }),
      [
        'loosened: A change that is a loosening needs one approval, no longer 2.',
        'loosened: `carol` may approve changes now.',
      ],
    ],
    [
      'approvals of a class that falls back to the others',
      next => void (next.governance = { ...base.governance, requiredApprovals: { other: 1 } }),
      [
        'loosened: A change that is a loosening needs one approval, no longer 2.',
        'tightened: Any other change needs one approval, no longer 0.',
      ],
    ],
    [
      'nobody who may approve',
      next => void (next.governance = { ...base.governance, approvers: [] }),
      ['tightened: Nobody may approve changes any more.'],
    ],
    [
      'the same approvers in another order and case',
      next => void (next.governance = { ...base.governance, approvers: ['Bob', 'alice'] }),
      [],
    ],
    [
      'signatures required',
      next => void (next.governance = { ...base.governance, signatures: 'required' }),
      ['tightened: Only signed approvals count now.'],
    ],
    [
      'something taken for granted',
      next => void (next.assumptions = [{ when: 'intent == "other"', holds: 'confidence > 0.1' }]),
      [
        'loosened: It is now taken for granted that `confidence > 0.1` where `intent == "other"`: what is proved holds for such inputs only.',
      ],
    ],
    [
      'another reason',
      next => void ((next.rules[0] as RuleSet['rules'][number]).reason = 'Not sure.'),
      ['neutral: The reviewer is given another reason when `unsure` decides.'],
    ],
    [
      'a new value',
      next => void ((next.signals?.['intent'] ?? { enum: [] }).enum = ['refund', 'other', 'fraud']),
      ['neutral: `intent` has the new value `"fraud"`, missing before. No rule uses it.'],
    ],
    [
      'a threshold that no rule names',
      next => void (next.thresholds = { low: 0.5, spare: 4 }),
      ['neutral: `spare` is 4, no longer 3. No rule uses it.'],
    ],
  ])('%s', (_, edit, expected) => {
    const result = told(edit);
    expect(result.told).toEqual(expected);
    const kinds = expected.map(each => each.slice(0, each.indexOf(':')));
    const mostSevere = ['loosened', 'rerouted', 'tightened'].find(each => kinds.includes(each));
    expect(result.class).toBe(mostSevere ?? 'equivalent');
  });

  test('a threshold names the rules that use it, and refers to the regions', () => {
    const { diff, told: messages } = told(next => void (next.thresholds = { low: 0.8, spare: 3 }));
    expect(messages).toEqual(['neutral: `low` is 0.8, no longer 0.5. Used by `unsure`.']);
    expect(diff.regions.map(({ condition }) => condition)).toEqual(['confidence >= 0.5 && confidence < 0.8']);
  });

  test('a reachable default, and an unreachable one', () => {
    expect(told(next => void (next.default = { decide: 'stop' })).told).toEqual([
      'tightened: Where no rule decides, it is `stop` now, no longer `continue`.',
    ]);
    const whole = structuredClone(base);
    whole.rules.push({ id: 'rest', when: 'true', decide: 'pause' });
    expect(told(next => void (next.default = { decide: 'stop' }), whole)).toMatchObject({
      class: 'equivalent',
      told: [
        'neutral: Where no rule decides, it is `stop` now, no longer `continue`. No input is left to it in both versions.',
      ],
    });
  });

  test('a breaking payload is reported as such', () => {
    const { diff } = told(
      next => void ((next.payloads as NonNullable<RuleSet['payloads']>)['case@1'] = { fields: {} }),
    );
    expect(diff.consequences).toMatchObject([
      {
        about: 'payload',
        name: 'case@1',
        path: ['payloads', 'case@1', 'fields', 'message'],
        before: 'last',
        breaking: true,
      },
    ]);
    const unused = told(next => void ((next.payloads as NonNullable<RuleSet['payloads']>)['spare@1'] = { fields: {} }));
    expect(unused.diff.consequences).toMatchObject([{ class: 'neutral', breaking: false }]);
  });
});

describe('another target', () => {
  const renamed = (edit: (target: Target) => void) => (next: RuleSet) => {
    const { desk, ...others } = targets(next);
    next.targets = { ...others, counter: desk };
    (next.rules[0] as RuleSet['rules'][number]).to = 'counter';
    edit(desk);
  };
  const loosenings = (edit: (next: RuleSet) => void) => told(edit).told.filter(each => !each.startsWith('neutral'));

  test('a renamed target', () => {
    expect(told(renamed(() => undefined)).class).toBe('rerouted');
    expect(loosenings(renamed(() => undefined))).toEqual([]);
  });

  test('a new name does not hide a longer deadline', () => {
    const longer = renamed(target => void (target.acknowledgeWithin = '900h'));
    expect(told(longer).class).toBe('loosened');
    expect(loosenings(longer)).toEqual([
      'loosened: `counter` replaces `desk`: A handoff to `counter` that nobody takes goes to `boss` after 37 d 12 h, no longer after 15 min.',
    ]);
  });

  test('a longer deadline at an additional target is reported', () => {
    const beside = (next: RuleSet) => {
      targets(next)['counter'] = { ...targets(next).desk, acknowledgeWithin: '900h' };
      (next.rules[0] as RuleSet['rules'][number]).to = 'counter';
      next.rules.push({ id: 'rest', when: 'intent == "other"', decide: 'escalate', to: 'desk' });
    };
    expect(loosenings(beside)).toEqual([
      'rerouted: `counter` takes handoffs from `desk`: A handoff to `counter` that nobody takes goes to `boss` after 37 d 12 h, no longer after 15 min.',
    ]);
  });

  test('one that handoffs went to before replaces nothing, whatever an edited threshold sends there', () => {
    const both: RuleSet = {
      ...base,
      rules: [
        { id: 'unsure', when: 'confidence < thresholds.low', decide: 'escalate', to: 'desk' },
        { id: 'rest', when: 'confidence >= thresholds.low', decide: 'escalate', to: 'later' },
      ],
    };
    both.targets = { ...both.targets, later: { kind: 'human', acknowledgeWithin: '900h', onTimeout: 'boss' } };
    const { diff } = told(next => void (next.thresholds = { ...next.thresholds, low: 0.4 }), both);
    expect(diff.regions.map(each => [each.before.outcome.to, each.after.outcome.to])).toEqual([['desk', 'later']]);
    expect(diff.consequences).toMatchObject([
      { about: 'threshold', name: 'low', before: 0.5, after: 0.4, class: 'neutral', regions: 1 },
    ]);
  });

  test('new names along a chain of fallbacks do not hide what changed at its end', () => {
    const chain = (next: RuleSet) => {
      const { desk, boss, ...others } = targets(next);
      next.targets = {
        ...others,
        desk: { ...desk, onTimeout: 'chief' },
        chief: { ...boss, failOpen: { atMost: 9, per: '1h' } },
      };
    };
    expect(loosenings(chain)).toEqual([
      'rerouted: When time runs out at `desk`, it now goes to `chief`; before, it went to `boss`.',
      'loosened: `chief` replaces `boss`: The agent may go on without `chief` at most 9 times in 1 h; it was at most 5 times in 1 h.',
    ]);
  });
});

describe('governance', () => {
  type Governance = NonNullable<RuleSet['governance']>;
  const from = (old: Governance, next: Governance) =>
    told(each => void (each.governance = next), { ...base, governance: old }).told;

  test.each<[NonNullable<Governance['requiredApprovals']>, NonNullable<Governance['requiredApprovals']>, string[]]>([
    [
      { other: 1 },
      { other: 1, loosening: 0 },
      ['loosened: A change that is a loosening needs 0 approvals, no longer 1.'],
    ],
    [{ other: 1 }, { other: 1, loosening: 1 }, []],
    [{ other: 1 }, { other: 2 }, ['tightened: A change needs 2 approvals, no longer 1.']],
    [
      { other: 0, loosening: 3 },
      { other: 1 },
      [
        'loosened: A change that is a loosening needs one approval, no longer 3.',
        'tightened: Any other change needs one approval, no longer 0.',
      ],
    ],
  ])('approvals from %j to %j', (old, next, expected) => {
    expect(from({ requiredApprovals: old }, { requiredApprovals: next })).toEqual(expected);
  });

  test.each<[Governance, Governance, string]>([
    [{ approvers: [] }, { approvers: ['alice'] }, 'loosened: `alice` may approve changes now.'],
    [{ approvers: [] }, {}, 'loosened: Anybody may approve changes now.'],
    [{}, { approvers: [] }, 'tightened: Nobody may approve changes any more.'],
  ])('approvers from %j to %j', (old, next, expected) => {
    expect(from(old, next)).toEqual([expected]);
  });
});

test('a fallback `deny` leads to a target in version 1, and is the end of the handoff in version 2', () => {
  const old = structuredClone(base);
  targets(old).desk.onTimeout = 'deny';
  targets(old)['deny'] = { kind: 'human', acknowledgeWithin: '1m' };
  const upgrade = (next: RuleSet) => {
    next.escalation = 2;
    delete targets(next)['deny'];
  };
  expect(told(upgrade, old)).toMatchObject({
    class: 'tightened',
    told: [
      'tightened: When time runs out at `desk`, it now denies the action; before, it went to `deny`.',
      'neutral: `deny` is no target any more.',
    ],
  });
  const later = structuredClone(old);
  upgrade(later);
  expect(told(next => Object.assign(next, old), later)).toMatchObject({ class: 'loosened' });
});

test('what is redacted, and no longer is', () => {
  const marked = structuredClone(base);
  marked.escalation = 2;
  Object.assign(marked.signals?.['confidence'] ?? {}, { sensitive: true });
  Object.assign(marked.payloads?.['case@1'] ?? {}, { sensitive: ['message'] });
  const unmark = (next: RuleSet) => {
    delete next.signals?.['confidence']?.sensitive;
    delete next.payloads?.['case@1']?.sensitive;
  };
  expect(told(unmark, marked).told).toEqual([
    'neutral: `confidence` is no longer redacted in logs and records.',
    'neutral: `message` is no longer redacted in logs and records. (`case@1`)',
  ]);
});
