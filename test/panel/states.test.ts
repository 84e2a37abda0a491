import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import { refunds, refundSamples } from './refunds.ts';
import { deploy, oldAlerts } from './stale-safety.ts';
import { ruleFile, startSimulators, type SimulatorPage, type Simulators } from './simulator-page.ts';

let simulators: Simulators;
beforeAll(async () => {
  simulators = await startSimulators();
});
afterAll(() => simulators.close());

const close = async ({ page, problems }: SimulatorPage) => {
  expect(problems).toEqual([]);
  await page.context().close();
};
const position = { line: 3, character: 2 };
const broken = {
  message: 'There is no signal "amonut".',
  errors: 2,
  location: { uri: ruleFile, range: { start: position, end: position } },
};

it('follows the rule file, and keeps its last good version while it is broken', async () => {
  const opened = await simulators.open({ ruleSet: refunds, samples: refundSamples, sample: 'Small refund' });
  const { page, host } = opened;
  host.broken = broken;
  await host.send({ type: 'changed' });
  await page.getByText('Showing the version as of the last valid text: 2 errors').waitFor();
  expect(await page.locator('.headline').innerText()).toContain('small-refund@1');
  expect(await page.locator('.headline').innerText()).toContain('as of the last valid text');
  const bar = page.locator('.message-bar');
  for (const width of [480, 1000]) {
    await page.setViewportSize({ width, height: 450 });
    await page.locator('.row').last().scrollIntoViewIfNeeded();
    const [above, head] = [await bar.boundingBox(), await page.locator('.headline').boundingBox()];
    expect(above?.y).toBeGreaterThanOrEqual(0);
    expect(head?.y).toBeGreaterThanOrEqual((above?.y ?? 0) + (above?.height ?? 0) - 1);
  }
  await page.getByRole('button', { name: /no signal "amonut"/ }).click();
  await expect
    .poll(() => host.received.at(-1))
    .toMatchObject({ method: 'revealLocation', params: { location: broken.location } });

  host.broken = null;
  host.ruleSet = { ...refunds, version: '2.4.0', rules: refunds.rules.filter(({ id }) => id !== 'small-refund') };
  await host.send({ type: 'changed' });
  await page.getByText('No rule covers this case.').waitFor();
  expect(await page.getByText('last valid text').count()).toBe(0);
  expect(await page.locator('h1').innerText()).toContain('2.4.0');
  await close(opened);
});

it('shows the problem if there never was a good version, and continues as soon as there is one', async () => {
  const opened = await simulators.open({ ruleSet: null, broken });
  const { page, host } = opened;
  await page.getByText('refunds.escalation.yaml has 2 errors.').waitFor();
  await page.getByRole('button', { name: 'There is no signal "amonut".' }).click();
  await expect.poll(() => host.received.at(-1)).toMatchObject({ method: 'revealLocation' });
  host.ruleSet = refunds;
  host.broken = null;
  await host.send({ type: 'changed' });
  await page.locator('.headline').waitFor();
  await close(opened);
});

it('explains itself if there is nothing yet', async () => {
  const bare: RuleSet = { escalation: 1, name: 'bare', version: '0.1.0', rules: [] };
  const opened = await simulators.open({ ruleSet: bare });
  const { page, host } = opened;
  expect(await page.locator('.headline').innerText()).toContain('PAUSE');
  await page.getByRole('button', { name: 'How to declare signals' }).click();
  await expect.poll(() => host.received.at(-1)).toMatchObject({ method: 'openReference', params: { page: 'signals' } });
  await page.getByRole('button', { name: 'Create the first from the form' }).click();
  await page.keyboard.type('Nothing is known');
  await page.keyboard.press('Enter');
  await page.getByText('as the sample expects').waitFor();
  await close(opened);
});

it('shows what goes wrong behind it, and recovers', async () => {
  const opened = await simulators.open({ ruleSet: refunds, samples: refundSamples, sample: 'Small refund' });
  const { page, host } = opened;
  host.failure = 'The language server stopped.';
  await page.getByLabel('amount', { exact: true }).fill('2000');
  await page.getByRole('alert').getByText('The language server stopped.').waitFor();
  expect(await page.locator('.headline').innerText()).toContain('small-refund@1');
  host.failure = null;
  await host.send({ type: 'changed' });
  await page.getByText('large-refund@1 decides').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  await close(opened);
});

it('asks one question at a time and ends on the last input', async () => {
  const opened = await simulators.open({ ruleSet: refunds, samples: refundSamples, sample: 'Small refund' });
  const { page, host } = opened;
  const asked = () =>
    host.received.filter(message => message.type === 'request' && message.method === 'simulate').length;
  const before = asked();
  host.held = true;
  for (const amount of ['60', '600', '6000']) await page.getByLabel('amount', { exact: true }).fill(amount);
  expect(asked()).toBe(before + 1);
  host.release();
  await page.getByText('large-refund@1 decides').waitFor();
  expect(asked()).toBe(before + 2);
  await close(opened);
});

it('is after a reload what it was before', async () => {
  const opened = await simulators.open({ ruleSet: refunds, samples: refundSamples });
  const { page } = opened;
  await page.getByLabel('sample', { exact: true }).selectOption({ label: 'Slow and unsure' });
  await page.getByLabel('max_latency_ms', { exact: true }).fill('6000');
  await page.getByLabel('amount', { exact: true }).fill('1');
  await page.getByRole('tab', { name: 'JSON' }).click();
  await page.getByRole('tab', { name: 'Handoff' }).click();
  await page.getByLabel('Input as JSON').press('Control+End');
  await page.keyboard.type(' ,');
  await page.getByText(/after the end of the value/).waitFor();
  await page.reload();
  await page.getByText(/after the end of the value/).waitFor();
  expect(await page.getByRole('tab', { name: 'Handoff' }).getAttribute('aria-selected')).toBe('true');
  expect(await page.getByLabel('sample', { exact: true }).locator('option:checked').innerText()).toBe(
    'Slow and unsure',
  );
  expect(await page.locator('.notes').innerText()).toContain('max_latency_ms = 6,000');
  await close(opened);
});

it('shows the payload with what its schema has against it', async () => {
  const opened = await simulators.open({ ruleSet: refunds, samples: refundSamples, sample: 'Slow and unsure' });
  const { page } = opened;
  await page.getByRole('tab', { name: 'Handoff 1 error' }).click();
  const events = page.locator('.payload-fields > div', { has: page.getByText('events', { exact: true }) });
  expect(await events.locator('.payload-errors').count()).toBe(1);
  await page.getByRole('button', { name: 'Copy the digest of the payload' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(/^[0-9a-f]{64}$/);
  await close(opened);
});

it('marks what changed for a moment', async () => {
  const opened = await simulators.open({
    ruleSet: refunds,
    samples: refundSamples,
    sample: 'Small refund',
    reducedMotion: false,
  });
  const { page } = opened;
  expect(await page.locator('.changed').count()).toBe(0);
  await page.getByLabel('amount', { exact: true }).fill('2000');
  await page.locator('.headline.changed').waitFor();
  await page.locator('#why-rule-1.changed').waitFor();
  await page.locator('.changed').first().waitFor({ state: 'detached' });
  await close(opened);
});

it('shows an input that is in no file under its name, and offers that name for saving', async () => {
  const given = { name: 'Witness: small-refund@1 is shadowed', input: { intent: 'refund', amount: 12 }, at: null };
  const opened = await simulators.open({ ruleSet: refunds, samples: refundSamples, given });
  const { page } = opened;
  const chooser = page.getByLabel('sample', { exact: true });
  await expect.poll(() => chooser.locator('option:checked').innerText()).toBe(given.name);
  expect(await page.getByLabel('amount', { exact: true }).inputValue()).toBe('12');
  await page.getByLabel('amount', { exact: true }).fill('13');
  await page.getByText('edited', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Save as sample' }).click();
  expect(await page.getByLabel('Name of the sample').inputValue()).toBe(given.name);
  await close(opened);
});

it('says that a sample fails, and which rule would have met it but was skipped for a stale signal', async () => {
  const opened = await simulators.open({ ruleSet: deploy, samples: [oldAlerts], sample: oldAlerts.name });
  const { page } = opened;
  await page.getByText('the sample fails (decide: expected "stop", was "continue")').waitFor();
  expect(await page.locator('.headline').innerText()).toContain('1 safety rule skipped');
  const because = 'security.alerts is stale, 30 min old, at most 15m';
  expect(await page.locator('.notes').innerText()).toContain(`alerts@1 was skipped: ${because}.`);
  const row = page.locator('#why-rule-0');
  expect(await row.innerText()).toContain(`skipped: ${because}`);
  expect(await row.locator('.codicon-debug-step-over').count()).toBe(1);
  // With so many rules, only the relevant ones are expanded.
  expect(await page.locator('.rule-row[aria-expanded="true"]').count()).toBe(2);
  expect(await row.getAttribute('aria-expanded')).toBe('true');
  await close(opened);
});
