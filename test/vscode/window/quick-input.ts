import type { EditorWindow } from '../../../scripts/host/window.ts';

/** Chooses an entry of the open list. Earlier lists stay in the page, hidden. */
export async function pick({ page }: EditorWindow, text: string): Promise<void> {
  await page.locator('.quick-input-list .monaco-list-row:visible', { hasText: text }).first().click();
}

/** Answers the question with this title, once it appears: the palette may be open for a moment longer. */
export async function answer({ page }: EditorWindow, title: string, text: string): Promise<void> {
  const input = page.locator('.quick-input-widget:visible', { hasText: title }).locator('.quick-input-box input');
  await input.fill(text);
  await input.press('Enter');
}

/** Chooses an entry from the menu of a row. A menu ignores clicks just after it opens, so that the opening click chooses nothing. */
export async function chooseFromMenu({ page }: EditorWindow, row: string, text: string, name: string): Promise<void> {
  await page.locator(row, { hasText: text }).click({ button: 'right' });
  const item = page.locator('.context-view .action-item', { hasText: name });
  for (let tries = 0; tries < 5; tries++) {
    await item.click();
    const gone = await item.waitFor({ state: 'detached', timeout: 2_000 }).then(
      () => true,
      () => false,
    );
    if (gone) return;
  }
  throw new Error(`The menu stays open after a click on ${name}.`);
}
