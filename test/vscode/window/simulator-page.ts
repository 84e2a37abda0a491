import path from 'node:path';
import { mkdir, writeFile } from 'node:fs/promises';
import type { Frame } from 'playwright-core';
import { newRuleSet } from '../../../client/new-rule-set/template.ts';
import { temporaryFolder } from '../../../scripts/host/folders.ts';
import type { EditorWindow } from '../../../scripts/host/window.ts';

/** A folder with a small rule set and its samples. */
export async function folderWithRuleSet(name: string): Promise<{ path: string; remove: () => Promise<void> }> {
  const temporary = await temporaryFolder('rules');
  const folder = path.join(temporary.path, 'rules');
  const { ruleSet, samples } = newRuleSet(name);
  await mkdir(folder);
  await writeFile(path.join(folder, `${name}.escalation.yaml`), ruleSet);
  await writeFile(path.join(folder, `${name}.samples.yaml`), samples);
  return { path: folder, remove: temporary.remove };
}

/** The simulator on the screen, operated as by a person. */
export interface SimulatorPage {
  frame: Frame;
  /** The decision: `escalate → support, weak-answer@1`; empty while there is none. */
  decision: () => Promise<string>;
  chooseSample: (name: string) => Promise<void>;
  /** Types a value into a signal's field. */
  set: (signal: string, value: string) => Promise<void>;
}

/** Waits until the simulator shows a decision, and returns it. */
export async function simulatorPage(window: EditorWindow): Promise<SimulatorPage> {
  const frame = await window.webview('section.decision');
  return {
    frame,
    decision: async () => {
      const verb = await frame.locator('.outcome .verb').textContent();
      const to = await frame.locator('.outcome .link').allTextContents();
      const rule = (await frame.locator('.decided-by .link').textContent())?.trim();
      return `${[verb, ...to].join(' → ')}, ${rule}`;
    },
    chooseSample: async name => {
      await frame.getByLabel('sample', { exact: true }).selectOption({ label: name });
    },
    set: async (signal, value) => {
      await frame.getByLabel(signal, { exact: true }).fill(value);
    },
  };
}

/** Moves the cursor in the editor of a file. Line and column are one-based, as in the status bar. */
export async function putCursor(window: EditorWindow, file: string, line: number, column: number): Promise<void> {
  await window.editor(file).locator('.view-lines').first().click();
  await window.page.keyboard.press('Control+G');
  const input = window.page.locator('.quick-input-widget:not([style*="display: none"]) .quick-input-box input');
  await input.fill(`:${line}:${column}`);
  await window.page.keyboard.press('Enter');
  await window.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/** Waits until the editor of the file receives keys; the status bar shows its cursor a moment before. */
export async function typingGoesTo(window: EditorWindow, file: string): Promise<void> {
  await window.editor(file).locator('.monaco-editor.focused').waitFor();
}

const cursor = /^Ln \d+, Col \d+/;

/**
 * Makes a page the active editor, as a click into it does. VS Code learns of it a moment after the click; an editor that a link of the page opens meanwhile would be
 * active only until then.
 */
export async function activatePage(window: EditorWindow, frame: Frame): Promise<void> {
  await frame.locator('h1').first().click();
  await window.page.locator('.statusbar-item', { hasText: cursor }).waitFor({ state: 'hidden' });
}

/** The cursor position of the active editor, as in the status bar: `Ln 12, Col 3`. */
export async function cursorPlace(window: EditorWindow): Promise<string> {
  const item = window.page.locator('.statusbar-item', { hasText: cursor });
  return (await item.isVisible()) ? ((await item.textContent())?.trim() ?? '') : '';
}

/** Reloads the window like "Developer: Reload Window", so that the editor keeps the state of its webviews. */
export async function reloadWindow({ page, command }: EditorWindow): Promise<void> {
  const loaded = page.waitForEvent('load');
  await command('Developer: Reload Window');
  await loaded;
  await page.locator('.monaco-workbench .part.statusbar .statusbar-item').first().waitFor();
}
