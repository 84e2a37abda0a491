import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newRuleSet } from '../../../client/new-rule-set/template.ts';
import { temporaryFolder } from '../../../scripts/host/folders.ts';
import { openWindow, type EditorWindow } from '../../../scripts/host/window.ts';
import { pick } from './quick-input.ts';
import { cursorPlace, putCursor, simulatorPage } from './simulator-page.ts';

const ruleFile = 'trial.escalation.yaml';
const sampleFile = 'trial.samples.yaml';
const { ruleSet, samples } = newRuleSet('trial');
const lines = ruleSet.split('\n');
/** The one-based line of a text in the sample file. */
const sampleLine = (text: string) => samples.split('\n').findIndex(line => line.includes(text)) + 1;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let window: EditorWindow;

const soon = { timeout: 20_000 };
const status = () => window.page.locator('.statusbar-item', { hasText: /Handrail: .*sample/ });
const statusText = async () => (await status().first().textContent())?.trim() ?? '';
const problems = () => window.page.locator('.markers-panel .monaco-list-row', { hasText: 'sample-fails' });
const lens = (text: string) => window.editor(ruleFile).locator('.codelens-decoration a', { hasText: text });

async function closeSimulator(): Promise<void> {
  const tab = window.page.locator('.tab', { hasText: 'Simulator: trial' });
  await tab.click({ button: 'middle' });
  await tab.waitFor({ state: 'detached' });
}

// All tests share a window, since opening one takes longer than the tests: the first writes the rule set that the others use.
beforeAll(async () => {
  folder = await temporaryFolder('empty');
  // Without rule files, the extension is not active until the command starts it.
  await writeFile(path.join(folder.path, 'README.md'), '# Nothing here yet\n');
  window = await openWindow({ folder: folder.path, settings: { 'files.autoSave': 'off' } });
});

afterAll(async () => {
  await window?.close();
  await folder?.remove();
});

it('a new one is written with samples to an empty folder, complete and without findings, with the simulator beside it', async () => {
  await window.command('Handrail: New Rule Set');
  await pick(window, 'For what an agent tells people');
  const input = window.page.locator('.quick-input-widget .quick-input-box input');
  await input.fill('Trial');
  await window.page.locator('.quick-input-widget', { hasText: 'Lower-case letters' }).waitFor();
  await input.fill('trial');
  await window.page.locator('.quick-input-widget', { hasText: 'Lower-case letters' }).waitFor({ state: 'detached' });
  await input.press('Enter');

  const simulator = await simulatorPage(window);
  expect(await simulator.frame.locator('h1').textContent()).toBe('trial 0.1.0');
  const written = await readFile(path.join(folder.path, sampleFile), 'utf8');
  const cases = [...written.matchAll(/- name: (.+)[^]*?expect: \{ decide: (\w+),.*? rule: ([\w-]+)/g)];
  expect(cases.length).toBeGreaterThan(3);
  for (const [, name = '', decide, rule] of cases) {
    await simulator.chooseSample(name);
    await expect.poll(() => simulator.decision(), soon).toMatch(new RegExp(`^${decide}.*, ${rule}@1$`));
    await simulator.frame.getByText('as the sample expects').waitFor();
  }

  await window.command('Handrail: Check Workspace');
  await window.command('Notifications: Show Notifications');
  const checked = window.page.locator('.notification-list-item', { hasText: 'rule files checked' });
  await checked.waitFor();
  expect(await checked.textContent()).toContain('2 rule files checked: no findings.');
  await window.command('Notifications: Hide Notifications');
  await closeSimulator();
});

describe('its samples', () => {
  it('counts the samples of the workspace in the status bar, and those of each rule above it', async () => {
    await window.open(ruleFile);
    await expect.poll(statusText, soon).toContain('Handrail: 4 samples pass');
    await lens('Samples: 1 passes').first().waitFor();
  });

  it('shows a sample that fails as soon as an unsaved edit makes it fail', async () => {
    const line = lines.findIndex(text => text.includes('when: size(policy_flags) > 0')) + 1;
    await putCursor(window, ruleFile, line, (lines[line - 1] ?? '').length + 1);
    await window.page.keyboard.press('Backspace');
    await window.page.keyboard.type('5');
    await expect.poll(statusText, soon).toContain('Handrail: 1 of 4 samples fails');
    await lens('1 fails').first().waitFor();
    await window.command('View: Focus Problems');
    await problems().first().waitFor();
  });

  it('leads from the status bar to the sample that fails', async () => {
    await status().first().click();
    await window.editor(sampleFile).locator('.squiggly-error').first().waitFor();
    await expect.poll(() => cursorPlace(window), soon).toMatch(`Ln ${sampleLine('rule: policy-flag')}, `);
  });

  it('leads from the lens of a rule to its sample', async () => {
    await window.open(ruleFile);
    await lens('1 fails').first().click();
    await expect.poll(() => cursorPlace(window), soon).toMatch(`Ln ${sampleLine('- name: A legal matter')}, `);
  });

  it('forgets the failure when the edit is undone', async () => {
    await window.open(ruleFile);
    await window.editor(ruleFile).locator('.view-lines').first().click();
    await window.command('Undo');
    await window.command('Undo');
    await expect.poll(statusText, soon).toContain('Handrail: 4 samples pass');
    await expect.poll(() => problems().count(), soon).toBe(0);
  });
});

describe('the rule file', () => {
  it('says in the language status which rule set it is and what was found', async () => {
    const status = window.page.locator('.hover-language-status', { hasText: 'trial 0.1.0' });
    // An open status is not renewed, and the findings of the last edit may come after it.
    const shown = async () => {
      await window.page.keyboard.press('Escape');
      await window.page.locator('.statusbar-item[id="status.languageStatus"]').click();
      await status.waitFor();
      return status.textContent();
    };
    await expect.poll(shown, soon).toMatch(/no findings · Handrail \d+\.\d+\.\d+/);
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
    await closeSimulator();
  });

  it('opens the simulator with the button of its editor', async () => {
    await window.editor(ruleFile).locator('.view-lines').first().click();
    await window.page.locator('.editor-actions a[aria-label^="Open Simulator"]').first().click();
    const simulator = await simulatorPage(window);
    expect(await simulator.decision()).not.toBe('');
    await closeSimulator();
  });

  it('opens the simulator with the keyboard', async () => {
    await window.editor(ruleFile).locator('.view-lines').first().click();
    await window.page.keyboard.press('ControlOrMeta+K');
    await window.page.keyboard.press('v');
    await simulatorPage(window);
  });
});
