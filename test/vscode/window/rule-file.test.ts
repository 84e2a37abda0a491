import { afterAll, beforeAll, expect, it } from 'vitest';
import { newRuleSet } from '../../../client/new-rule-set/template.ts';
import { openWindow, type EditorWindow } from '../../../scripts/host/window.ts';
import { folderWithRuleSet, putCursor, simulatorPage } from './simulator-page.ts';

const ruleFile = 'trial.escalation.yaml';
const lines = newRuleSet('trial').ruleSet.split('\n');

let folder: Awaited<ReturnType<typeof folderWithRuleSet>>;
let window: EditorWindow;

const soon = { timeout: 15_000 };

beforeAll(async () => {
  folder = await folderWithRuleSet('trial');
  window = await openWindow({ folder: folder.path });
  await window.page.locator('.explorer-folders-view .monaco-list-row', { hasText: ruleFile }).dblclick();
  await window.editor(ruleFile).locator('.view-line').first().waitFor();
});

afterAll(async () => {
  await window?.close();
  await folder?.remove();
});

it('says in the language status which rule set it is and what was found', async () => {
  await window.page.locator('.statusbar-item[id="status.languageStatus"]').click();
  const status = window.page.locator('.hover-language-status', { hasText: 'trial 0.1.0' });
  await status.waitFor();
  expect(await status.textContent()).toMatch(/no findings · Handrail \d+\.\d+\.\d+/);
  await window.page.keyboard.press('Escape');
});

it('leads from a finding to its page', async () => {
  const line = lines.findIndex(text => text.includes('when: confidence <')) + 1;
  const column = (lines[line - 1] ?? '').indexOf('confidence') + 'confidence'.length + 1;
  await putCursor(window, ruleFile, line, column);
  await window.page.keyboard.type('x');
  await window.editor(ruleFile).locator('.squiggly-error').first().waitFor();
  await window.command('View: Focus Problems');
  const code = window.page.locator('.markers-panel a', { hasText: 'undefined-signal' });
  const tab = window.page.locator('.tab', { hasText: 'undefined-signal.md' });
  // The list redraws its rows when findings arrive, and a click at that moment misses.
  const follow = async () => {
    if ((await tab.count()) === 0) await code.click({ modifiers: ['ControlOrMeta'] });
    return tab.count();
  };
  await expect.poll(follow, { timeout: 30_000, interval: 1_000 }).toBe(1);
  const page = await window.webview('h1');
  expect(await page.locator('h1').textContent()).toMatch(/signal/);
  await tab.click({ button: 'middle' });
  await putCursor(window, ruleFile, line, column + 1);
  await window.page.keyboard.press('Backspace');
  await expect.poll(() => window.editor(ruleFile).locator('.squiggly-error').count(), soon).toBe(0);
});

it('opens the simulator from the lens of a rule, at that rule', async () => {
  await putCursor(window, ruleFile, lines.findIndex(text => text.includes('- id: cancellation')) + 1, 1);
  const line = window.editor(ruleFile).locator('.view-line', { hasText: '- id: cancellation' });
  const lenses = window.editor(ruleFile).locator('.codelens-decoration a', { hasText: 'Simulate' });
  await expect.poll(() => lenses.count(), soon).toBeGreaterThan(0);
  const below = (await line.boundingBox())?.y ?? 0;
  const tops = await lenses.evaluateAll(all => all.map(one => one.getBoundingClientRect().y));
  // The lens of a rule is directly above its first line.
  const nearest = tops.reduce((best, top, index) => (top <= below && top > (tops[best] ?? 0) ? index : best), 0);
  await lenses.nth(nearest).click();
  const simulator = await simulatorPage(window);
  await expect
    .poll(() => simulator.frame.locator('.trace .row.active, .at-cursor').allTextContents(), soon)
    .toEqual(expect.arrayContaining([expect.stringContaining('cancellation@1')]));
  await window.page.locator('.tab', { hasText: 'Simulator: trial' }).click({ button: 'middle' });
});

it('opens the simulator with the button of its editor', async () => {
  await window.editor(ruleFile).locator('.view-lines').first().click();
  await window.page.locator('.editor-actions a[aria-label^="Open Simulator"]').first().click();
  const simulator = await simulatorPage(window);
  expect(await simulator.decision()).not.toBe('');
  await window.page.locator('.tab', { hasText: 'Simulator: trial' }).click({ button: 'middle' });
});

it('opens the simulator with the keyboard', async () => {
  await window.editor(ruleFile).locator('.view-lines').first().click();
  await window.page.keyboard.press('ControlOrMeta+K');
  await window.page.keyboard.press('v');
  await simulatorPage(window);
});
