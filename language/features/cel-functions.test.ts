import { expect, test } from 'vitest';
import { createExpressionChecker } from '../../engine/condition/check-expression.ts';
import { declarationsOf } from '../../engine/condition/declarations.ts';
import { celFunctions } from './cel-functions.ts';

const checker = createExpressionChecker(
  declarationsOf({
    signals: {
      confidence: { type: 'number' },
      count: { type: 'integer' },
      text: { type: 'string' },
      flags: { type: 'array', items: { type: 'string' } },
      waited: { type: 'string', format: 'duration' },
      created: { type: 'string', format: 'date-time' },
    },
    rules: [{ id: 'ask', when: true, decide: 'escalate', grant: { validFor: '30m', bind: ['text'] } }],
  }),
);

test.each(celFunctions.map(each => [each.signature, each] as const))(
  '%s can be used as its example shows',
  (_, { name, example }) => {
    expect(example).toContain(name);
    expect(checker.condition(example).problems).toEqual([]);
  },
);
