import { Environment } from '@marcbachmann/cel-js/evaluator';
import { describe, expect, test } from 'vitest';
import { declarationsOf } from './declarations.ts';
import { namesIn } from './references.ts';

const declarations = declarationsOf({
  signals: {
    amount: { type: 'number' },
    note: { type: 'string' },
    tags: { type: 'array', items: { type: 'string' } },
    'customer.tier': { type: 'string' },
    'customer.age': { type: 'integer' },
  },
  thresholds: { limit: 100, min_confidence: 0.7 },
});

function namesOf(text: string, open = false) {
  const { ast } = new Environment({ unlistedVariablesAreDyn: true }).parse(text);
  const { references, problems } = namesIn(ast, declarations, open);
  const at = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
  return {
    named: references.map(each => `${each.kind} ${each.name} as ${at(each)}`),
    problems: problems.map(each => `${at(each)}: ${each.message}`),
    suggestions: problems.map(each => each.suggestion ?? null),
  };
}

describe('references of an expression', () => {
  test.each([
    ['amount > 5', ['signal amount as amount']],
    ['customer.tier == "free"', ['signal customer.tier as customer.tier']],
    ['customer.tier.size() > 1', ['signal customer.tier as customer.tier']],
    ['amount > thresholds.limit', ['signal amount as amount', 'threshold limit as thresholds.limit']],
    ['has(customer.age)', ['signal customer.age as customer.age']],
    ['amount + amount > 1', ['signal amount as amount', 'signal amount as amount']],
    ['tags.exists(t, t == note)', ['signal tags as tags', 'signal note as note']],
    ['tags.exists(note, note == "x")', ['signal tags as tags']],
    ['tags.exists(note, note == "x") && note == "y"', ['signal tags as tags', 'signal note as note']],
    ['tags.exists(a, tags.all(b, a == b))', ['signal tags as tags', 'signal tags as tags']],
    ['tags.map(note, note).exists(x, x == note)', ['signal tags as tags', 'signal note as note']],
    ['note.exists(note, note == "x")', ['signal note as note']],
    ['cel.bind(x, amount * 2, x > amount)', ['signal amount as amount', 'signal amount as amount']],
    ['tags[0] == "a"', ['signal tags as tags']],
    ['(amount > 1 ? note : "x") == "y"', ['signal amount as amount', 'signal note as note']],
    ['type(amount) == double', ['signal amount as amount']],
    ['{"a": amount}.a > 1.0', ['signal amount as amount']],
  ])('%s', (text, named) => {
    expect(namesOf(text)).toEqual({ named, problems: [], suggestions: [] });
  });
});

describe('undeclared names', () => {
  test.each([
    ['amuont > 5', 'amuont: There is no signal `amuont`. Did you mean `amount`?', 'amount'],
    ['weather == "rain"', 'weather: There is no signal `weather`. Declare it under `signals`.', null],
    [
      'customer.teir == "free"',
      'customer.teir: There is no signal `customer.teir`. Did you mean `customer.tier`?',
      'customer.tier',
    ],
    [
      'customer == "x"',
      'customer: `customer` is a group of signals: name one of `customer.tier`, `customer.age`.',
      null,
    ],
    ['amount > limit', 'limit: `limit` is a threshold: write `thresholds.limit`.', 'thresholds.limit'],
    ['amount > thresholds.limt', 'thresholds.limt: There is no threshold `limt`. Did you mean `limit`?', 'limit'],
    ['amount > thresholds.zzz', 'thresholds.zzz: There is no threshold `zzz`. Declare it under `thresholds`.', null],
    ['tags.exists(t, t == u)', 'u: There is no signal `u`. Declare it under `signals`.', null],
    ['tags.exists(t, true) && t == "x"', 't: There is no signal `t`. Declare it under `signals`.', null],
  ])('%s', (text, problem, suggestion) => {
    expect(namesOf(text)).toMatchObject({ problems: [problem], suggestions: [suggestion] });
  });

  test('are allowed in a payload field, which reads the whole input', () => {
    expect(namesOf('conversation.last.text', true)).toEqual({ named: [], problems: [], suggestions: [] });
    expect(namesOf('order.amount > thresholds.limt', true).problems).toHaveLength(1);
  });

  test('are found in every operand of a long chain', () => {
    const chain = Array.from({ length: 1500 }, (_, index) => `x${index}`).join(' && ');
    expect(namesOf(chain).problems).toHaveLength(1500);
  });
});
