import { expect, it } from 'vitest';
import { loggedInputs } from './logged-inputs.ts';

it('reads inputs as they are or with their times, and names the lines that hold none', () => {
  const text = [
    '\uFEFF{"amount": 1}',
    '',
    '{"input": {"amount": 2}, "at": "2026-03-02T10:00:00Z"}',
    '{"amount": ',
    '[1]',
    '{"input": {"amount": 3}, "at": "soon"}\r',
    '{"input": "a signal of this name"}',
  ].join('\n');
  expect(loggedInputs(text)).toEqual({
    inputs: [
      { line: 1, input: { amount: 1 }, at: null },
      { line: 3, input: { amount: 2 }, at: Date.parse('2026-03-02T10:00:00Z') },
      { line: 6, input: { amount: 3 }, at: null },
      { line: 7, input: { input: 'a signal of this name' }, at: null },
    ],
    unreadable: [4, 5],
  });
});
