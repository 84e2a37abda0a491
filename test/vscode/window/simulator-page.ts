import path from 'node:path';
import { mkdir, writeFile } from 'node:fs/promises';
import type { Frame } from 'playwright-core';
import { newRuleSet } from '../../../client/new-rule-set/template.ts';
import { temporaryFolder } from '../../../scripts/host/folders.ts';
import type { EditorWindow } from '../../../scripts/host/window.ts';

/** A folder to open with one small rule set and its samples. */
export async function folderWithRuleSet(name: string): Promise<{ path: string; remove: () => Promise<void> }> {
  const temporary = await temporaryFolder('rules');
  const folder = path.join(temporary.path, 'rules');
  const { ruleSet, samples } = newRuleSet(name);
  await mkdir(folder);
  await writeFile(path.join(folder, `${name}.escalation.yaml`), ruleSet);
  await writeFile(path.join(folder, `${name}.samples.yaml`), samples);
  return { path: folder, remove: temporary.remove };
}

/** The simulator on the screen, as a person reads and works it. */
export interface SimulatorPage {
  frame: Frame;
  /** `escalate → support, weak-answer@1`; empty while there is none. */
  decision: () => Promise<string>;
  chooseSample: (name: string) => Promise<void>;
  /** Types a value into a signal's field. */
  set: (signal: string, value: string) => Promise<void>;
}

/** The simulator that is on the screen, once it shows a decision. */
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

/** Puts the cursor of the editor that shows the file at a place, counted from one, as the status bar counts it. */
export async function putCursor(window: EditorWindow, file: string, line: number, column: number): Promise<void> {
  await window.editor(file).locator('.view-lines').first().click();
  await window.page.keyboard.press('Control+G');
  const input = window.page.locator('.quick-input-widget:not([style*="display: none"]) .quick-input-box input');
  await input.fill(`:${line}:${column}`);
  await window.page.keyboard.press('Enter');
  await window.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/** Until what is typed goes to the editor that shows the file: the status bar says where its cursor is a moment before. */
export async function typingGoesTo(window: EditorWindow, file: string): Promise<void> {
  await window.editor(file).locator('.monaco-editor.focused').waitFor();
}

/** Where the cursor of the active editor is, as the status bar says it: `Ln 12, Col 3`. */
export async function cursorPlace(window: EditorWindow): Promise<string> {
  const item = window.page.locator('.statusbar-item', { hasText: /^Ln \d+, Col \d+/ });
  return (await item.textContent())?.trim() ?? '';
}

/** Loads the window anew as "Developer: Reload Window" does, which lets the editor keep the state of its webviews. */
export async function reloadWindow({ page, command }: EditorWindow): Promise<void> {
  const loaded = page.waitForEvent('load');
  await command('Developer: Reload Window');
  await loaded;
  await page.locator('.monaco-workbench .part.statusbar .statusbar-item').first().waitFor();
}
