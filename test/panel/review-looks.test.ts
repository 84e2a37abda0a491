import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/host/folders.ts';
import { stopAll } from '../server/language-client.ts';
import { faintTexts } from './contrast.ts';
import { startReviews, type Reviews } from './review-page.ts';
import { refundsAfter, refundsBefore, refundsFiles } from './review-texts.ts';
import { themeKinds } from './themes.ts';

/** Where the screenshots go, for people to look at. */
const pictures = path.join(root, 'out', 'panel');

let reviews: Reviews;
beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  reviews = await startReviews();
});
afterEach(stopAll);
afterAll(() => reviews.close());

describe.each(themeKinds)('a review in %s', theme => {
  it.each([300, 600, 1100])('is readable at %i px, and nothing sticks out', async width => {
    const { page, problems } = await reviews.open({
      texts: [{ name: 'refunds', before: refundsBefore, after: refundsAfter }],
      files: refundsFiles,
      theme,
      width,
    });
    await page.locator('.both-traces').waitFor();
    await page.screenshot({ path: path.join(pictures, `review-${theme}-${width}.png`), fullPage: true });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(await faintTexts(page)).toEqual([]);

    await page.getByRole('tab', { name: 'Map' }).click();
    await page.getByRole('grid').waitFor();
    await page.screenshot({ path: path.join(pictures, `review-${theme}-${width}-map.png`), fullPage: true });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(await faintTexts(page)).toEqual([]);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
