import { expect, it } from 'vitest';
import { latestOnly } from './latest.ts';

it('asks one question at a time, skips outdated ones, and ends with the last', async () => {
  const pending: { question: number; answer: (value: string) => void; fail: (error: Error) => void }[] = [];
  const seen: string[] = [];
  const ask = latestOnly<number, string>(
    question => new Promise((answer, fail) => pending.push({ question, answer, fail })),
    answer => seen.push(answer),
    error => seen.push(`failed: ${error.message}`),
  );
  for (const question of [1, 2, 3]) ask(question);
  expect(pending.map(({ question }) => question)).toEqual([1]);
  pending[0]?.answer('one');
  await Promise.resolve();
  await Promise.resolve();
  expect(pending.map(({ question }) => question)).toEqual([1, 3]);
  ask(4);
  pending[1]?.fail(new Error('gone'));
  await Promise.resolve();
  await Promise.resolve();
  expect(pending.map(({ question }) => question)).toEqual([1, 3, 4]);
  pending[2]?.answer('four');
  await Promise.resolve();
  await Promise.resolve();
  expect(seen).toEqual(['one', 'failed: gone', 'four']);
});
