import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refunds, refundSamples } from './refunds.ts';
import { exploit, oversight } from './approvals.ts';
import { payments, sanctionedPayment } from './denied.ts';
import { deploy, oldAlerts } from './stale-safety.ts';
import { startSimulators, type Simulators } from './simulator-page.ts';
import { expectReadable } from './readable.ts';
import { themeKinds } from './themes.ts';

let simulators: Simulators;
beforeAll(async () => {
  simulators = await startSimulators();
});
afterAll(() => simulators.close());

describe.each(themeKinds)('%s', theme => {
  it('is readable at any width, and nothing sticks out', async () => {
    const sample = 'Customer threatens to sue';
    const { page, problems } = await simulators.open({ ruleSet: refunds, samples: refundSamples, theme, sample });
    await expectReadable(page, `${theme}-decision`);
    expect(await page.evaluate('document.documentElement.scrollHeight')).toBe(800);
    await page.getByRole('tab', { name: 'Handoff' }).click();
    await page.getByRole('tab', { name: 'JSON' }).click();
    await expectReadable(page, `${theme}-handoff`);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('shows a denied action, which looks different from a stopped task, and the other rules that fired', async () => {
    const sample = sanctionedPayment.name;
    const { page, problems } = await simulators.open({
      ruleSet: payments,
      samples: [sanctionedPayment],
      theme,
      sample,
    });
    const look = async () => {
      const icon = page.locator('.headline .decision-icon');
      const color = await icon.evaluate(element => getComputedStyle(element).color);
      return { color, icon: await icon.getAttribute('class') };
    };
    expect(await page.locator('.headline').innerText()).toMatch(/^DENY\s+decided by\s+sanctioned@1/);
    expect(await page.locator('.note-layers').innerText()).toBe(
      'Also fired: large@1 (escalate to treasury), unchecked@1 (pause, on unknown), huge@1 (escalate to treasury).',
    );
    await expectReadable(page, `${theme}-denied`, [300, 600]);
    const denied = await look();
    await page.getByRole('radio', { name: 'abuse true' }).check({ force: true });
    await page.locator('section.decision-stop').waitFor();
    expect(await page.locator('.note-layers').innerText()).toContain('sanctioned@1 (deny)');
    expect(await page.locator('.note-layers').innerText()).toContain('and 1 other.');
    const stopped = await look();
    expect(stopped.color).not.toBe(denied.color);
    expect(stopped.icon).not.toBe(denied.icon);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('shows how many must approve, who joins, the rounds, and the fallback that the rule replaces', async () => {
    const opened = { ruleSet: oversight, samples: [exploit], theme, sample: exploit.name };
    const { page, problems } = await simulators.open(opened);
    await page.getByRole('tab', { name: 'Handoff' }).click();
    const facts = await page.locator('.handoff dl.facts').first().innerText();
    for (const fact of [
      /approvals\s+2 different people/,
      /joined by\s+duty-manager after 7m30s/,
      /rounds\s+up to 3/,
      /on timeout\s+deny \(by the rule\)/,
      /on rejection\s+stop/,
    ])
      expect(facts).toMatch(fact);
    await expectReadable(page, `${theme}-approvals`, [300, 600]);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('shows a skipped safety rule, a sample that fails and the form that saves one at 300 px', async () => {
    const sample = oldAlerts.name;
    const { page, problems } = await simulators.open({
      ruleSet: deploy,
      samples: [oldAlerts],
      theme,
      width: 300,
      sample,
    });
    await page.getByText('1 safety rule skipped').waitFor();
    await page.getByLabel('calm_load', { exact: true }).fill('0');
    await page.getByRole('button', { name: 'Save as sample' }).click();
    await page.getByText('This is the decision with the thresholds of the file').waitFor();
    // Changes are highlighted for a moment.
    await expect.poll(() => page.locator('.changed').count(), { timeout: 60_000 }).toBe(0);
    await expectReadable(page, `${theme}-skipped`, [300]);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
