import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { temporaryFolder } from '../../../scripts/host/folders.ts';
import { openWindow, type EditorWindow } from '../../../scripts/host/window.ts';
import { takePicture } from './pictures.ts';
import { answer, pick } from './quick-input.ts';
import { simulatorPage } from './simulator-page.ts';

const own = '# Our project\n\nRun the tests before you commit.\n';
const soon = { timeout: 30_000 };

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let window: EditorWindow;

// All tests share a window and its folder, and are one story: each goes on where the one before it ended.
beforeAll(async () => {
  folder = await temporaryFolder('export');
  await mkdir(path.join(folder.path, '.git'));
  await writeFile(path.join(folder.path, '.git/HEAD'), 'ref: refs/heads/main\n');
  await writeFile(path.join(folder.path, 'CLAUDE.md'), own);
  window = await openWindow({
    folder: folder.path,
    theme: 'light',
    size: { width: 1500, height: 950 },
    settings: { 'files.autoSave': 'off', 'editor.minimap.enabled': false },
  });
});

afterAll(async () => {
  await window?.close();
  await folder?.remove();
});

afterEach(({ task }) => takePicture(window, `export ${task.name}`));

const onDisk = (file: string) => readFile(path.join(folder.path, file), 'utf8');
const isOnDisk = (file: string) => existsSync(path.join(folder.path, file));
const list = (title: string) => window.page.locator('.quick-input-widget:visible', { hasText: title });
const row = (text: string) => window.page.locator('.quick-input-list .monaco-list-row:visible', { hasText: text });

/** Opens the list of notifications, which are shown nowhere else while tests run, and waits for one. */
async function notification(text: string): Promise<Locator> {
  await window.command('Notifications: Show Notifications');
  const found = window.page.locator('.notifications-center .notification-list-item', { hasText: text }).first();
  await found.waitFor();
  return found;
}

/** Chooses the targets that are ticked. */
async function chooseTicked(): Promise<void> {
  await list('Export guard').getByRole('button', { name: 'OK' }).click();
}

it('a rule set for Claude Code is complete, tested, and says that it is not in force', async () => {
  await window.command('Handrail: New Rule Set');
  await pick(window, 'For Claude Code (tool calls)');
  await answer(window, 'New Rule Set', 'guard');
  const simulator = await simulatorPage(window);
  expect(await simulator.frame.locator('h1').textContent()).toBe('guard 0.1.0');
  await window.page.locator('.statusbar-item', { hasText: /Handrail: 1\d samples pass/ }).waitFor();
  const offer = await notification('not in force yet');
  await takePicture(window, 'export offered');
  await offer.getByRole('button', { name: 'Export…' }).click();
  await list('Export guard').waitFor();
});

it('the targets that the rule set lists are ticked, each with what it does', async () => {
  await expect.poll(() => row('claude-code · listed under exports').count(), soon).toBe(1);
  await list('the host enforces it').getByText('2 Selected').waitFor();
});

it('the preview says what each file becomes, and nothing is written when it is cancelled', async () => {
  await chooseTicked();
  await row('Write 4 Files').waitFor();
  await expect.poll(() => row('.handrail/gate.mjs').textContent(), soon).toContain('new');
  expect(await row('CLAUDE.md').first().textContent()).toContain('changed');
  await window.page.locator('.tab', { hasText: 'Export guard 0.1.0' }).waitFor();
  await takePicture(window, 'export preview');
  await pick(window, 'Cancel');
  await list('Export guard')
    .waitFor({ state: 'detached' })
    .catch(() => undefined);
  expect(await onDisk('CLAUDE.md')).toBe(own);
  expect(isOnDisk('.handrail')).toBe(false);
});
