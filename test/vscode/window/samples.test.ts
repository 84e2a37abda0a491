import { afterAll, beforeAll, expect, it } from 'vitest';
import { newRuleSet } from '../../../client/new-rule-set/template.ts';
import { openWindow, type EditorWindow } from '../../../scripts/host/window.ts';
import { cursorPlace, folderWithRuleSet, putCursor } from './simulator-page.ts';

const ruleFile = 'trial.escalation.yaml';
const sampleFile = 'trial.samples.yaml';
const { ruleSet, samples } = newRuleSet('trial');
const lines = ruleSet.split('\n');
/** The one-based line of a text in the sample file. */
const sampleLine = (text: string) => samples.split('\n').findIndex(line => line.includes(text)) + 1;

let folder: Awaited<ReturnType<typeof folderWithRuleSet>>;
let window: EditorWindow;

const soon = { timeout: 20_000 };
const status = () => window.page.locator('.statusbar-item', { hasText: /Handrail: .*sample/ });
const statusText = async () => (await status().first().textContent())?.trim() ?? '';
const problems = () => window.page.locator('.markers-panel .monaco-list-row', { hasText: 'sample-fails' });
const lens = (text: string) => window.editor(ruleFile).locator('.codelens-decoration a', { hasText: text });

beforeAll(async () => {
  folder = await folderWithRuleSet('trial');
  window = await openWindow({ folder: folder.path, settings: { 'files.autoSave': 'off' } });
  await window.open(ruleFile);
});

afterAll(async () => {
  await window?.close();
  await folder?.remove();
});

it('counts the samples of the workspace in the status bar, and those of each rule above it', async () => {
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
