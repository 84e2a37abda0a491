import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refunds, refundSamples } from './refunds.ts';
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
});
