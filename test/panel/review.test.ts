import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ownValue } from '../../engine/model/json.ts';
import { stopAll } from '../server/language-client.ts';
import { samplesFile } from '../server/rule-sets.ts';
import { startReviews, type OpenedReview, type Reviews } from './review-page.ts';
import { refundsAfter, refundsBefore, refundsEquivalent, refundsFiles } from './review-texts.ts';

let reviews: Reviews;
beforeAll(async () => {
  reviews = await startReviews();
});
afterEach(stopAll);
afterAll(() => reviews.close());

const open = (after: string, before: string | undefined = refundsBefore, more: { rule?: string } = {}) =>
  reviews.open({ texts: [{ name: 'refunds', before, after }], files: refundsFiles, ...more });
const close = async ({ page, problems }: OpenedReview) => {
  expect(problems).toEqual([]);
  await page.context().close();
};
const modest = /default[\s\S]*continue[\s\S]*modest-refund@1/;

describe('the summary', () => {
  it('counts regions by class, and says how many approvals they need', async () => {
    const opened = await open(refundsAfter);
    const line = (await opened.page.locator('.summary-line').innerText()).replaceAll(/\s+/g, ' ');
    expect(line).toMatch(/^3 loosened 2 tightened \d rules? unchanged needs 2 approvals 0 of 5 reviewed$/);
    await close(opened);
  });

  it('measures changes only on known cases', async () => {
    const known = await open(refundsAfter);
    expect(await known.page.locator('.summary-more').innerText()).toMatch(/\d of \d+ samples? change/);
    const numbers = await known.page.locator('.region-cases').allInnerTexts();
    expect(numbers.filter(each => !/^(no sample|\d+ samples?)$/.test(each))).toEqual([]);
    expect(await known.page.locator('main.review').innerText()).not.toMatch(/\d ?%|\bcombination/);
    await close(known);
    const unknown = await reviews.open({
      texts: [{ name: 'refunds', before: refundsBefore, after: refundsAfter }],
      files: Object.fromEntries(Object.entries(refundsFiles).filter(([name]) => name !== samplesFile)),
    });
    expect(await unknown.page.locator('.summary-more').innerText()).toContain(
      'No samples yet: it is unknown how many cases change',
    );
    expect(new Set(await unknown.page.locator('.region-cases').allInnerTexts())).toEqual(new Set(['no known cases']));
    await close(unknown);
  });

  it('says plainly that two texts are proved to decide the same', async () => {
    const opened = await open(refundsEquivalent);
    await opened.page.getByText('Proved: every input gets the same outcome in both versions, at all times.').waitFor();
    expect(await opened.page.locator('.region').count()).toBe(0);
    await close(opened);
  });

  it('follows an edit of the text', async () => {
    const opened = await open(refundsAfter);
    await opened.edit('refunds', refundsEquivalent);
    await opened.page.getByText('Equivalent', { exact: true }).waitFor();
    await close(opened);
  });
});

describe('a version that cannot be compared', () => {
  it('is named, with the way to its first error', async () => {
    const opened = await open(refundsAfter.replace('amount <= 80', 'amount <= '));
    await opened.page.getByText('working copy has 1 error, so it cannot decide').waitFor();
    await opened.page.locator('.problem .link').click();
    await expect
      .poll(() => opened.asked.at(-1))
      .toMatchObject({
        method: 'revealLocation',
        params: { location: { uri: opened.client.uri('refunds.escalation.yaml') } },
      });
    await close(opened);
  });

  it('that has no such file says so', async () => {
    const opened = await reviews.open({
      texts: [{ name: 'refunds', before: undefined, after: refundsBefore }],
      files: refundsFiles,
    });
    await opened.page.getByText('There is nothing to compare with: HEAD').waitFor();
    await close(opened);
  });
});

describe('a region', () => {
  it('shows what both versions make of an example', async () => {
    const opened = await open(refundsAfter, refundsBefore, { rule: 'modest-refund' });
    const { page } = opened;
    const region = page.locator('.region', { hasText: modest });
    await region.locator('.region-line').click();
    await region.getByRole('tree', { name: /^Before: the default decides/ }).waitFor();
    await region.getByRole('tree', { name: /^After: modest-refund@1 decides/ }).waitFor();
    await region.getByRole('button', { name: 'Try', exact: true }).click();
    await expect
      .poll(() => opened.asked.at(-1))
      .toMatchObject({ method: 'tryInput', params: { pair: 0, side: 'after', input: { intent: 'refund' } } });
    await region.getByRole('button', { name: 'Show both texts' }).click();
    await expect
      .poll(() => opened.asked.at(-1))
      .toMatchObject({ method: 'showTexts', params: { before: { range: {} }, after: { range: {} } } });
    await close(opened);
  });

  it('is ticked and commented on, and a later edit makes the tick one for an earlier text', async () => {
    const opened = await open(refundsAfter);
    const { page } = opened;
    const region = page.locator('.region', { hasText: modest });
    await region.locator('.region-line').click();
    await region.getByLabel('Comment').fill('Is 80 agreed?');
    await region.getByRole('checkbox').check();
    await page.getByText('1 of 5 reviewed').waitFor();
    expect(Object.values(opened.marks)).toMatchObject([{ comment: 'Is 80 agreed?', reviewed: [/^[0-9a-f]{64}$/] }]);
    await opened.edit('refunds', refundsAfter.replace('id: weak-answer', 'id: weaker-answer'));
    await page.getByText('0 of 5 reviewed').waitFor();
    await page.getByText('Reviewed for an earlier text, which has changed since.').waitFor();
    await page.getByText('Is 80 agreed?').first().waitFor();
    await close(opened);
  });

  it('goes out with the whole review', async () => {
    const opened = await open(refundsAfter);
    await opened.page.getByRole('checkbox').first().check();
    await opened.page.getByRole('button', { name: 'Export the review for a pull request' }).click();
    await expect.poll(() => opened.asked.at(-1)?.method).toBe('exportReview');
    const sent = opened.asked.at(-1);
    expect(sent).toMatchObject({ params: { reviews: [{ pair: { name: 'refunds' } }] } });
    await close(opened);
  });
});

describe('the map of a difference', () => {
  it('is walked with the arrows, says what is under them, and tries it with Enter', async () => {
    const opened = await open(refundsAfter, refundsBefore, { rule: 'modest-refund' });
    const { page } = opened;
    const region = page.locator('.region', { hasText: modest });
    await region.locator('.region-line').click();
    await region.getByRole('tab', { name: 'Map' }).click();
    const here = region.locator('.map-here');
    await expect.poll(() => here.innerText()).toContain('loosened');
    expect(await here.innerText()).toContain('> 50, ≤ 80');
    await region.locator('.map-cell.current').focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => here.innerText()).toContain('unchanged');
    expect(await here.innerText()).toContain('> 80, ≤ 500');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => here.innerText()).toContain('tightened');
    await page.keyboard.press('Enter');
    await expect.poll(() => opened.asked.at(-1)).toMatchObject({ method: 'tryInput', params: { side: 'after' } });
    const tried = opened.asked.at(-1);
    const input = tried?.method === 'tryInput' ? tried.params.input : null;
    expect(Number(ownValue(input, 'amount'))).toBeGreaterThan(500);
    await close(opened);
  });

  it('takes other axes, and can be read as a table', async () => {
    const opened = await open(refundsAfter, refundsBefore, { rule: 'modest-refund' });
    const { page } = opened;
    await page.getByRole('tab', { name: 'Map' }).click();
    await page.getByLabel('down', { exact: true }).selectOption('policy_flags');
    await page.getByRole('rowheader', { name: 'only legal' }).waitFor();
    await page.getByRole('button', { name: 'As a table' }).click();
    const rows = page.locator('.map-table tbody tr');
    await expect.poll(() => rows.count()).toBeGreaterThan(0);
    expect(await rows.first().innerText()).toMatch(/loosened|tightened/);
    await close(opened);
  });
});

it('several rule sets are reviewed at once, each with what it comes to', async () => {
  const opened = await reviews.open({
    title: 'Changes since main',
    texts: [
      { name: 'refunds', before: refundsBefore, after: refundsAfter },
      { name: 'same', before: refundsBefore, after: refundsEquivalent },
    ],
    files: refundsFiles,
  });
  const { page } = opened;
  await page.getByRole('heading', { name: /Changes since main/ }).waitFor();
  await expect
    .poll(() => page.locator('.overview-words').allInnerTexts())
    .toEqual(['3 loosened, 2 tightened', 'equivalent']);
  await page.locator('.overview-row', { hasText: 'same' }).click();
  await page.getByText('Equivalent', { exact: true }).waitFor();
  await close(opened);
});

it('can be traversed with only Tab, and each stop has a name and a visible focus', async () => {
  const opened = await open(refundsAfter);
  const { page } = opened;
  await page.locator('.both-traces').waitFor();
  const seen: string[] = [];
  for (let i = 0; i < 100; i++) {
    await page.keyboard.press('Tab');
    const [name, visible] = await page.evaluate<[string, boolean]>(`(() => {
      const element = document.activeElement;
      if (element === document.body) return ['', true];
      const name = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent;
      for (let at = element; at && at !== document.body; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) return [name, true];
      }
      return [name, element.getAttribute('role') === 'tree' && document.querySelector('.row.active') !== null];
    })()`);
    if (name === '') break;
    expect(visible, name).toBe(true);
    seen.push(name.trim());
  }
  expect(seen.length).toBeGreaterThan(20);
  expect(seen.length).toBeLessThan(100);
  expect(seen.filter(name => name === '')).toEqual([]);
  await close(opened);
});
