import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readLog } from '../../engine/release/read-log.ts';
import { stopAll } from '../server/language-client.ts';
import { reader, startReviews, type OpenedReview, type ReviewOptions, type Reviews } from './review-page.ts';
import { refundsAfter, refundsBefore, refundsFiles } from './review-texts.ts';

let reviews: Reviews;
beforeAll(async () => {
  reviews = await startReviews();
});
afterEach(stopAll);
afterAll(() => reviews.close());

const ungoverned = (text: string) => text.replace(/governance:[^]*/, '');
const changed = refundsAfter.replace('version: 2.4.0', 'version: 3.0.0');

const open = (after = changed, more: Partial<ReviewOptions> = {}) =>
  reviews.open({
    texts: [{ name: 'refunds', before: refundsBefore, after }],
    files: refundsFiles,
    released: refundsBefore,
    ...more,
  });
const close = async ({ page, problems }: OpenedReview) => {
  expect(problems).toEqual([]);
  await page.context().close();
};
const logOf = async ({ client }: OpenedReview) =>
  readLog(await readFile(path.join(client.folder, 'releases/refunds-assistant/log.jsonl'), 'utf8'));
/** The approvals and rejections since the release. */
const opinions = async (opened: OpenedReview) => {
  const log = await logOf(opened);
  return log.slice(log.findLastIndex(({ kind }) => kind === 'release') + 1);
};

const button = ({ page }: OpenedReview, name: string) => page.getByRole('button', { name, exact: true });
const approvals = async ({ page }: OpenedReview) => page.locator('.approval-count').innerText();

describe('approving in the review', () => {
  it('says before one types whether it will count, and writes what was read and the comments to the log', async () => {
    const opened = await open();
    const { page } = opened;
    await expect.poll(() => approvals(opened)).toBe('0 of 2 approvals');
    await opened.page.getByText(/^from \S/).waitFor();
    for (const tick of await page.getByRole('checkbox').all()) await tick.check();
    await page.locator('.card-toggle').first().click();
    await page.getByRole('button', { name: 'Comment' }).first().click();
    await page.getByLabel('Comment').first().fill('Agreed with the risk desk.');
    await button(opened, 'Approve…').click();
    const form = page.getByRole('form', { name: 'Approve' });
    await form.getByText(`Approve refunds-assistant 3.0.0`).waitFor();
    await form.getByText(`as ${reader}`).waitFor();
    await form.getByText('This counts: 1 of 2, 1 more needed, from anybody who did not make the change.').waitFor();
    await form.getByText('Kept with it: 6 of 6 changes read, 1 comment.').waitFor();
    const approve = form.getByRole('button', { name: 'Approve' });
    expect(await approve.getAttribute('aria-disabled')).toBe('true');
    await form.getByRole('textbox').fill('Fits policy 4.2');
    await approve.click();
    await page.getByText(`Approved refunds-assistant 3.0.0 as ${reader}.`).waitFor();
    await expect.poll(() => approvals(opened)).toBe('1 of 2 approvals');
    const [approval] = await opinions(opened);
    const release = (await logOf(opened)).find(({ kind }) => kind === 'release');
    expect(approval).toMatchObject({
      kind: 'approve',
      who: reader,
      why: 'Fits policy 4.2',
      review: { before: release?.digest, unread: [], comments: [{ comment: 'Agreed with the risk desk.' }] },
    });
    expect(approval?.review?.read).toHaveLength(6);
    expect(approval?.review?.comments[0]?.change).toBe('threshold min_confidence');

    // Once more: it would not count, but may be recorded.
    await button(opened, 'Approve…').click();
    await form.getByText(`This will not count: ${reader} has approved before`).waitFor();
    await form.getByRole('textbox').fill('Fits again');
    await form.getByRole('button', { name: 'Record Anyway' }).click();
    await page.getByText(/^Recorded .* but does not count/).waitFor();
    await expect.poll(() => approvals(opened)).toBe('1 of 2 approvals');
    await close(opened);
  });

  it('asks once about what is unread, and is given only to the text that the page shows', async () => {
    const opened = await open();
    const { page, client } = opened;
    await page.getByRole('checkbox').first().check();
    await button(opened, 'Approve…').click();
    const form = page.getByRole('form', { name: 'Approve' });
    await form.getByText('This counts').waitFor();
    await form.getByRole('textbox').fill('Fits');
    await form.getByRole('button', { name: 'Approve', exact: true }).click();
    await form.getByText('You have not ticked 4 of 6 changes as read.').waitFor();

    await client.write('refunds.escalation.yaml', changed.replace('amount <= 80', 'amount <= 5000'));
    const anyway = form.getByRole('button', { name: 'Approve Anyway' });
    await anyway.click();
    await form.getByText(/The review is about other content .* Review it again\./).waitFor();
    expect(await form.getByRole('textbox').inputValue()).toBe('Fits');
    expect(await opinions(opened)).toEqual([]);

    await client.write('refunds.escalation.yaml', changed);
    await anyway.click();
    await page.getByText('Approved refunds-assistant 3.0.0').waitFor();
    const [approval] = await opinions(opened);
    expect(approval?.review?.read).toHaveLength(2);
    expect(approval?.review?.unread).toHaveLength(4);
    await close(opened);
  });

  it('takes a rejection with a reason, which blocks the release', async () => {
    const opened = await open();
    const { page } = opened;
    await button(opened, 'Reject…').click();
    const form = page.getByRole('form', { name: 'Reject' });
    await form.getByText('This blocks the release.').waitFor();
    await form.getByRole('button', { name: 'Reject' }).click({ force: true });
    expect(await opinions(opened)).toEqual([]);
    await form.getByRole('textbox').fill('Too generous');
    await form.getByRole('button', { name: 'Reject' }).click();
    await page.getByText(`Rejected refunds-assistant 3.0.0 as ${reader}.`).waitFor();
    await expect.poll(() => approvals(opened)).toBe('0 of 2 approvals, rejected');
    expect((await opinions(opened)).at(-1)).toMatchObject({ kind: 'reject', why: 'Too generous' });
    await close(opened);
  });

  it('stops if the text changes under it, until the reader goes on with the new one', async () => {
    const opened = await open();
    const { page, client } = opened;
    await button(opened, 'Approve…').click();
    const form = page.getByRole('form', { name: 'Approve' });
    await form.getByText('This counts').waitFor();
    await form.getByRole('textbox').fill('Fits');
    const edited = changed.replace('amount <= 80', 'amount <= 90');
    await opened.edit('refunds', edited);
    await form.getByText('The rules have changed since you began.').waitFor();
    expect(await form.getByRole('button', { name: 'Approve' }).getAttribute('aria-disabled')).toBe('true');
    await form.getByRole('button', { name: 'Go on with the new text' }).click();
    await form.getByText('This page shows unsaved edits.').waitFor();
    await client.write('refunds.escalation.yaml', edited);
    await form.getByRole('button', { name: 'Close' }).click();
    await opened.approvalsChanged();
    await expect.poll(() => approvals(opened)).toBe('0 of 2 approvals');
    await close(opened);
  });

  it('says what it covers beyond the page, if that compares with another version than the last release', async () => {
    const opened = await open(changed, {
      texts: [{ name: 'refunds', before: refundsBefore.replace('amount <= 50', 'amount <= 70'), after: changed }],
      released: refundsBefore,
    });
    const { page } = opened;
    await button(opened, 'Approve…').click();
    await page.getByText('It covers all changes since release 2.3.0, but this page compares with HEAD.').waitFor();
    await button(opened, 'Compare with 2.3.0').click();
    await expect
      .poll(() => opened.asked.at(-1))
      .toMatchObject({ method: 'compareWithRelease', params: { ruleSet: 'refunds-assistant', version: '2.3.0' } });
    await close(opened);
  });

  it('is refused while the version does not fit the change; a rejection is not', async () => {
    const opened = await open(refundsAfter);
    const { page } = opened;
    await button(opened, 'Approve…').click();
    await page.getByRole('form', { name: 'Approve' }).getByText('"Handrail: Release…" sets the version.').waitFor();
    expect(await page.getByRole('form').getByRole('textbox').count()).toBe(0);
    await button(opened, 'Reject…').click();
    await page.getByRole('form', { name: 'Reject' }).getByText('This blocks the release.').waitFor();
    await close(opened);
  });
});

describe('approving is not offered', () => {
  it('without a governance', async () => {
    const before = ungoverned(refundsBefore);
    const opened = await reviews.open({
      texts: [{ name: 'refunds', before, after: ungoverned(changed) }],
      files: refundsFiles,
      released: before,
    });
    await opened.page.getByText('This rule set has no governance, so its changes need no approvals.').waitFor();
    expect(await button(opened, 'Approve…').count()).toBe(0);
    await close(opened);
  });

  it('for content that is released', async () => {
    const opened = await open(refundsBefore);
    await opened.page.getByText('2.3.0 is already released with this content').waitFor();
    expect(await button(opened, 'Reject…').count()).toBe(0);
    await close(opened);
  });

  it('while a version has errors', async () => {
    const opened = await open(changed.replace('amount <= 80', 'amount <= '));
    await opened.page.getByText('so it cannot decide').waitFor();
    expect(await button(opened, 'Approve…').count()).toBe(0);
    await close(opened);
  });
});
