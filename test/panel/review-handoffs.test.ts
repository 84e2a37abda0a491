import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { stopAll } from '../server/language-client.ts';
import { expectReadable } from './readable.ts';
import { startReviews, type OpenedReview, type Reviews } from './review-page.ts';
import { themeKinds, type ThemeKind } from './themes.ts';

let reviews: Reviews;
beforeAll(async () => {
  reviews = await startReviews();
});
afterEach(stopAll);
afterAll(() => reviews.close());

const before = `escalation: 2
name: bank
version: 1.0.0
signals:
  topic: { type: string, enum: [fraud, dispute, other], required: true }
targets:
  fraud-desk:
    kind: human
    acknowledgeWithin: 5m
    resolveWithin: 2h
    remindAfter: 2m
    also: { target: observer, after: 3m }
    onTimeout: on-call
    onUnavailable: on-call
    onReject: stop
  disputes-desk: { kind: human, acknowledgeWithin: 20m, onTimeout: on-call }
  observer: { kind: human }
  on-call:
    kind: human
    acknowledgeWithin: 15m
    onTimeout: pause
    hours: { timezone: UTC, days: [mon], from: "09:00", until: "17:00" }
rules:
  - { id: fraud, when: topic == "fraud", decide: escalate, to: fraud-desk, reason: Fraud. }
  - { id: dispute, when: topic == "dispute", decide: escalate, to: disputes-desk, reason: A dispute. }
default: { decide: pause, reason: Nothing else. }
`;
const later = before.replace('acknowledgeWithin: 5m', 'acknowledgeWithin: 15m');

const open = (after: string, looks: { theme?: ThemeKind; width?: number } = {}) =>
  reviews.open({ texts: [{ name: 'bank', before, after }], ...looks });
const close = async ({ page, problems }: OpenedReview) => {
  expect(problems).toEqual([]);
  await page.context().close();
};
const timelines = ({ page }: OpenedReview) => page.getByRole('figure', { name: /^A handoff to .*, before and after$/ });
const lists = async (opened: OpenedReview) =>
  (await timelines(opened).first().locator('.timeline-lists ol').all()).map(async list =>
    (await list.locator('li').allTextContents()).join(' | '),
  );

it('the timeline of an edited deadline is a list for screen readers, in which what changed is said', async () => {
  const opened = await open(later);
  await expect.poll(() => timelines(opened).count()).toBe(1);
  expect(await timelines(opened).getAttribute('aria-label')).toBe(
    'A handoff to fraud-desk if nobody answers, before and after',
  );
  expect(await Promise.all(await lists(opened))).toEqual([
    'asked | +2mreminded | +3mobserver joins | +5mnot taken: on-call, changed | +20mpause',
    'asked | +2mreminded | +3mobserver joins | +15mnot taken: on-call, changed | +30mpause',
  ]);
  await opened.page.getByText('Assumes that on-call is open.').waitFor();
  await close(opened);
});

it('is drawn on one scale: the same time is at the same place before and after', async () => {
  const opened = await open(later);
  await timelines(opened).waitFor();
  const box = async (side: string, name: string) => {
    const held = opened.page.locator(`.lane-${side} .held`, { hasText: name });
    return (await held.boundingBox()) ?? { x: 0, width: 0 };
  };
  const [deskBefore, deskAfter] = [await box('before', 'fraud-desk'), await box('after', 'fraud-desk')];
  expect(deskAfter.x).toBeCloseTo(deskBefore.x, 0);
  expect(deskAfter.width / deskBefore.width).toBeCloseTo(3, 1);
  const [leadBefore, leadAfter] = [await box('before', 'on-call'), await box('after', 'on-call')];
  expect(leadAfter.width).toBeCloseTo(leadBefore.width, 0);
  expect(await opened.page.locator('.scale-note').count()).toBe(0);
  await close(opened);
});

it('in a narrow page, the list is shown instead of the picture', async () => {
  const opened = await open(later, { width: 300 });
  await timelines(opened).getByText('observer joins').first().waitFor();
  expect(await opened.page.locator('.timeline-lanes').isVisible()).toBe(false);
  await opened.page.setViewportSize({ width: 900, height: 800 });
  await expect.poll(() => opened.page.locator('.timeline-lanes').isVisible()).toBe(true);
  expect((await opened.page.locator('.timeline-lists').boundingBox())?.width).toBeLessThan(2);
  await close(opened);
});

it('a change of which no course tells is shown by the ways from each target', async () => {
  const opened = await open(before.replace('onReject: stop', 'onReject: deny'));
  const path = opened.page.getByRole('figure', { name: 'All ways of a handoff to fraud-desk, before and after' });
  await path.waitFor();
  expect(await timelines(opened).count()).toBe(0);
  const changed = path.locator('li', { has: opened.page.locator('.change-mark') }).locator('.path-ways > li');
  const ways = (await changed.allTextContents()).filter(text => text.includes('rejected'));
  expect(ways.map(text => text.replaceAll(/\s+/g, ' ').trim())).toEqual([
    'stop: rejected, changed',
    'deny: rejected, changed',
  ]);
  await close(opened);
});

it('a moved reminder is drawn among the changes without an effect', async () => {
  const opened = await open(before.replace('remindAfter: 2m', 'remindAfter: 4m'));
  await timelines(opened).waitFor();
  expect((await Promise.all(await lists(opened)))[1]).toBe(
    'asked | +3mobserver joins | +4mreminded, changed | +5mnot taken: on-call | +20mpause',
  );
  await close(opened);
});

it('handoffs of rules with fallbacks of their own are drawn apart', async () => {
  const ruled = (text: string) =>
    text.replace(
      'reason: Fraud. }',
      'reason: Fraud. }\n  - { id: late, when: topic == "other", decide: escalate, to: fraud-desk, reason: Late., onTimeout: deny }',
    );
  const opened = await reviews.open({ texts: [{ name: 'bank', before: ruled(before), after: ruled(later) }] });
  await expect
    .poll(() => opened.page.locator('.handoff-change h3').allInnerTexts())
    .toEqual([
      'A handoff to fraud-desk (person) begun by fraud@1',
      'A handoff to fraud-desk (person) begun by late@1, on timeout deny',
    ]);
  await close(opened);
});

it('other handoffs that come to an edited target are named, with their courses', async () => {
  const opened = await open(before.replace('acknowledgeWithin: 15m', 'acknowledgeWithin: 30m'));
  const { page } = opened;
  await page.getByText('2 other handoffs come to on-call').press('Enter');
  const other = page.locator('.other-handoff', { hasText: 'disputes-desk' });
  expect((await other.innerText()).replaceAll(/\s+/g, ' ').trim()).toBe(
    'disputes-desk begun by dispute@1, if nobody answers ' +
      'before asked → +20m not taken: on-call → +35m pause after asked → +20m not taken: on-call → +50m pause',
  );
  await close(opened);
});

it.each(themeKinds)('pictures in %s are readable at any width', async theme => {
  const after = later
    .replace('onTimeout: pause', 'onTimeout: stop')
    .replace('observer, after: 3m', 'on-call, after: 10s');
  const opened = await open(after, { theme });
  await timelines(opened).first().waitFor();
  await opened.page.getByText('Not to scale').first().waitFor();
  for (const summary of await opened.page.locator('.handoff-pictures summary').all()) await summary.click();
  await expectReadable(opened.page, `handoffs-${theme}`);
  await close(opened);
});
