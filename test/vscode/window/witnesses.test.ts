import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../scripts/host/folders.ts';
import { openWindow, type EditorWindow } from '../../../scripts/host/window.ts';
import { shadowedRuleSet } from '../inside/shadowed-rule.ts';
import { takePicture } from './pictures.ts';
import { cursorPlace, putCursor, simulatorPage } from './simulator-page.ts';

const ruleFile = 'shadowed.escalation.yaml';
const lines = shadowedRuleSet.split('\n');
const lineOf = (text: string) => lines.findIndex(line => line.includes(text)) + 1;
const soon = { timeout: 20_000 };

describe('a rule that two others shadow together', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let window: EditorWindow;

  beforeAll(async () => {
    folder = await temporaryFolder('rules');
    await mkdir(path.join(folder.path, 'rules'));
    await writeFile(path.join(folder.path, 'rules', ruleFile), shadowedRuleSet);
    window = await openWindow({
      folder: path.join(folder.path, 'rules'),
      size: { width: 1600, height: 1000 },
      settings: { 'files.autoSave': 'off', 'editor.minimap.enabled': false },
    });
    await window.page.locator('.explorer-folders-view .monaco-list-row', { hasText: ruleFile }).dblclick();
    await window.editor(ruleFile).locator('.squiggly-error').first().waitFor();
  });

  afterAll(async () => {
    await window?.close();
    await folder?.remove();
  });

  afterEach(({ task }) => takePicture(window, `witness ${task.name}`));

  const lens = (title: string) => window.editor(ruleFile).locator('.codelens-decoration a', { hasText: title });

  it('is faded in the editor', async () => {
    const faded = window.editor(ruleFile).locator('.squiggly-inline-unnecessary', { hasText: 'cheap' });
    await faded.first().waitFor();
    expect(Number(await faded.first().evaluate(element => getComputedStyle(element).opacity))).toBeLessThan(1);
  });

  it('leads to both of them from the problems', async () => {
    await window.command('View: Focus Problems');
    const panel = window.page.locator('.markers-panel');
    await panel.locator('.monaco-list-row', { hasText: 'Never decides' }).first().waitFor();
    for (const id of ['unsure', 'small']) {
      const place = panel.locator('.monaco-list-row', { hasText: `\`${id}\` covers this rule together with others` });
      await place.first().dblclick();
      await expect
        .poll(() => cursorPlace(window), soon)
        .toBe(`Ln ${lineOf(`id: ${id}`)}, Col ${9 + id.length} (${id.length} selected)`);
    }
  });

  it('shows its witness in the simulator with one click', async () => {
    await window.command('View: Toggle Panel Visibility');
    await putCursor(window, ruleFile, lineOf('id: cheap'), 1);
    await lens('Never decides').click();
    const simulator = await simulatorPage(window);
    const chooser = simulator.frame.getByLabel('sample', { exact: true });
    await expect
      .poll(() => chooser.locator('option:checked').allTextContents(), soon)
      .toEqual(['Shadowed rule: cheap@1']);
    expect(await simulator.decision()).toMatch(/, (unsure|small)@1$/);
    const amount = Number(await simulator.frame.getByLabel('amount', { exact: true }).inputValue());
    const confidence = Number(await simulator.frame.getByLabel('confidence', { exact: true }).inputValue());
    expect(amount <= 50 || confidence < 0.5).toBe(true);
    await simulator.frame
      .getByRole('tree')
      .getByRole('treeitem', { name: /cheap@1/ })
      .first()
      .waitFor();
  });

  it('appears among invariants that are proved, or show the input that violates them', async () => {
    await putCursor(window, ruleFile, lineOf('invariants:'), 1);
    await lens('Broken: show an example').waitFor();
    // There is nothing to click.
    await window.editor(ruleFile).locator('.codelens-decoration span', { hasText: 'Proved for all inputs' }).waitFor();
    await lens('Broken: show an example').click();
    const simulator = await simulatorPage(window);
    await expect
      .poll(
        () => simulator.frame.getByLabel('sample', { exact: true }).locator('option:checked').allTextContents(),
        soon,
      )
      .toEqual(['Broken invariant: cheap-waits']);
    await expect.poll(() => simulator.decision(), soon).toBe('continue, small@1');
  });

  it('is whole again once its condition can be reached', async () => {
    const condition = 'amount <= 50 || confidence < 0.5';
    const line = lineOf(condition);
    await putCursor(window, ruleFile, line, (lines[line - 1] ?? '').length + 1);
    for (let i = 0; i < condition.length; i++) await window.page.keyboard.press('Backspace');
    await window.page.keyboard.type('amount > 500');
    await expect.poll(() => lens('Never decides').count(), soon).toBe(0);
    const faded = window.editor(ruleFile).locator('.squiggly-inline-unnecessary');
    await expect.poll(() => faded.count(), soon).toBe(0);
  });
});
