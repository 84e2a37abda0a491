import { describe, expect, it } from 'vitest';
import type { RuleSet } from '../model/rule-set.ts';
import { createExpressionChecker } from './check-expression.ts';
import { clausesOf, type Condition } from './condition.ts';
import { declarationsOf } from './declarations.ts';
import { createCachingChecker } from './caching-checker.ts';

const declared = {
  signals: {
    amount: { type: 'number', minimum: 0 },
    tier: { type: 'string', enum: ['free', 'pro'] },
    spare: { type: 'boolean' },
  },
  thresholds: { large: 100, small: 5 },
} satisfies Pick<RuleSet, 'signals' | 'thresholds'>;
const declarations = declarationsOf(declared);

const conditions = [
  'amount > thresholds.large && tier == "pro"',
  'amount * amount > 5.0',
  '!spare || (tier == "free" ? amount < 1 : amount < thresholds.small)',
  'amunt > 5',
  'amount > "x"',
  'thresholds.tiny > amount',
  'true',
  'amount >',
];

/** The result without the functions of opaque clauses, which differ each time. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('a caching checker', () => {
  const checker = createCachingChecker(declarations);

  it('gives the same results as one without a cache, at each path', () => {
    const fresh = createExpressionChecker(declarations);
    for (const text of [...conditions, ...conditions]) {
      for (const path of [['rules', 0, 'when'], ['rules', 1, 'when'], ['rules', 0, 'when'], undefined]) {
        expect(plain(checker.condition(text, path))).toEqual(plain(fresh.condition(text, path)));
      }
      expect(checker.template(`{{ ${text} }}`)).toEqual(fresh.template(`{{ ${text} }}`));
      expect(checker.field(text)).toEqual(fresh.field(text));
    }
  });

  it('gives the same object for the same text and path', () => {
    const [text = ''] = conditions;
    const first = checker.condition(text, ['rules', 7, 'when']);
    checker.condition(text, ['rules', 8, 'when']);
    expect(checker.condition(text, ['rules', 7, 'when'])).toBe(first);
  });
});

describe('over other declarations', () => {
  const at = (index: number) => ['rules', index, 'when'];
  const asked = () => {
    const checker = createCachingChecker(declarations);
    return { checker, checked: conditions.map((text, index) => checker.condition(text, at(index))) };
  };

  it('with the same content it is the same checker', () => {
    const { checker } = asked();
    expect(checker.over(declarationsOf(structuredClone(declared)))).toBe(checker);
  });

  it.each<[string, Partial<typeof declared> | object, number[]]>([
    ['a threshold', { thresholds: { large: 200, small: 5 } }, [1, 2, 3, 4, 5, 6, 7]],
    ['a signal', { signals: { ...declared.signals, tier: { type: 'string', enum: ['free'] } } }, [3, 4, 5, 6, 7]],
    ['another name', { thresholds: { ...declared.thresholds, tiny: 1 } }, []],
    ['another order', { thresholds: { small: 5, large: 100 } }, []],
  ])('%s: what it does not concern is kept, and all is right', (_, change, kept) => {
    const { checker, checked } = asked();
    const next = declarationsOf({ ...declared, ...change });
    const over = checker.over(next);
    const fresh = createExpressionChecker(next);
    conditions.forEach((text, index) => {
      const now = over.condition(text, at(index));
      expect(plain(now)).toEqual(plain(fresh.condition(text, at(index))));
      expect([text, now === checked[index]]).toEqual([text, kept.includes(index)]);
    });
  });

  it('a field of the decision time that becomes known is a signal, and keeps what else is known', () => {
    const timed = (when: string) =>
      declarationsOf({ ...declared, escalation: 2, rules: [{ id: 'a', when, decide: 'pause' }] });
    const checker = createCachingChecker(timed('amount > 1'));
    const before = checker.condition('amount > 1', at(0));
    const over = checker.over(timed('at.getHours() > 3'));
    expect(over.condition('amount > 1', at(0))).toBe(before);
    expect(over.condition('at.getHours() > 3', at(1)).condition).toMatchObject({
      test: { kind: 'compare', signal: 'at.getHours()' },
    });
  });

  it('opaque clauses read their signals with the current types', () => {
    const { checker } = asked();
    const text = 'amount * amount > 5.0';
    checker.condition(text, at(0));
    const next = declarationsOf({ ...declared, signals: { ...declared.signals, spare: { type: 'string' } } });
    const { condition } = checker.over(next).condition(text, at(0));
    const [clause] = clausesOf(condition as Condition);
    if (clause?.test.kind !== 'opaque') throw new Error('This clause is left to CEL.');
    expect(
      clause.test.evaluate(
        new Map<string, number | string>([
          ['amount', 3],
          ['spare', 'text'],
        ]),
      ),
    ).toBe(true);
  });
});
