import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import { startSimulators, type Simulators } from './simulator-page.ts';

let simulators: Simulators;
beforeAll(async () => {
  simulators = await startSimulators();
});
afterAll(() => simulators.close());

/** A thousand rules, one for each step of `amount`. */
const large: RuleSet = {
  escalation: 1,
  name: 'large',
  version: '1.0.0',
  signals: { amount: { type: 'integer', minimum: 0, maximum: 1000 } },
  targets: { desk: { kind: 'human' } },
  rules: Array.from({ length: 1000 }, (_, i) => ({
    id: `step-${i}`,
    when: `amount == ${i}`,
    decide: 'escalate',
    to: 'desk',
  })),
};

it('shows a thousand rules grouped around the one that decides, and draws only those in sight', async () => {
  const { page, problems } = await simulators.open({ ruleSet: large });
  await page.getByLabel('amount', { exact: true }).fill('800');
  await page.getByText('step-800@1 decides').waitFor();
  expect(await page.locator('.group-row').allInnerTexts()).toEqual(['Decides', 'Before it (800)']);
  expect(await page.locator('.row').count()).toBeLessThan(300);

  await page.locator('[role=tree]').focus();
  await page.keyboard.press('End');
  await page.locator('.group-row.active', { hasText: 'After it, not reached (199)' }).waitFor();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('End');
  await page.locator('#why-rule-999.active').waitFor();
  expect(await page.locator('#why-rule-999').isVisible()).toBe(true);
  expect(await page.locator('.row').count()).toBeLessThan(300);

  await page.getByLabel('Filter rules').fill('step-77 not fire');
  await expect
    .poll(() => page.locator('.rule-row .rule-name').allInnerTexts())
    .toEqual(['step-77@1', ...Array.from({ length: 10 }, (_, i) => `step-${770 + i}@1`)]);
  expect(problems).toEqual([]);
  await page.context().close();
});

it('shows the rule that decides when another one does, wherever the reader was', async () => {
  const { page, problems } = await simulators.open({ ruleSet: large });
  await page.getByLabel('amount', { exact: true }).fill('800');
  await page.getByText('step-800@1 decides').waitFor();
  const scrolled = (to = '') => page.evaluate<number>(`document.querySelector('.tab-panel:has(.why)').scrollTop ${to}`);
  await scrolled('= 4000');
  expect(await scrolled()).toBeGreaterThan(1000);
  await page.getByLabel('amount', { exact: true }).fill('700');
  await page.getByText('step-700@1 decides').waitFor();
  await expect.poll(() => scrolled()).toBeLessThan(100);
  expect(problems).toEqual([]);
  await page.context().close();
});

it('shows the rule that it was opened for, and the one that the cursor is in', async () => {
  const { page, host, problems } = await simulators.open({ ruleSet: large, rule: 990 });
  const isInView = (id: string) =>
    page.evaluate(`(() => {
      const { top, bottom } = document.getElementById('${id}').getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    })()`);
  await page.locator('#why-rule-990').waitFor();
  await expect.poll(() => isInView('why-rule-990')).toBe(true);
  await page.getByLabel('amount', { exact: true }).fill('3');
  await page.locator('.headline', { hasText: 'step-3@1' }).waitFor();
  await host.send({ type: 'cursor', rule: 700 });
  await page.locator('#why-rule-700.at-cursor').waitFor();
  await expect.poll(() => isInView('why-rule-700')).toBe(true);
  await host.send({ type: 'cursor', rule: null });
  await page.locator('.at-cursor').waitFor({ state: 'detached' });
  expect(problems).toEqual([]);
  await page.context().close();
});
