import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { stopAll } from '../server/language-client.ts';
import { expectReadable } from './readable.ts';
import { startReviews, type Reviews } from './review-page.ts';
import { refundsAfter, refundsBefore, refundsFiles } from './review-texts.ts';
import { themeKinds } from './themes.ts';

let reviews: Reviews;
beforeAll(async () => {
  reviews = await startReviews();
});
afterEach(stopAll);
afterAll(() => reviews.close());

it.each(themeKinds)('a review in %s is readable at any width, and nothing sticks out', async theme => {
  const { page, problems } = await reviews.open({
    texts: [{ name: 'refunds', before: refundsBefore, after: refundsAfter }],
    files: refundsFiles,
    theme,
  });
  await page.locator('.both-traces').waitFor();
  await expectReadable(page, `review-${theme}`);
  await page.getByRole('tab', { name: 'Map' }).click();
  await page.getByRole('grid').waitFor();
  await expectReadable(page, `review-${theme}-map`);
  expect(problems).toEqual([]);
  await page.context().close();
});
