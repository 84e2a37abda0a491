import { expect, it, vi } from 'vitest';
import { deepOptions } from '../../scripts/deep/options.ts';
import { stacks } from '../../scripts/stacks/stacks.ts';
import { runAndReport } from '../../scripts/test/run-and-report.ts';
import { steps, type Step } from '../../scripts/test/steps.ts';
import { some } from '../../testing/random/random-cases.ts';

it('npm run test:deep takes numbers and parts of file names', () => {
  expect(deepOptions([])).toEqual({ times: 30, minutes: 15, seed: null, files: [] });
  expect(deepOptions(['--times', '0.5', 'oracle', '--seed', '7', '--minutes', '90'])).toEqual({
    times: 0.5,
    minutes: 90,
    seed: 7,
    files: ['oracle'],
  });
});

it.each([
  [['--seeds', '1'], /Unknown option '--seeds'/],
  [['--times', 'many'], /--times needs a number, not "many"/],
  [['--minutes', '-1'], /--minutes/],
  [['--seed', '1.5'], /--seed needs a number, not "1.5"/],
])('npm run test:deep refuses %j', (args, message) => {
  expect(() => deepOptions(args)).toThrow(message);
});

it('a run of steps gives 1 if one fails, and nothing runs under an unknown name', async () => {
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const step = (name: string, ok: boolean): Step => ({
    name,
    does: '',
    needs: [],
    lanes: 1,
    run: () => Promise.resolve({ ok, counts: null, output: 'why it failed' }),
  });
  expect(await runAndReport([step('a', true)], [], Date.now())).toBe(0);
  expect(await runAndReport([step('a', true), step('b', false)], [], Date.now())).toBe(1);
  expect(await runAndReport([step('a', true), step('b', false)], ['a'], Date.now())).toBe(0);
  const text = written.mock.calls.map(([chunk]) => String(chunk)).join('');
  written.mockRestore();
  expect(text).toContain('why it failed');
  await expect(runAndReport([], ['a'], Date.now())).rejects.toThrow('There is no step "a". The steps are none.');
});

it('the steps of npm run test:stacks have names of their own', () => {
  const names = [...steps, ...stacks].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

it('some of a list are as many as there are cases, in its order, each once', () => {
  const list = Array.from({ length: 100 }, (_, index) => index);
  const drawn = some(list, 10);
  expect(drawn.length).toBeGreaterThanOrEqual(1);
  expect(drawn).toEqual([...new Set(drawn)].sort((a, b) => a - b));
  expect(some(list, 1000000)).toEqual(list);
});
