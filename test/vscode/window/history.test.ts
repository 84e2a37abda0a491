import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openWindow, type EditorWindow } from '../../../scripts/host/window.ts';
import { refundsBefore, refundsFiles } from '../../panel/review-texts.ts';
import { createRepository, type TestRepository } from '../../../testing/repositories/git-repository.ts';
import { answer, chooseFromMenu } from './quick-input.ts';
import { takePicture } from './pictures.ts';

const ruleFile = 'refunds.escalation.yaml';
const soon = { timeout: 30_000 };

let repository: TestRepository;
let window: EditorWindow;

beforeAll(async () => {
  repository = createRepository();
  repository.git('config', 'user.name', 'Ada Lovelace');
  repository.git('config', 'user.email', 'ada@example.com');
  const text = refundsBefore.replace('{ loosening: 2, other: 1 }', '{ loosening: 1 }');
  repository.commit({
    files: { ...refundsFiles, [ruleFile]: text },
    by: 'Ada',
    at: '2026-03-02T10:00:00Z',
    subject: 'Rules for refunds',
  });
  window = await openWindow({ folder: repository.folder, theme: 'light', size: { width: 1400, height: 900 } });
  await window.open(ruleFile);
  await window.page.locator('.pane-header', { hasText: 'Rule Releases' }).click();
});

afterAll(async () => {
  await window?.close();
  repository?.remove();
});

afterEach(({ task }) => takePicture(window, `history ${task.name}`));

const row = (text: string | RegExp) =>
  window.page.locator('.pane', { hasText: 'Rule Releases' }).locator('.monaco-list-row', { hasText: text }).first();

const question = (title: string) => window.page.locator('.quick-input-widget:visible', { hasText: title });

const picture = (name: string) => takePicture(window, `history ${name}`);

describe('the history of a rule set', () => {
  it('begins with nothing released', async () => {
    await row(/refunds-assistant\s*nothing released yet/).waitFor();
  });

  it('holds what is released, by whom', async () => {
    await window.command('Handrail: Release…');
    await answer(window, 'Release refunds-assistant 2.3.0', 'The first rules');
    await row(/2\.3\.0\s*first release · Ada Lovelace/).waitFor();
    await row(/refunds-assistant\s*2\.3\.0 · log intact/).waitFor();
    const log = await readFile(path.join(repository.folder, 'releases/refunds-assistant/log.jsonl'), 'utf8');
    expect(log).toContain('The first rules');
  });

  it('takes an approval for the next version, and refuses to release without enough of them', async () => {
    const file = path.join(repository.folder, ruleFile);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('amount <= 50', 'amount <= 80').replace('version: 2.3.0', 'version: 3.0.0'));
    repository.commit({ files: {}, by: 'Grace', at: '2026-03-03T10:00:00Z', subject: 'Larger refunds' });
    await window.command('Handrail: Approve…');
    await question('Approve refunds-assistant 3.0.0 as Ada Lovelace <ada@example.com>')
      .getByText('This counts: 1 of 1, which is enough.')
      .waitFor();
    await answer(window, 'Approve refunds-assistant 3.0.0', 'Tried on last week');
    await row(/3\.0\.0\s*1 approval, not released/).waitFor();
    await window.command('Handrail: Release…');
    const checks = question('Release refunds-assistant 3.0.0');
    await checks.getByPlaceholder('Not ready: 1 of 4 checks not passed').waitFor();
    await checks.getByText('Needs 1 more approval').waitFor();
    await checks.getByText('Approval of Ada Lovelace does not count').waitFor();
    await picture('release-checks');
    await window.page.keyboard.press('Escape');
  });

  it('says before anybody types that an approval will not count, and why', async () => {
    const file = path.join(repository.folder, ruleFile);
    await writeFile(file, (await readFile(file, 'utf8')).replace('amount <= 80', 'amount <= 90'));
    repository.git('commit', '--quiet', '-m', 'Even larger refunds', ruleFile);
    await window.command('Handrail: Approve…');
    const asked = question('Approve refunds-assistant 3.0.0');
    await asked.getByText(/This will not count: Ada Lovelace .* made the change \(commit [0-9a-f]{8}\)/).waitFor();
    await picture('approve-own-change');
    await window.page.keyboard.press('Escape');
  });

  it('shows a sample that fails, and opens its file', async () => {
    const samples = path.join(repository.folder, 'wrong.samples.yaml');
    const failing = `samples: 1\nruleset: ./${ruleFile}\ncases:\n  - { name: Wrong, input: {}, expect: { decide: continue } }\n`;
    await writeFile(samples, failing);
    await window.command('Handrail: Release…');
    const checks = question('Release refunds-assistant 3.0.0');
    await checks.getByText('Not every sample passes: wrong.samples.yaml (Wrong)').waitFor();
    await picture('release-sample-fails');
    await checks.getByText('Samples', { exact: false }).first().click();
    await window.page.locator('.tab', { hasText: 'wrong.samples.yaml' }).waitFor();
    await rm(samples);
    await window.open(ruleFile);
  });

  it('keeps the history of a rule file that cannot be read', async () => {
    const file = path.join(repository.folder, ruleFile);
    const text = await readFile(file, 'utf8');
    await writeFile(file, `<<<<<<< HEAD\n${text}`);
    await window.command('Handrail: Refresh Rule Releases');
    await row(/2\.3\.0 · log intact · rule file cannot be read/).waitFor();
    await row(/2\.3\.0\s*first release · Ada Lovelace/).waitFor();
    await picture('unreadable');
    await writeFile(file, text);
    await window.command('Handrail: Refresh Rule Releases');
    await row(/refunds-assistant\s*2\.3\.0 · log intact$/).waitFor();
  });

  it('is compared with the working copy in one click', async () => {
    const released = row(/2\.3\.0\s*first release/);
    await released.hover();
    await released.getByRole('button', { name: 'Compare With This Release' }).click();
    const page = await window.webview('main.review .summary');
    await expect.poll(() => page.locator('.summary .verdict').innerText(), soon).toMatch(/1 loosened/);
    expect(await page.locator('.version-label').first().innerText()).toBe('release 2.3.0');
  });

  it('takes a rejection, too', async () => {
    await window.command('Handrail: Reject…');
    await answer(window, 'Reject refunds-assistant 3.0.0', 'Too generous');
    await row(/3\.0\.0.*1 rejection, not released/).waitFor();
  });

  it('names a rejection to whoever approves', async () => {
    repository.git('config', 'user.name', 'Carol');
    repository.git('config', 'user.email', 'carol@example.com');
    await window.command('Handrail: Approve…');
    const asked = question('Approve refunds-assistant 3.0.0 as Carol <carol@example.com>');
    await asked
      .getByText(/This counts: 1 of 1\. Ada Lovelace rejected it \(Too generous\)\. This rejection blocks/)
      .waitFor();
    await picture('approve-rejected');
    await window.page.keyboard.press('Escape');
    repository.git('config', 'user.name', 'Ada Lovelace');
    repository.git('config', 'user.email', 'ada@example.com');
  });

  it('says which version will be written, and why, before it is', async () => {
    await window.command('Handrail: Refresh Rule Releases');
    const file = path.join(repository.folder, ruleFile);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('version: 3.0.0', 'version: 2.3.0'));
    await window.editor(ruleFile).locator('.view-line', { hasText: 'version: 2.3.0' }).waitFor();
    await window.command('Handrail: Release…');
    const checks = question('Release refunds-assistant 3.0.0');
    await checks.getByText('The file says 2.3.0; 3.0.0 will be written. 2.3.0 is already released').waitFor();
    await checks.getByText('No errors except `version-not-bumped`, `approval-stale`.').waitFor();
    await checks.getByText('Writes 3.0.0 into the file first.').waitFor();
    await picture('release-version');
    await window.page.keyboard.press('Escape');
    await writeFile(file, text);
    await window.editor(ruleFile).locator('.view-line', { hasText: 'version: 3.0.0' }).waitFor();
  });

  it('goes back to an earlier release, with what that undoes', async () => {
    const file = path.join(repository.folder, ruleFile);
    const loose = await readFile(file, 'utf8');
    await writeFile(file, loose.replace('amount <= 90', 'amount <= 40').replace('version: 3.0.0', 'version: 2.4.0'));
    await window.command('Handrail: Release…');
    await answer(window, 'Release refunds-assistant 2.4.0', 'Fewer refunds');
    await row(/2\.4\.0\s*tightened · Ada Lovelace/).waitFor();
    // Otherwise a dialog asks first whether to discard the edits.
    repository.git('commit', '--quiet', '-m', 'Fewer refunds', ruleFile);
    await window.command('Handrail: Roll Back…');
    const choice = question('Roll refunds-assistant back to').locator('.quick-input-list .monaco-list-row');
    await expect.poll(() => choice.allInnerTexts(), soon).toEqual([expect.stringContaining('2.3.0')]);
    await window.page.keyboard.press('Escape');
    await chooseFromMenu(window, '.pane .monaco-list-row', 'first release', 'Roll Back…');
    const asked = question('Roll refunds-assistant back to 2.3.0');
    await asked.getByText(/1 loosened/).waitFor();
    await picture('roll-back');
    await answer(window, 'Roll refunds-assistant back to 2.3.0', 'Too few refunds');
    await row(/rolled back · Ada Lovelace/).waitFor();
    const text = await readFile(file, 'utf8');
    expect(text).toContain('amount <= 50');
    expect(text).not.toContain('version: 2.3.0');
  });

  it('shows the place at which the log was changed', async () => {
    const log = path.join(repository.folder, 'releases/refunds-assistant/log.jsonl');
    const text = await readFile(log, 'utf8');
    await writeFile(log, text.replace('The first rules', 'The best rules!'));
    // In case the editor's file watcher has missed the change.
    await window.command('Handrail: Refresh Rule Releases');
    await row(/This entry was edited/).waitFor();
    await row(/1 fault in its log/).waitFor();
    await writeFile(log, text);
    await window.command('Handrail: Refresh Rule Releases');
    await row(/2\.4\.0 · log intact/).waitFor();
  });
});
