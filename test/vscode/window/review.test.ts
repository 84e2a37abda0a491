import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openWindow, type EditorWindow } from '../../../scripts/host/window.ts';
import { readLog } from '../../../engine/release/read-log.ts';
import { handrail } from '../../../testing/command-line.ts';
import { refundsAfter, refundsBefore, refundsFiles } from '../../panel/review-texts.ts';
import { targets, targetsFile } from '../../server/rule-sets.ts';
import { createRepository, type TestRepository } from '../../../testing/repositories/git-repository.ts';
import { cursorPlace, simulatorPage } from './simulator-page.ts';
import { answer, chooseFromMenu, pick } from './quick-input.ts';
import { takePicture } from './pictures.ts';

const ruleFile = 'refunds.escalation.yaml';
const other = 'other.escalation.yaml';
const otherText = refundsBefore.replace('name: refunds-assistant', 'name: other');
const soon = { timeout: 30_000 };

let repository: TestRepository;
let window: EditorWindow;

beforeAll(async () => {
  repository = createRepository();
  const commit = (subject: string, files: Record<string, string>) =>
    repository.commit({ files, by: 'Ada', at: '2026-03-02T10:00:00Z', subject });
  commit('Rules for refunds', { ...refundsFiles, [ruleFile]: refundsBefore, [other]: otherText });
  commit('Refunds up to 60 need nobody', { [ruleFile]: refundsBefore.replace('amount <= 50', 'amount <= 60') });
  repository.write({ [ruleFile]: refundsAfter });
  window = await openWindow({
    folder: repository.folder,
    theme: 'dark',
    size: { width: 1600, height: 1000 },
    settings: { 'files.autoSave': 'off', 'editor.minimap.enabled': false },
  });
});

afterAll(async () => {
  await window?.close();
  repository?.remove();
});

afterEach(({ task }) => takePicture(window, `review ${task.name}`));

const review = () => window.webview('main.review .pair');
const counts = async () => (await review()).locator('.summary .verdict').innerText();

describe('a rule file compared with the last commit', () => {
  it('shows what the working copy loosens and tightens', async () => {
    await window.open(ruleFile);
    await window.command('Handrail: Compare With…');
    await pick(window, 'HEAD');
    await expect.poll(counts, soon).toMatch(/6 edits\s+2 loosened\s+1 tightened/);
    const card = (await review()).locator('.card').first();
    await card.getByRole('heading', { name: /min_confidence 0.7 → 0.6/ }).waitFor();
    await card.getByRole('grid').waitFor();
    await card.getByRole('button', { name: 'traces before and after' }).click();
    await card.getByRole('tree', { name: /^Before: weak-answer@1 decides/ }).waitFor();
    await card.getByRole('tree', { name: /^After: modest-refund@1 decides/ }).waitFor();
  });

  it('follows the text as it is typed', async () => {
    const editor = window.editor(ruleFile).first();
    await editor.locator('.view-lines').first().click();
    await window.page.keyboard.press('Control+H');
    const find = window.page.locator('.find-widget');
    await find.locator('textarea').first().fill('value: 0.6,');
    await find.locator('textarea').nth(1).fill('value: 0.7,');
    await find.locator('textarea').nth(1).press('Control+Alt+Enter');
    await expect.poll(counts, soon).toMatch(/^\s*5 edits/);
    await window.page.keyboard.press('Escape');
    await editor.locator('.view-lines').first().click();
    await window.page.keyboard.press('Control+Z');
    await expect.poll(counts, soon).toMatch(/6 edits/);
  });

  it('keeps ticks and comments', async () => {
    const page = await review();
    const card = page.locator('.card').first();
    await card.getByRole('button', { name: 'Comment' }).click();
    await card.getByLabel('Comment').fill('Who asked for this?');
    await card.getByRole('checkbox', { name: 'Read' }).check();
    await expect.poll(() => page.locator('.progress').innerText()).toBe('1 of 4 read');
    await card.locator('.comment-text', { hasText: 'Who asked for this?' }).waitFor();
  });

  it('tries the example of a change with the rules as they are, and as they were', async () => {
    const page = await review();
    const card = page.locator('.card').first();
    await card.getByRole('button', { name: /min_confidence/ }).click();
    await card.getByRole('button', { name: 'Try Before the Change' }).click();
    const simulator = await simulatorPage(window);
    await expect.poll(() => simulator.decision(), soon).toBe('route → specialist, weak-answer@1');
    await simulator.frame.getByLabel('version', { exact: true }).selectOption({ label: 'working copy' });
    await expect.poll(() => simulator.decision(), soon).toBe('continue, modest-refund@1');
    // The review is still open.
    await window.page.locator('.tab', { hasText: 'Review: refunds' }).waitFor();
  });

  it('shows both texts side by side at the rule', async () => {
    const page = await review();
    const card = page.locator('.card', { hasText: 'new rule modest-refund@1' });
    await card.getByRole('button', { name: 'Show both texts' }).click();
    await window.page.locator('.tab', { hasText: /refunds \(HEAD [0-9a-f]{7} ↔ working copy\)/ }).waitFor();
    await expect
      .poll(() => cursorPlace(window), soon)
      .toBe(`Ln ${refundsAfter.split('\n').findIndex(line => line.includes('id: modest-refund')) + 1}, Col 5`);
  });

  it('is copied as Markdown for a pull request, with ticks and comments', async () => {
    const page = await review();
    await page.getByRole('button', { name: 'Export the review for a pull request' }).click();
    await pick(window, 'Open as Markdown');
    await window.page.locator('.tab', { hasText: 'Untitled-1' }).waitFor();
    await window.page.locator('.view-line', { hasText: 'Who asked for this?' }).first().waitFor();
    await window.command('View: Revert and Close Editor');
  });

  it('is opened from source control', async () => {
    await window.command('View: Close All Editors');
    await window.command('Source Control: Focus on Changes View');
    await chooseFromMenu(window, '.scm-view .monaco-list-row', ruleFile, 'Compare With…');
    await pick(window, 'HEAD');
    await expect.poll(counts, soon).toMatch(/6 edits\s+2 loosened\s+1 tightened/);
    await window.command('View: Close All Editors');
    await window.command('View: Show Explorer');
  });

  it('compares with an earlier commit, by the name of its message', async () => {
    await chooseFromMenu(window, '.explorer-folders-view .monaco-list-row', ruleFile, 'Compare With…');
    await pick(window, 'Rules for refunds');
    const frame = await window.webview('main.review .version-label:has-text("working copy")');
    await frame.locator('.summary').waitFor();
  });
});

it('all rule sets that a change of a shared file concerns are reviewed together', async () => {
  repository.write({
    [ruleFile]: refundsBefore.replace('amount <= 50', 'amount <= 60'),
    [targetsFile]: targets.replace('onTimeout: specialist', 'onTimeout: pause'),
  });
  await window.command('View: Revert and Close Editor').catch(() => undefined);
  await window.command('View: Close All Editors');
  await window.command('Handrail: Review Changes…');
  await pick(window, 'Uncommitted changes');
  const page = await window.webview('main.review .overview');
  await expect.poll(() => page.locator('.overview-name').allInnerTexts(), soon).toEqual(['other', 'refunds']);
  await page.locator('.summary').waitFor();
  await page.locator('.overview-row', { hasText: 'refunds' }).click();
  await expect.poll(() => page.locator('.pair').getAttribute('aria-label')).toBe('refunds');
});

it('a change is approved where it is read, with what was read and the comments', async () => {
  const commit = (subject: string, files: Record<string, string>) =>
    repository.commit({ files, by: 'Ada', at: '2026-03-03T10:00:00Z', subject });
  const cli = (...args: string[]) => handrail(args, { cwd: repository.folder });
  commit('As before', { [ruleFile]: refundsBefore, [targetsFile]: targets });
  await cli('approve', ruleFile, '--why', 'Fits', '--who', 'Bob <bob@example.com>');
  await cli('release', ruleFile, '--who', 'Ada <ada@example.com>');
  commit('Larger refunds', { [ruleFile]: refundsAfter.replace('version: 2.4.0', 'version: 3.0.0') });
  repository.git('config', 'user.name', 'Grace Hopper');
  repository.git('config', 'user.email', 'grace@example.com');
  await window.command('View: Close All Editors');
  await window.open(ruleFile);
  await window.command('Handrail: Compare With…');
  await pick(window, '2.3.0');
  await expect.poll(counts, soon).toMatch(/2 loosened\s+1 tightened/);
  const page = await review();
  await expect.poll(() => page.locator('.approval-count').innerText(), soon).toBe('0 of 2 approvals');
  const card = page.locator('.card').first();
  await card.getByRole('button', { name: 'Comment' }).click();
  await card.getByLabel('Comment').fill('Agreed with the risk desk.');
  await card.getByRole('checkbox', { name: 'Read' }).check();
  await page.getByRole('button', { name: 'Approve…' }).click();
  const form = page.getByRole('form', { name: 'Approve' });
  await form.getByText('This counts: 1 of 2, 1 more needed').waitFor();
  await form.getByText('Kept with it: 2 of 6 changes read, 1 comment.').waitFor();
  await form.getByRole('textbox').fill('Fits policy 4.2');
  await form.getByRole('button', { name: 'Approve', exact: true }).click();
  await form.getByRole('button', { name: 'Approve Anyway' }).click();
  await page.getByText('Approved refunds-assistant 3.0.0 as Grace Hopper <grace@example.com>.').waitFor();
  await expect.poll(() => page.locator('.approval-count').innerText(), soon).toBe('1 of 2 approvals');

  const log = readLog(await readFile(path.join(repository.folder, 'releases/refunds-assistant/log.jsonl'), 'utf8'));
  expect(log.at(-1)).toMatchObject({
    kind: 'approve',
    who: 'Grace Hopper <grace@example.com>',
    why: 'Fits policy 4.2',
    review: {
      before: log.find(({ kind }) => kind === 'release')?.digest,
      read: [expect.any(String), expect.any(String)],
      comments: [{ comment: 'Agreed with the risk desk.' }],
    },
  });
  expect(log.at(-1)?.review?.unread).toHaveLength(4);

  await window.page.locator('.pane-header', { hasText: 'Rule Releases' }).click();
  const row = (text: string | RegExp) =>
    window.page.locator('.pane', { hasText: 'Rule Releases' }).locator('.monaco-list-row', { hasText: text }).first();
  await row(/3\.0\.0\s*1 approval, not released/).click();
  await row(/Grace Hopper\s*approved · .* · read 2 of 6 changes/).click();
  await row(/Agreed with the risk desk\.\s*on threshold min_confidence/).waitFor();
});

it('a review of two commits says that only the working copy can be approved', async () => {
  await window.command('View: Close All Editors');
  await window.command('Handrail: Review Changes…');
  await pick(window, 'Another range…');
  await answer(window, 'Review changes', 'HEAD~1..HEAD');
  const page = await review();
  await page
    .getByText(/^HEAD [0-9a-f]{7} is not the working copy, which alone can be approved or rejected\./)
    .waitFor();
  expect(await page.getByRole('button', { name: 'Approve…' }).count()).toBe(0);
});
