import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refunds, refundSamples } from './refunds.ts';
import { deploy, oldAlerts } from './stale-safety.ts';
import { startSimulators, type Simulators } from './simulator-page.ts';
import { faintTexts } from './contrast.ts';
import { themeKinds } from './themes.ts';

/** Where the screenshots go, for people to look at. */
const pictures = path.join(import.meta.dirname, '..', '..', 'out', 'panel');

let simulators: Simulators;
beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  simulators = await startSimulators();
});
afterAll(() => simulators.close());

describe.each(themeKinds)('%s', theme => {
  it.each([300, 600, 1100])('is readable at %i px, and nothing sticks out', async width => {
    const sample = 'Customer threatens to sue';
    const { page, problems } = await simulators.open({
      ruleSet: refunds,
      samples: refundSamples,
      theme,
      width,
      sample,
    });
    await page.screenshot({ path: path.join(pictures, `${theme}-${width}.png`), fullPage: true });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    if (width === 1100) expect(await page.evaluate('document.documentElement.scrollHeight')).toBe(800);
    expect(await faintTexts(page)).toEqual([]);

    await page.getByRole('tab', { name: 'Handoff' }).click();
    await page.getByRole('tab', { name: 'JSON' }).click();
    await page.screenshot({ path: path.join(pictures, `${theme}-${width}-handoff.png`), fullPage: true });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(await faintTexts(page)).toEqual([]);
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
    await page.getByText('That is what the thresholds of the file decide').waitFor();
    // What has just changed is marked for a moment.
    await expect.poll(() => page.locator('.changed').count(), { timeout: 10_000 }).toBe(0);
    await page.screenshot({ path: path.join(pictures, `${theme}-300-skipped.png`), fullPage: true });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(300);
    expect(await faintTexts(page)).toEqual([]);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
