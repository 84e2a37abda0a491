import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refunds, refundSamples } from './refunds.ts';
import { deploy, oldAlerts } from './stale-safety.ts';
import { startSimulators, type Simulators } from './simulator-page.ts';
import { expectReadable } from './readable.ts';
import { themeKinds } from './themes.ts';

let simulators: Simulators;
beforeAll(async () => {
  simulators = await startSimulators();
});
afterAll(() => simulators.close());

describe.each(themeKinds)('%s', theme => {
  it('is readable at any width, and nothing sticks out', async () => {
    const sample = 'Customer threatens to sue';
    const { page, problems } = await simulators.open({ ruleSet: refunds, samples: refundSamples, theme, sample });
    await expectReadable(page, `${theme}-decision`);
    expect(await page.evaluate('document.documentElement.scrollHeight')).toBe(800);
    await page.getByRole('tab', { name: 'Handoff' }).click();
    await page.getByRole('tab', { name: 'JSON' }).click();
    await expectReadable(page, `${theme}-handoff`);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('shows a skipped safety rule, a sample that fails and the form that saves one at 300 px', async () => {
    const sample = oldAlerts.name;
    const { page, problems } = await simulators.open({
      ruleSet: deploy,
      samples: [oldAlerts],
      theme,
      width: 300,
      sample,
    });
    await page.getByText('1 safety rule skipped').waitFor();
    await page.getByLabel('calm_load', { exact: true }).fill('0');
    await page.getByRole('button', { name: 'Save as sample' }).click();
    await page.getByText('This is the decision with the thresholds of the file').waitFor();
    // Changes are highlighted for a moment.
    await expect.poll(() => page.locator('.changed').count(), { timeout: 60_000 }).toBe(0);
    await expectReadable(page, `${theme}-skipped`, [300]);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
