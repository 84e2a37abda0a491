import type { EditorWindow } from '../host/window.ts';
import type { Scene } from './scene.ts';

const support = 'customer-support/customer-support.escalation.yaml';
const calm = {
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
  'breadcrumbs.enabled': false,
  'editor.occurrencesHighlight': 'off',
};

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
];

/** Nothing on the screen has changed for half a second: notifications are gone, highlights have faded. */
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
