import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyOf, root } from '../../../scripts/host/folders.ts';
import { openWindow, type EditorWindow } from '../../../scripts/host/window.ts';
import { ruleFile } from '../../../scripts/start/rule-file.ts';

let window: EditorWindow;
let examples: { path: string; remove: () => Promise<void> };

beforeAll(async () => {
  examples = await copyOf(path.join(root, 'examples'), 'window');
  window = await openWindow({ folder: examples.path });
});

afterAll(async () => {
  await window?.close();
  await examples?.remove();
});

it('opens a rule file and edits it', async () => {
  const { file } = await ruleFile(null);
  await window.open(file);
  const editor = window.editor(path.posix.basename(file));
  await editor.locator('.view-line').first().click();
  await window.page.keyboard.press('ControlOrMeta+Home');
  await window.page.keyboard.type('# edited\n');
  await expect.poll(() => editor.locator('.view-line').first().textContent()).toContain('edited');
  await window.command('File: Save');
});
