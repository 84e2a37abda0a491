import type { Frame } from 'playwright-core';
import type { EditorWindow } from '../host/window.ts';
import type { Scene } from './scene.ts';

const support = 'customer-support/customer-support.escalation.yaml';
const calm = {
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
  'breadcrumbs.enabled': false,
  'editor.occurrencesHighlight': 'off',
};

const appeals = 'content-moderation/content-appeals.escalation.yaml';
/** A change to review: a longer period for appeals, a different target for some of them, and a pause on timeout. */
const changedAppeals = [
  { file: appeals, from: 'version: 1.1.0', to: 'version: 2.0.0' },
  { file: appeals, from: 'value: 184d', to: 'value: 215d' },
  {
    file: appeals,
    from: '&& !appeal.new_evidence\n    decide: escalate\n    to: appeals-board',
    to: '&& !appeal.new_evidence\n    decide: escalate\n    to: second-review',
  },
  {
    file: appeals,
    from: 'resolveWithin: 72h\n    remindAfter: 12h\n    onTimeout: second-review',
    to: 'resolveWithin: 72h\n    remindAfter: 12h\n    onTimeout: pause',
  },
];

/** Opens a review of the appeals against the last commit. */
async function reviewAppeals(window: EditorWindow): Promise<Frame> {
  await window.command('View: Toggle Primary Side Bar Visibility');
  await window.open(appeals);
  await window.command('Handrail: Compare With…');
  await window.page.locator('.quick-input-list .monaco-list-row', { hasText: 'HEAD' }).first().click();
  const page = await window.webview('main.review .card');
  await page.locator('.card').first().getByRole('grid').waitFor();
  return page;
}

export const scenes: Scene[] = [
  {
    name: 'findings',
    shows: 'a rule file with mistakes: squiggles where they are, and what they mean',
    themes: ['dark', 'light'],
    size: { width: 1280, height: 860 },
    settings: calm,
    edits: [
      { file: support, from: 'caller.role in ["attorney"', to: 'caller.roll in ["attorney"' },
      { file: support, from: '>= thresholds.max_failed_attempts', to: '>= thresholds.max_attempts' },
      { file: support, from: '- "!has(security.alerts)"', to: '- !has(security.alerts)' },
      { file: support, from: 'to: technical-desk\n    payload', to: 'to: technic-desk\n    payload' },
    ],
    arrange: async window => {
      await window.command('View: Toggle Primary Side Bar Visibility');
      await window.command('Problems: Focus on Problems View');
      await window.open(support, 414);
      await window.page.locator('.markers-panel .monaco-list-row', { hasText: 'technic-desk' }).first().waitFor();
      await settled(window);
    },
  },
  {
    name: 'simulator',
    shows: 'the simulator beside the rule file, with a decision and its why',
    themes: ['dark', 'light', 'high-contrast'],
    size: { width: 1500, height: 900 },
    settings: calm,
    simulate: support,
    arrange: async window => {
      const page = await window.webview('section.decision');
      await page
        .getByLabel('sample', { exact: true })
        .selectOption({ label: 'Frustrated, and asks for the fourth time' });
      await page.locator('.decided-by .link', { hasText: 'customer-frustrated-demands-human' }).waitFor();
      await window.command('View: Toggle Primary Side Bar Visibility');
      // The decision's rule, in the editor beside it.
      await page.locator('.decided-by .link').click();
      await window.page.locator('.view-line', { hasText: 'id: customer-frustrated-demands-human' }).waitFor();
      await settled(window);
    },
  },
  {
    name: 'review',
    shows: 'a review of a change: a card for each edit, with what it does in sentences, the map and an example',
    themes: ['dark', 'light'],
    size: { width: 1500, height: 1000 },
    settings: calm,
    repository: true,
    edits: changedAppeals,
    arrange: async window => {
      await reviewAppeals(window);
      await settled(window);
    },
  },
  {
    name: 'review-map',
    shows: 'the map of a difference',
    themes: ['dark', 'light'],
    size: { width: 1500, height: 1000 },
    settings: calm,
    repository: true,
    edits: changedAppeals,
    arrange: async window => {
      const page = await reviewAppeals(window);
      await page.getByRole('grid').first().scrollIntoViewIfNeeded();
      await settled(window);
    },
  },
  {
    name: 'releases',
    shows: 'the history of releases in the explorer, and what the working copy changes since',
    themes: ['dark', 'light'],
    size: { width: 1500, height: 900 },
    settings: calm,
    repository: true,
    handrail: {
      before: [
        ['approve', appeals, '--who', 'legal', '--why', 'As the regulation asks'],
        ['release', appeals, '--why', 'The first rules for appeals'],
      ],
      after: [['approve', appeals, '--who', 'trust-and-safety', '--role', 'product', '--why', 'Longer is kinder']],
    },
    edits: changedAppeals,
    arrange: async window => {
      await window.open(appeals);
      await window.page.locator('.pane-header', { hasText: 'Rule Releases' }).click();
      const row = (text: string) => window.page.locator('.pane .monaco-list-row', { hasText: text }).first();
      await row('1 approval').click();
      await window.page.keyboard.press('ArrowRight');
      // The rows below move when the approval appears.
      await row('trust-and-safety').waitFor();
      await row('first release').hover();
      await row('first release').getByRole('button', { name: 'Compare With This Release' }).click();
      await (await window.webview('main.review .card')).getByRole('grid').first().waitFor();
      await settled(window);
    },
  },
];

/** Waits until nothing on the screen has changed for half a second: notifications are gone, highlights have faded. */
async function settled({ page }: EditorWindow): Promise<void> {
  await page.locator('.notification-toast').waitFor({ state: 'detached' });
  const deadline = Date.now() + 15_000;
  for (let last = '', same = 0; same < 2 && Date.now() < deadline;) {
    const now = (await page.screenshot({ animations: 'disabled', caret: 'hide' })).toString('base64');
    same = now === last ? same + 1 : 0;
    last = now;
    await page.waitForTimeout(250);
  }
}
