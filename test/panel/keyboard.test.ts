import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { refunds, refundSamples } from './refunds.ts';
import { startSimulators, type SimulatorPage, type Simulators } from './simulator-page.ts';

let simulators: Simulators;
beforeAll(async () => {
  simulators = await startSimulators();
});
afterAll(() => simulators.close());

/** The accessible name and the role or tag of the focused element. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    const element = document.activeElement;
    const name = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent;
    return (element.getAttribute('role') ?? element.tagName.toLowerCase()) + ' ' + name.trim();
  })()`);

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, where: string): Promise<void> {
  for (let i = 0; i < 80; i++) {
    if ((await focused(page)) === where) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to "${where}"; it ended on "${await focused(page)}".`);
}

const headline = (page: Page) => page.locator('.headline').innerText();
const open = (sample: string) => simulators.open({ ruleSet: refunds, samples: refundSamples, sample });
const close = async ({ page, problems }: SimulatorPage) => {
  expect(problems).toEqual([]);
  await page.context().close();
};

it('changes confidence and sees another rule decide, without a mouse', async () => {
  const opened = await open('Small refund');
  const { page } = opened;
  expect(await headline(page)).toContain('CONTINUE');
  expect(await headline(page)).toContain('small-refund@1');
  await tabTo(page, 'input confidence');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('0.4');
  await page.getByText('unsure@1 decides').waitFor();
  expect(await headline(page)).toContain('STOP');
  expect(await headline(page)).toContain('unsure@1');
  expect(await page.locator('[role=status]', { hasText: 'Decision: stop, by unsure@1.' }).count()).toBe(1);

  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('input confidence, slider');
  for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowRight');
  await page.getByText('small-refund@1 decides').waitFor();
  expect(await page.getByLabel('confidence', { exact: true }).inputValue()).toBe('0.52');

  await page.keyboard.press('Control+Z');
  await page.getByText('unsure@1 decides').waitFor();
  expect(await page.getByLabel('confidence', { exact: true }).inputValue()).toBe('0.4');
  await page.keyboard.press('Control+Y');
  await page.getByText('small-refund@1 decides').waitFor();
  await close(opened);
});

it('walks the tree of reasons with arrows, marks each place in the editor and reveals it with Enter', async () => {
  const opened = await open('Small refund');
  const { page, host } = opened;
  await tabTo(page, 'tree Why: rules and their conditions');
  await expect.poll(() => host.received.at(-1)).toEqual({ type: 'highlight', place: { rule: 5 } });
  await page.keyboard.press('ArrowDown');
  await expect
    .poll(() => host.received.at(-1))
    .toMatchObject({ type: 'highlight', place: { span: { path: ['rules', 5, 'when'] } } });
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  expect(await page.locator('#why-rule-0').getAttribute('aria-expanded')).toBe('false');
  await page.keyboard.press('Enter');
  await expect.poll(() => host.received.at(-1)).toMatchObject({ method: 'reveal', params: { rule: 0 } });
  const active = await page.locator('[role=tree]').getAttribute('aria-activedescendant');
  expect(active).toBe('why-rule-0');
  await page.keyboard.press('Tab');
  await expect.poll(() => host.received.at(-1)).toEqual({ type: 'highlight', place: null });
  await close(opened);
});

it('selects tabs with arrows and leaves them with Tab', async () => {
  const opened = await open('Small refund');
  const { page } = opened;
  await tabTo(page, 'tab Form');
  await page.keyboard.press('ArrowRight');
  expect(await focused(page)).toBe('tab JSON');
  expect(await page.getByRole('tab', { name: 'JSON' }).getAttribute('aria-selected')).toBe('true');
  await tabTo(page, 'textarea Input as JSON');
  await page.keyboard.press('Tab');
  expect(await focused(page)).not.toContain('textarea');
  await tabTo(page, 'tab Why');
  await page.keyboard.press('End');
  expect(await focused(page)).toBe('tab Handoff');
  await close(opened);
});

it('can be traversed with only Tab, and each stop has a name and a visible focus', async () => {
  const opened = await open('Customer threatens to sue');
  const { page } = opened;
  const seen: string[] = [];
  for (let i = 0; i < 150; i++) {
    await page.keyboard.press('Tab');
    const where = await focused(page);
    if (where.startsWith('body')) break;
    const visible = await page.evaluate(`(() => {
      for (let at = document.activeElement; at && at !== document.body; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) return true;
      }
      return document.activeElement.getAttribute('role') === 'tree' && document.querySelector('.row.active') !== null;
    })()`);
    expect(visible, where).toBe(true);
    expect(where.split(' ').slice(1).join(' ').trim(), where).not.toBe('');
    seen.push(where);
  }
  expect(seen.length).toBeGreaterThan(40);
  expect(seen.length).toBeLessThan(150);
  await close(opened);
});
