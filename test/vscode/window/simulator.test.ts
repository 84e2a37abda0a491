import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { newRuleSet } from '../../../client/new-rule-set/template.ts';
import { openWindow, type EditorWindow } from '../../../scripts/host/window.ts';
import {
  activatePage,
  cursorPlace,
  folderWithRuleSet,
  putCursor,
  reloadWindow,
  simulatorPage,
  typingGoesTo,
  type SimulatorPage,
} from './simulator-page.ts';

const ruleFile = 'trial.escalation.yaml';
const sampleFile = 'trial.samples.yaml';
const lines = newRuleSet('trial').ruleSet.split('\n');
/** The one-based line and column of a text in the original rule file. */
function placeOf(text: string): { line: number; column: number } {
  const line = lines.findIndex(one => one.includes(text));
  return { line: line + 1, column: (lines[line] ?? '').indexOf(text) + 1 };
}

let folder: Awaited<ReturnType<typeof folderWithRuleSet>>;
let window: EditorWindow;
let simulator: SimulatorPage;

/** The page shows the effect of an action with a short delay. */
const soon = { timeout: 15_000 };
const decides = (decision: string) => expect.poll(() => simulator.decision(), soon).toBe(decision);

async function closeTab(tab: Locator): Promise<void> {
  await tab.click({ button: 'middle' });
  await tab.waitFor({ state: 'detached' });
}

beforeAll(async () => {
  folder = await folderWithRuleSet('trial');
  window = await openWindow({
    folder: folder.path,
    env: { HANDRAIL_OPEN: ruleFile },
    // In a browser, VS Code saves automatically after a second.
    settings: { 'files.autoSave': 'off' },
  });
});

afterAll(async () => {
  await window?.close();
  await folder?.remove();
});

beforeEach(async () => {
  simulator = await simulatorPage(window);
});

it('opens beside the rule file that HANDRAIL_OPEN names', async () => {
  const editor = await window.editor(ruleFile).boundingBox();
  const tab = await window.page.locator('.tab', { hasText: 'Simulator: trial' }).boundingBox();
  expect(editor?.x).toBeLessThan(tab?.x ?? 0);
  expect(await simulator.frame.locator('h1').textContent()).toBe('trial 0.1.0');
});

it('changes from one rule to another when a signal changes', async () => {
  await simulator.chooseSample('A sure answer goes out');
  await decides('continue, sound-answer@1');
  await simulator.set('confidence', '0.64');
  await decides('escalate → support, weak-answer@1');
  await simulator.set('confidence', '0.7');
  await decides('continue, sound-answer@1');
});

it('follows the rule file as it is typed, without saving', async () => {
  await simulator.chooseSample('A sure answer goes out');
  await simulator.set('confidence', '0.75');
  await decides('continue, sound-answer@1');
  const value = placeOf('value: 0.7');
  await putCursor(window, ruleFile, value.line, value.column + 'value: 0.7'.length);
  await window.page.keyboard.type('9');
  await decides('escalate → support, weak-answer@1');
  await window.page.locator(`.tab.dirty[data-resource-name="${ruleFile}"]`).waitFor();
  expect(await readFile(path.join(folder.path, ruleFile), 'utf8')).toBe(lines.join('\n'));
  await window.page.keyboard.press('Backspace');
  await decides('continue, sound-answer@1');
});

it('keeps the last good version while the file is broken, and leads to the error', async () => {
  await simulator.chooseSample('A sure answer goes out');
  await decides('continue, sound-answer@1');
  const name = placeOf('confidence >= thresholds');
  await putCursor(window, ruleFile, name.line, name.column + 'confidence'.length);
  await window.page.keyboard.type('x');
  const bar = simulator.frame.getByText('Showing the version as of the last valid text');
  await bar.waitFor();
  await decides('continue, sound-answer@1');
  await putCursor(window, ruleFile, 1, 1);
  await activatePage(window, simulator.frame);
  await simulator.frame.getByRole('button', { name: /confidencex/ }).click();
  await expect.poll(() => cursorPlace(window), soon).toBe(`Ln ${name.line}, Col ${name.column}`);
  await typingGoesTo(window, ruleFile);
  await window.page.keyboard.press('Control+ArrowRight');
  await window.page.keyboard.press('Backspace');
  await bar.waitFor({ state: 'detached' });
});

it('leads from the decision to its rule', async () => {
  await simulator.chooseSample('An unsure answer goes to a person');
  await decides('escalate → support, weak-answer@1');
  await activatePage(window, simulator.frame);
  await simulator.frame.locator('.decided-by .link').click();
  await expect.poll(() => cursorPlace(window), soon).toMatch(new RegExp(`^Ln ${placeOf('- id: weak-answer').line}, `));
  expect(await window.editor(ruleFile).locator('.view-line', { hasText: 'weak-answer' }).isVisible()).toBe(true);
});

it('marks in the editor what the pointer is on, and only while it is', async () => {
  await putCursor(window, ruleFile, 1, 1);
  const marked = window.editor(ruleFile).locator('.view-overlays [class*="ced-"]');
  const without = await marked.count();
  await simulator.frame.locator('.top-bar').hover();
  await simulator.frame.getByTitle('Show confidence in the rule file').hover();
  await expect.poll(() => marked.count(), soon).toBeGreaterThan(without);
  await simulator.frame.locator('h1').hover();
  await expect.poll(() => marked.count(), soon).toBe(without);
});

it('marks the rule that the cursor of the editor is in', async () => {
  const rule = placeOf('- id: cancellation');
  await putCursor(window, ruleFile, rule.line + 1, 5);
  const at = simulator.frame.locator('.at-cursor');
  await expect.poll(() => at.textContent(), soon).toContain('cancellation@1');
  await putCursor(window, ruleFile, 1, 1);
  await at.waitFor({ state: 'detached' });
});

it('can be used with only the keyboard', async () => {
  await simulator.chooseSample('A sure answer goes out');
  await decides('continue, sound-answer@1');
  await putCursor(window, ruleFile, 1, 1);
  const { keyboard } = window.page;
  await keyboard.press('ControlOrMeta+2');
  const focused = () => simulator.frame.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
  await expect.poll(() => simulator.frame.evaluate(() => document.hasFocus()), soon).toBe(true);
  for (let presses = 0; (await focused()) !== 'confidence, slider'; presses++) {
    expect(presses, 'the slider is reached with Tab').toBeLessThan(40);
    await keyboard.press('Tab');
  }
  await keyboard.press('Home');
  await decides('escalate → support, weak-answer@1');
  await keyboard.press('End');
  await decides('continue, sound-answer@1');
});

it('saves an input as a sample, into the file of the samples', async () => {
  await simulator.chooseSample('A sure answer goes out');
  await simulator.set('confidence', '0.41');
  await decides('escalate → support, weak-answer@1');
  await simulator.frame.getByRole('button', { name: 'Save as sample' }).click();
  await simulator.frame.getByLabel('Name of the sample').fill('Hardly more than a guess');
  await simulator.frame.getByRole('button', { name: 'Save', exact: true }).click();
  const samples = window.page.locator(`.tab[data-resource-name="${sampleFile}"]`);
  await samples.waitFor();
  await expect
    .poll(() => readFile(path.join(folder.path, sampleFile), 'utf8'), soon)
    .toMatch(/name: Hardly more than a guess[^]*confidence: 0\.41[^]*decide: escalate/);
  await expect.poll(() => simulator.frame.getByLabel('sample', { exact: true }).inputValue(), soon).toContain('Hardly');
  await window.editor(sampleFile).locator('.view-line', { hasText: 'Hardly' }).waitFor();
  await closeTab(samples);
});

it('goes on after the language server was started again', async () => {
  await simulator.chooseSample('A sure answer goes out');
  await decides('continue, sound-answer@1');
  await window.command('Handrail: Restart Language Server');
  await simulator.set('confidence', '0.5');
  await decides('escalate → support, weak-answer@1');
});

it('keeps its input when it is hidden, and when the window is reloaded', async () => {
  await simulator.chooseSample('A sure answer goes out');
  await simulator.set('confidence', '0.61');
  await decides('escalate → support, weak-answer@1');
  await window.page.locator('.tab', { hasText: 'Simulator: trial' }).click();
  // A file takes the place of the simulator in its group; while the page is hidden, it is unloaded.
  await window.open(sampleFile);
  await window.page.locator('.tab:not(.active)', { hasText: 'Simulator: trial' }).waitFor();
  await closeTab(window.page.locator('.tab.active', { hasText: sampleFile }));
  simulator = await simulatorPage(window);
  await decides('escalate → support, weak-answer@1');
  await reloadWindow(window);
  simulator = await simulatorPage(window);
  await decides('escalate → support, weak-answer@1');
  expect(await simulator.frame.getByLabel('confidence', { exact: true }).inputValue()).toBe('0.61');
  expect(await window.page.locator('.tab', { hasText: 'Simulator: trial' }).count()).toBe(1);
});

it('is restored when a browser reloads its page, which does not keep the input', async () => {
  await window.reload();
  simulator = await simulatorPage(window);
  expect(await simulator.frame.locator('h1').textContent()).toBe('trial 0.1.0');
});

it('changes its look with the theme', async () => {
  const background = () => simulator.frame.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const kind = () => simulator.frame.evaluate(() => document.body.className);
  expect(await kind()).toContain('vscode-dark');
  const dark = await background();
  await window.command('Preferences: Toggle between Light/Dark Themes');
  await expect.poll(kind, soon).toContain('vscode-light');
  await expect.poll(background, soon).not.toBe(dark);
});
