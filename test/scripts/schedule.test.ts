import { describe, expect, it } from 'vitest';
import { runSteps, withNeeds } from '../../scripts/test/schedule.ts';
import type { Outcome } from '../../scripts/test/outcome.ts';
import { steps, type Context, type Step } from '../../scripts/test/steps.ts';
import { totals } from '../../scripts/test/totals.ts';

const context: Context = { host: null, report: () => {} };
const good: Outcome = { ok: true, counts: null, output: '' };
const step = (name: string, more: Partial<Step> = {}): Step => ({
  name,
  does: '',
  needs: [],
  lanes: 1,
  run: () => Promise.resolve(good),
  ...more,
});
const counted = (passed: number, failed: number, ok = failed === 0): Partial<Step> => ({
  run: () => Promise.resolve({ ok, counts: { passed, failed }, output: '' }),
});

/** The order in which steps started and ended: `+a -a`. */
async function order(chosen: Step[]): Promise<string> {
  const events: string[] = [];
  await runSteps(chosen, context, {
    started: ({ name }) => events.push(`+${name}`),
    ended: ran => events.push(`${ran.outcome === null ? '!' : '-'}${ran.step.name}`),
  });
  return events.join(' ');
}

describe('The steps of npm test', () => {
  it('name only steps that exist, each after what it needs', () => {
    const names = steps.map(({ name }) => name);
    for (const { name, needs, after = [] } of steps) {
      for (const other of [...needs, ...after]) expect(names).toContain(other);
      for (const other of [...needs, ...after])
        expect(names.indexOf(other), `${name} needs ${other}`).toBeLessThan(names.indexOf(name));
    }
  });

  it('bring along what they need', () => {
    expect(withNeeds(steps, ['vscode-package']).map(({ name }) => name)).toEqual([
      'build',
      'host',
      'package',
      'vscode-package',
    ]);
  });

  it('wait for what they need, and run two at a time', async () => {
    expect(await order([step('a'), step('b'), step('c', { needs: ['a'] })])).toBe('+a +b -a -b +c -c');
  });

  it('wait for the end of others with which they cannot run at the same time, even if those fail', async () => {
    expect(await order([step('a', counted(0, 1)), step('b', { after: ['a'] }), step('c')])).toBe('+a +c -a -c +b -b');
  });

  it('run alone if they need both lanes', async () => {
    expect(await order([step('a'), step('b', { lanes: 2 }), step('c')])).toBe('+a -a +b -b +c -c');
  });

  it('do not run if one that they need has failed, while all others do', async () => {
    const bad = step('a', counted(3, 1));
    expect(await order([bad, step('b', { needs: ['a'] }), step('c')])).toBe('+a +c -a -c !b');
  });

  it('fail without affecting others if they throw', async () => {
    const ran = await runSteps([step('a', { run: () => Promise.reject(new Error('broken')) }), step('b')], context, {
      started: () => {},
      ended: () => {},
    });
    expect(ran.map(({ outcome }) => outcome?.ok)).toEqual([false, true]);
    expect(ran[0]?.outcome?.output).toContain('broken');
  });
});

describe('The last line of npm test', () => {
  const count = async (...chosen: Step[]) =>
    totals(await runSteps(chosen, context, { started: () => {}, ended: () => {} }));

  it('adds up the tests of all runners', async () => {
    expect(await count(step('a', counted(3, 1)), step('b', counted(4, 0)), step('c'))).toEqual({
      passed: 7,
      failed: 1,
    });
  });

  it('never says 0 failed if a check failed, a runner broke, or a step could not run', async () => {
    const lint = step('lint', { run: () => Promise.resolve({ ...good, ok: false }) });
    expect(await count(step('a', counted(3, 0)), lint)).toEqual({ passed: 3, failed: 1 });
    expect(await count(step('a', counted(3, 0, false)))).toEqual({ passed: 3, failed: 1 });
    expect(await count(lint, step('b', { needs: ['lint'] }))).toEqual({ passed: 0, failed: 2 });
  });
});
