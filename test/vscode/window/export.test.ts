import { execFileSync } from 'node:child_process';
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
    theme: 'dark',
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
  const found = window.page.locator('.notifications-center .notification-list-item', { hasText: text }).first();
  // The list stays closed if it was empty when it was to be shown.
  await expect
    .poll(async () => {
      await window.command('Notifications: Show Notifications');
      return found.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
    }, soon)
    .toBe(true);
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
  await window.page.locator('.tab', { hasText: 'Export guard 0.1.0' }).waitFor({ state: 'detached' });
  expect(await onDisk('CLAUDE.md')).toBe(own);
  expect(isOnDisk('.handrail')).toBe(false);
});

/** Opens the list of targets, in which the listed ones are ticked. */
async function chooseTargets(): Promise<void> {
  await window.command('Notifications: Clear All Notifications');
  // From the editor of the rule set; where there is none, the file is chosen first.
  await window.page.locator('.tab', { hasText: 'guard.escalation.yaml' }).first().click();
  await window.command('Handrail: Export…');
  await list('Export guard').waitFor();
  await list('the host enforces it').getByText('2 Selected').waitFor();
}

it('all files are written, and what was in them stays', async () => {
  await chooseTargets();
  await chooseTicked();
  await pick(window, 'Write 4 Files');
  await notification('Wrote 4 files');
  await takePicture(window, 'export written');
  expect((await onDisk('CLAUDE.md')).startsWith(own)).toBe(true);
  expect(await onDisk('CLAUDE.md')).toContain('handrail:guard begin 0.1.0');
  expect(await onDisk('.claude/settings.json')).toContain('.handrail/gate.mjs');
});

it('the gate that was written denies a force push with its reason, and asks about a push', () => {
  const asked = (command: string) =>
    execFileSync(process.execPath, [path.join(folder.path, '.handrail/gate.mjs'), '--host', 'claude-code'], {
      encoding: 'utf8',
      input: JSON.stringify({
        session_id: 's1',
        hook_event_name: 'PreToolUse',
        tool_name: 'Bash',
        tool_input: { command },
      }),
    });
  expect(asked('git push --force')).toMatch(/"deny".*can overwrite or delete commits/);
  expect(asked('git push')).toMatch(/"ask".*This publishes commits: git push/);
});

it('a second export has nothing to write', async () => {
  await chooseTargets();
  await chooseTicked();
  await notification('Nothing to write');
  await window.command('Notifications: Hide Notifications');
});

it('a file that no export wrote is refused by its name, and nothing is written', async () => {
  await mkdir(path.join(folder.path, '.cursor/rules'), { recursive: true });
  await writeFile(path.join(folder.path, '.cursor/rules/guard.mdc'), 'Mine.\n');
  await chooseTargets();
  for (const target of ['cursor-hooks', 'Cursor rules']) await row(target).locator('.monaco-checkbox').click();
  await chooseTicked();
  await row('.cursor/rules/guard.mdc was not written by an export').waitFor();
  expect(await row('Write').count()).toBe(0);
  await takePicture(window, 'export refused');
  await pick(window, 'Cancel');
  expect(await onDisk('.cursor/rules/guard.mdc')).toBe('Mine.\n');
  expect(isOnDisk('.cursor/hooks.json')).toBe(false);
});

it('another target says on the rules what its host cannot do', async () => {
  const text = await onDisk('guard.escalation.yaml');
  await writeFile(
    path.join(folder.path, 'guard.escalation.yaml'),
    text.replace(/^exports:.*\n/m, '$&  - { to: cursor-hooks }\n'),
  );
  await window.command('Problems: Focus on Problems View');
  const problem = window.page.locator('.markers-panel .monaco-list-row', { hasText: 'host-cannot-ask' });
  await problem.first().waitFor();
  expect(await problem.first().textContent()).toContain('Cursor asks nobody about');
});
