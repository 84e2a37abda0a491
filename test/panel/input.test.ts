import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { refunds, refundSamples } from './refunds.ts';
import { startSimulators, type SimulatorPage, type Simulators } from './simulator-page.ts';

let simulators: Simulators;
beforeAll(async () => {
  simulators = await startSimulators();
});
afterAll(() => simulators.close());

const open = (sample: string, more = {}) =>
  simulators.open({ ruleSet: refunds, samples: refundSamples, sample, ...more });
const close = async ({ page, problems }: SimulatorPage) => {
  expect(problems).toEqual([]);
  await page.context().close();
};
const tab = (page: Page, name: string) => page.getByRole('tab', { name }).click();
const json = async (page: Page): Promise<unknown> => {
  await tab(page, 'JSON');
  const text = await page.getByLabel('Input as JSON').inputValue();
  await tab(page, 'Form');
  return JSON.parse(text) as unknown;
};
const field = (page: Page, name: string) => page.locator('.field', { has: page.getByText(name, { exact: true }) });

it('keeps form and JSON in step, both ways, and all else as it is', async () => {
  const opened = await open('Customer threatens to sue');
  const { page } = opened;
  await tab(page, 'JSON');
  const area = page.getByLabel('Input as JSON');
  await area.fill(
    '{ "confidence": 0.8,   "intent":"refund",\n\n  "amount": 20, "policy_flags": [], "conversation": {"x": [1,2]} }',
  );
  await page.getByText('small-refund@1 decides').waitFor();
  await tab(page, 'Form');
  expect(await page.getByLabel('confidence', { exact: true }).inputValue()).toBe('0.8');
  await page.getByLabel('confidence', { exact: true }).fill('0.3');
  await page.getByLabel('customer.tier', { exact: true }).selectOption('pro');
  await page.getByRole('button', { name: 'legal', exact: true }).click();
  await page.getByText('legal-threat@2 decides').waitFor();
  await tab(page, 'JSON');
  const edited =
    '{ "confidence": 0.3,   "intent":"refund",\n\n  "amount": 20, "policy_flags": ["legal"], "conversation": {"x": [1,2]}';
  expect((await area.inputValue()).startsWith(edited)).toBe(true);
  expect(JSON.parse(await area.inputValue())).toMatchObject({ customer: { tier: 'pro' }, policy_flags: ['legal'] });
  await close(opened);
});

it('keeps the last decision while the JSON has a syntax error, and shows its place', async () => {
  const opened = await open('Small refund');
  const { page } = opened;
  await tab(page, 'JSON');
  await page.getByLabel('Input as JSON').fill('{\n  "confidence": 0.9,\n}');
  await page.getByText('Line 3, column 1').waitFor();
  expect(await page.getByText('Expected a key in double quotes, found "}"').count()).toBe(1);
  expect(await page.getByText('this is the decision on the last valid input').count()).toBe(1);
  expect(await page.locator('.headline').innerText()).toContain('small-refund@1');
  await page.getByRole('button', { name: 'Line 3, column 1' }).click();
  expect(await page.evaluate('[document.activeElement.selectionStart, document.activeElement.selectionEnd]')).toEqual([
    23, 24,
  ]);
  await tab(page, 'Form');
  await page.getByText('These are its last valid values').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  expect(await page.getByText('These are its last valid values').count()).toBe(0);
  await close(opened);
});

it('shows and sets every way in which a signal can be missing', async () => {
  const opened = await open('Customer threatens to sue');
  const { page } = opened;
  const completeness = field(page, 'data_completeness');
  expect(await completeness.innerText()).toContain('stale: 12 min old, at most 5m');
  await completeness.getByLabel('observed').fill('2');
  await completeness.locator('.field-note').waitFor({ state: 'detached' });

  const state = page.getByLabel('State of data_completeness');
  for (const [value, words] of [
    ['null', 'null'],
    ['wrong-type', 'wrong type: "unreadable" is not a number'],
    ['out-of-schema', 'not allowed: 2 is above 1'],
    ['stale', 'stale: 10 min old, at most 5m'],
    ['age-unknown', 'age unknown: quality.measured_at is not given'],
  ] as const) {
    await state.selectOption(value);
    await completeness.locator('.field-note', { hasText: words }).waitFor();
  }
  await state.selectOption('given');
  await completeness.locator('.field-note').waitFor({ state: 'detached' });
  expect(await json(page)).toMatchObject({ data_completeness: 0.5, quality: { measured_at: '2026-03-02T10:00:00Z' } });

  await page.getByLabel('State of intent').selectOption('absent');
  await field(page, 'intent').getByText('required, but not given').waitFor();
  await page.getByLabel('amount', { exact: true }).fill('plenty');
  await field(page, 'amount').getByText('"plenty" is not a number').waitFor();
  await page.getByLabel('amount', { exact: true }).fill('');
  await field(page, 'amount').locator('.field-note').waitFor({ state: 'detached' });
  expect(await json(page)).not.toHaveProperty('amount');
  await close(opened);
});

it('enters every kind of signal', async () => {
  const opened = await open('Small refund');
  const { page } = opened;
  await field(page, 'repeated').getByLabel('true').check();
  await page.getByLabel('waited', { exact: true }).fill('20m');
  await page.getByRole('textbox', { name: 'customer.tags' }).fill('late');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Remove vip' }).click();
  await page.getByLabel('latency_ms, slider', { exact: true }).fill('3000');
  expect(await json(page)).toMatchObject({
    repeated: true,
    waited: '20m',
    customer: { tags: ['late'], tier: 'free' },
    latency_ms: 3000,
  });
  await field(page, 'repeated').getByLabel('not given').check();
  expect(await json(page)).not.toHaveProperty('repeated');
  await close(opened);
});

it('tries out thresholds, durations too, and takes them back', async () => {
  const opened = await open('Slow and unsure');
  const { page } = opened;
  await page.getByText('weak-evidence@1 decides').waitFor();
  await page.getByLabel('max_latency_ms', { exact: true }).fill('6000');
  await page.getByText('No rule covers this case.').waitFor();
  expect(await page.locator('.notes').innerText()).toContain('max_latency_ms = 6,000 instead of 4,000');
  await page.getByLabel('patience', { exact: true }).fill('30m');
  await page.locator('#why-rule-3', { hasText: 'would not fire' }).waitFor();
  await page.getByRole('button', { name: 'Reset thresholds' }).click();
  await page.getByText('weak-evidence@1 decides').waitFor();
  await close(opened);
});

it('goes back to the sample, and saves a new one with time and decision', async () => {
  const opened = await open('Small refund');
  const { page, host } = opened;
  await page.getByLabel('amount', { exact: true }).fill('2000');
  await page.getByText('large-refund@1 decides').waitFor();
  expect(await page.locator('.sample-chooser').innerText()).toContain('edited');
  await page.getByRole('button', { name: 'Reset to the sample' }).click();
  await page.getByText('small-refund@1 decides').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('large-refund@1 decides').waitFor();

  await page.getByRole('button', { name: 'Save as sample' }).click();
  await page.keyboard.type('Small refund');
  await page.getByText('A sample with this name already exists.').waitFor();
  await page.keyboard.type(' grown large');
  await page.keyboard.press('Enter');
  await page.locator('.save-sample').waitFor({ state: 'detached' });
  const saved = host.received.find(message => message.type === 'request' && message.method === 'saveSample');
  expect(saved).toMatchObject({
    params: {
      name: 'Small refund grown large',
      at: '2026-03-02T10:00:00Z',
      input: { amount: 2000 },
      expect: { decide: 'escalate', to: 'support-l1', rule: 'large-refund' },
    },
  });
  await page.getByText('as the sample expects').waitFor();
  expect(await page.getByLabel('sample', { exact: true }).locator('option:checked').innerText()).toBe(
    'Small refund grown large',
  );
  await close(opened);
});

it('saves a sample that expects what the file decides, not what a tried threshold does', async () => {
  const opened = await open('Slow and unsure');
  const { page, host } = opened;
  await page.getByText('weak-evidence@1 decides').waitFor();
  await page.getByLabel('max_latency_ms', { exact: true }).fill('6000');
  await page.getByText('No rule covers this case.').waitFor();
  await page.getByRole('button', { name: 'Save as sample' }).click();
  const note = page.locator('#sample-note');
  expect(await note.innerText()).toBe(
    'Expects: route to supervisor, by weak-evidence. This is the decision with the thresholds of the file; the tried values decide pause.',
  );
  await page.keyboard.type('Slow');
  await page.getByLabel('Expect this version of the rule').check();
  expect(await note.innerText()).toMatch(/^Expects: route to supervisor, by weak-evidence@1\./);
  await page.getByLabel('Name of the sample').press('Enter');
  await page.locator('.save-sample').waitFor({ state: 'detached' });
  const saved = host.received.find(message => message.type === 'request' && message.method === 'saveSample');
  expect(saved).toMatchObject({
    params: { name: 'Slow', expect: { decide: 'route', to: 'supervisor', rule: 'weak-evidence@1' } },
  });
  await close(opened);
});

it('decides at another time', async () => {
  const opened = await open('Small refund');
  const { page } = opened;
  const time = page.getByLabel('Time, RFC 3339');
  await time.fill('2026-03-02 10:30');
  await field(page, 'data_completeness').getByText('32 min old, at most 5m').waitFor();
  await time.fill('2026-02-30 10:30');
  await page.getByText('still deciding at 2 Mar 2026, 10:30 UTC').waitFor();
  await page.getByLabel('at', { exact: true }).selectOption('now');
  await page.locator('#time-note').waitFor({ state: 'detached' });
  await close(opened);
});
