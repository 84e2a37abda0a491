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
    texts: [{ name: 'refunds', before: refundsBefore, after: refundsAfter.replace('2.4.0', '3.0.0') }],
    released: refundsBefore.replace('amount <= 50', 'amount <= 40'),
    files: refundsFiles,
    theme,
  });
  await page.getByRole('grid').waitFor();
  await expectReadable(page, `review-${theme}`);
  const folded = page.locator('.fold[aria-expanded=false]');
  while ((await folded.count()) > 0) await folded.first().click();
  await page.locator('.both-traces .trace').first().waitFor();
  await expectReadable(page, `review-${theme}-unfolded`);
  await page.getByRole('button', { name: 'Approve…' }).click();
  const form = page.getByRole('form', { name: 'Approve' });
  await form.getByText('It covers all changes since release 2.3.0').waitFor();
  await form.getByRole('textbox').fill('Fits policy 4.2');
  await form.getByRole('button', { name: 'Approve', exact: true }).click();
  await form.getByText('You have not ticked any of the 6 changes as read.').waitFor();
  await expectReadable(page, `review-${theme}-approve`);
  expect(problems).toEqual([]);
  await page.context().close();
});
