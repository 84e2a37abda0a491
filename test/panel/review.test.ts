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

/** The rules with only one threshold changed. */
const refundsBelow = (confidence: string) => refundsBefore.replace('value: 0.7,', `value: ${confidence},`);

describe('the summary', () => {
  it('counts edits by class, and says how many approvals they need', async () => {
    const opened = await open(refundsAfter);
    const line = (await opened.page.locator('.summary-line').innerText()).replaceAll(/\s+/g, ' ');
    expect(line).toMatch(
      /^6 edits 2 loosened 1 tightened needs 2 approvals from anybody who did not make the change 0 of 4 read$/,
    );
    await close(opened);
  });

  it('measures changes only on known cases', async () => {
    const known = await open(refundsAfter);
    expect(await known.page.locator('.summary-more').innerText()).toMatch(/\d of \d+ samples? of this rule set change/);
    const numbers = await known.page.locator('.change-cases').allInnerTexts();
    expect(numbers.length).toBeGreaterThan(0);
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
    expect(await unknown.page.locator('.change-cases').count()).toBe(0);
    await close(unknown);
  });

  it('offers an example of each change that no sample covers as a sample', async () => {
    const opened = await open(refundsBelow('0.6'));
    const { page } = opened;
    const words = page.locator('.summary-more', { hasText: '2 changes of outcomes that no sample covers' });
    await words.waitFor();
    await words.getByRole('button', { name: 'Add samples' }).click();
    await expect.poll(() => opened.asked.at(-1)?.method).toBe('addSamples');
    const asked = opened.asked.at(-1);
    const samples = asked?.method === 'addSamples' ? asked.params.samples : [];
    expect(samples.map(({ name }) => name)).toEqual([
      'min_confidence 0.7 → 0.6: continue, was route → specialist',
      'min_confidence 0.7 → 0.6: pause, was route → specialist',
    ]);
    for (const { input } of samples) {
      expect(Number(ownValue(input, 'confidence'))).toBeGreaterThanOrEqual(0.6);
      expect(Number(ownValue(input, 'confidence'))).toBeLessThan(0.7);
    }
    await close(opened);
  });

  it('says plainly that two texts are proved to decide the same', async () => {
    const opened = await open(refundsEquivalent);
    await opened.page.getByText('Proved: every input gets the same outcome in both versions, at all times.').waitFor();
    await opened.page
      .locator('.card', { hasText: 'small-refund@1: trigger' })
      .getByText('No decision changes.')
      .waitFor();
    expect(await opened.page.locator('.change').count()).toBe(0);
    await close(opened);
  });

  it('follows an edit of the text', async () => {
    const opened = await open(refundsAfter);
    await opened.edit('refunds', refundsEquivalent);
    await opened.page.getByText('Equivalent', { exact: true }).waitFor();
    await close(opened);
  });
});

describe('a comparison that goes on', () => {
  it('says what was edited, and what is already known of it', async () => {
    let release = () => {};
    const hold = new Promise<void>(resolve => (release = resolve));
    const texts = [{ name: 'refunds', before: refundsBefore, after: refundsBelow('0.6') }];
    const opened = await reviews.open({ texts, files: refundsFiles, hold });
    const soFar = opened.page.locator('.so-far');
    await soFar.getByRole('heading', { name: /^min_confidence 0.7 → 0.6/ }).waitFor();
    await soFar
      .getByText(/confidence is at least 0.6 but below 0.7/)
      .first()
      .waitFor();
    expect(await soFar.innerText()).toContain('1 edit: comparing every input…');
    release();
    await opened.page.locator('.summary').waitFor();
    expect(await soFar.count()).toBe(0);
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

describe('a card', () => {
  it('says what was edited and what it does, with the rest folded', async () => {
    const opened = await open(refundsBelow('0.6'));
    const card = opened.page.locator('.card');
    expect(await card.count()).toBe(1);
    const text = async () => (await card.innerText()).replaceAll(/\s+/g, ' ');
    expect(await card.getByRole('heading', { level: 2 }).innerText()).toMatch(/min_confidence\s+0.7 → 0.6/);
    expect(await text()).toContain(
      'When confidence is at least 0.6 but below 0.7, amount is at most 50 USD, intent is refund and customer.tier is missing or pro, the agent continues by small-refund@1; before, it was routed to specialist (agent) by weak-answer@1.',
    );
    expect(await card.locator('.condition').count()).toBe(0);
    const change = card.locator('.change').first();
    await change.getByRole('button', { name: 'exactly when' }).click();
    expect(await change.locator('.condition').innerText()).toContain('confidence < 0.7');
    await change.getByRole('button', { name: /earlier rule/ }).click();
    expect(await change.locator('.rule-names').innerText()).toMatch(/legal-threat@\d/);
    await close(opened);
  });

  it('shows what both versions make of an example', async () => {
    const opened = await open(refundsBelow('0.6'));
    const { page } = opened;
    const card = page.locator('.card');
    await card.getByRole('button', { name: 'traces before and after' }).click();
    await card.getByRole('tree', { name: /^Before: weak-answer@1 decides/ }).waitFor();
    await card.getByRole('tree', { name: /^After: small-refund@1 decides/ }).waitFor();
    await card.getByRole('button', { name: 'Try', exact: true }).click();
    await expect
      .poll(() => opened.asked.at(-1))
      .toMatchObject({ method: 'tryInput', params: { pair: 0, side: 'after', input: { intent: 'refund' } } });
    await card.getByRole('button', { name: 'Show both texts' }).click();
    await expect
      .poll(() => opened.asked.at(-1))
      .toMatchObject({ method: 'showTexts', params: { before: { range: {} }, after: { range: {} } } });
    await card.getByRole('button', { name: /^refunds.escalation.yaml:\d+$/ }).click();
    await expect.poll(() => opened.asked.at(-1)).toMatchObject({ method: 'revealLocation' });
    await close(opened);
  });

  it('is read and commented on as a whole, and a later edit makes the tick one for an earlier text', async () => {
    const opened = await open(refundsBelow('0.6'));
    const { page } = opened;
    const card = page.locator('.card');
    await card.getByRole('button', { name: 'Comment' }).click();
    await card.getByLabel('Comment').fill('Is 0.6 agreed?');
    await card.getByRole('checkbox', { name: 'Read' }).check();
    await page.getByText('1 of 1 read').waitFor();
    const comparison = await opened.client.request('handrail/compare', { ...opened.uris, log: null });
    const regions = comparison.diff?.regions.map(({ id }) => id) ?? [];
    expect(regions.length).toBeGreaterThan(1);
    const ticked = Object.entries(opened.marks).filter(([, { reviewed }]) => /^[0-9a-f]{64}$/.test(reviewed[0] ?? ''));
    expect(ticked.map(([id]) => id).sort()).toEqual([...regions].sort());
    const commented = Object.entries(opened.marks).filter(([, { comment }]) => comment !== '');
    expect(commented.map(([id, { comment }]) => [id, comment])).toEqual([
      [comparison.diff?.edits[0]?.id, 'Is 0.6 agreed?'],
    ]);
    await opened.edit('refunds', refundsBelow('0.6').replace('id: weak-answer', 'id: weaker-answer'));
    await page.getByText('Read for an earlier text, which has changed since.').first().waitFor();
    await page.getByText('Is 0.6 agreed?').first().waitFor();
    await close(opened);
  });

  it('says what keeps it apart, and who made the edit once git has said it', async () => {
    const texts = [{ name: 'refunds', before: refundsBefore, after: refundsBelow('0.6') }];
    const first = await reviews.open({ texts, files: refundsFiles });
    const { edits = [] } = (await first.client.request('handrail/compare', { ...first.uris, log: null })).diff ?? {};
    const card = first.page.locator('.card');
    await card.getByText('No input is in two of these groups.').waitFor();
    expect((await card.innerText()).replaceAll(/\s+/g, ' ')).toContain(
      'and small-refund@1 does not fire, the agent pauses by default, as no rule fires',
    );
    await first.page.getByText('version unchanged though decisions change').waitFor();
    await close(first);
    const by = { name: 'Ada', commit: '0123456789abcdef', time: Date.UTC(2026, 2, 2, 10) };
    const authors = Object.fromEntries(edits.map(({ id }) => [id, by]));
    const opened = await reviews.open({ texts, files: refundsFiles, authors });
    await opened.page.locator('.card').getByText('by Ada, 2 Mar 2026, 0123456').waitFor();
    await close(opened);
  });

  it('names the edits that it needs', async () => {
    const opened = await open(refundsAfter);
    await opened.page.locator('.card').first().getByText('needs edits 1 and 2 both').waitFor();
    await close(opened);
  });

  it('is reached with J and K, and opened with Enter', async () => {
    const opened = await open(refundsAfter);
    const { page } = opened;
    const focused = () => page.evaluate<string>('document.activeElement.querySelector("h2")?.innerText ?? ""');
    await page.keyboard.press('j');
    expect(await focused()).toContain('min_confidence');
    await page.keyboard.press('j');
    expect(await focused()).toContain('modest-refund');
    await page.keyboard.press('Enter');
    const second = page.locator('.card').nth(1);
    await second.getByRole('grid').waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => second.getByRole('grid').count()).toBe(0);
    await page.keyboard.press('k');
    expect(await focused()).toContain('min_confidence');
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

describe('the map of an edit', () => {
  it('is walked with the arrows, says what is under them, and tries it with Enter', async () => {
    const opened = await open(refundsAfter, refundsBefore, { rule: 'modest-refund' });
    const { page } = opened;
    const card = page.locator('.card').first();
    await card.getByRole('grid', { name: 'Changes by confidence and amount' }).waitFor();
    const here = card.locator('.map-here');
    await card.locator('.map-cell.current').focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => here.innerText()).toContain('unchanged');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => here.innerText()).toContain('> 50, ≤ 80');
    expect(await here.innerText()).toContain('loosened');
    await page.keyboard.press('Control+End');
    await expect.poll(() => here.innerText()).toContain('unchanged');
    await page.keyboard.press('Enter');
    await expect.poll(() => opened.asked.at(-1)).toMatchObject({ method: 'tryInput', params: { side: 'after' } });
    await close(opened);
  });

  it('is to scale: a wider range of values is wider', async () => {
    const opened = await open(refundsBelow('0.5'));
    const { page } = opened;
    const header = (name: string) => page.getByRole('columnheader', { name });
    await header('≥ 0.5, < 0.7').waitFor();
    const width = async (name: string) => (await header(name).boundingBox())?.width ?? 0;
    expect(await width('< 0.5')).toBeGreaterThan(1.5 * (await width('≥ 0.5, < 0.7')));
    await close(opened);
  });

  it('takes other axes, and can be read as a table', async () => {
    const opened = await open(refundsBelow('0.6'));
    const { page } = opened;
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
    .toEqual(['6 edits: 2 loosened, 1 tightened', '1 edit, equivalent']);
  await page.locator('.overview-row', { hasText: 'same' }).click();
  await page.getByText('Equivalent', { exact: true }).waitFor();
  await close(opened);
});

it('can be traversed with only Tab, and each stop has a name and a visible focus', async () => {
  const opened = await open(refundsAfter);
  const { page } = opened;
  await page.getByRole('grid').waitFor();
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
