import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { temporaryFolder } from '../../../scripts/host/folders.ts';
import { openWindow, type EditorWindow } from '../../../scripts/host/window.ts';
import { simulatorPage } from './simulator-page.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let window: EditorWindow;

const soon = { timeout: 15_000 };

beforeAll(async () => {
  folder = await temporaryFolder('empty');
  // Without rule files, the extension is not active until the command starts it.
  await writeFile(path.join(folder.path, 'README.md'), '# Nothing here yet\n');
  window = await openWindow({ folder: folder.path });
});

afterAll(async () => {
  await window?.close();
  await folder?.remove();
});

it('is written with samples to an empty folder, complete and without findings, with the simulator beside it', async () => {
  await window.command('Handrail: New Rule Set');
  const input = window.page.locator('.quick-input-widget .quick-input-box input');
  await input.fill('Refunds Assistant');
  await window.page.locator('.quick-input-widget', { hasText: 'Lower-case letters' }).waitFor();
  await input.fill('refunds-assistant');
  await window.page.locator('.quick-input-widget', { hasText: 'Lower-case letters' }).waitFor({ state: 'detached' });
  await input.press('Enter');

  const simulator = await simulatorPage(window);
  expect(await simulator.frame.locator('h1').textContent()).toBe('refunds-assistant 0.1.0');
  const samples = await readFile(path.join(folder.path, 'refunds-assistant.samples.yaml'), 'utf8');
  const cases = [...samples.matchAll(/- name: (.+)[^]*?expect: \{ decide: (\w+),.*? rule: ([\w-]+)/g)];
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
});
