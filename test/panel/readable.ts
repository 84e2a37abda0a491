import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { root } from '../../scripts/host/folders.ts';
import { faintTexts } from './contrast.ts';

/** In pixels: a narrow side bar, half a window, and a whole one. */
const usualWidths = [300, 600, 1100];

/**
 * Expects that the page fits, and that all its texts can be read, at every width. With HANDRAIL_PICTURES=1, writes a screenshot
 * of each width to out/panel.
 */
export async function expectReadable(page: Page, name: string, widths = usualWidths): Promise<void> {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 800 });
    if (process.env['HANDRAIL_PICTURES'] === '1')
      await page.screenshot({ path: path.join(root, 'out/panel', `${name}-${width}.png`), fullPage: true });
    expect(await page.evaluate('document.documentElement.scrollWidth'), `${name}, ${width} px`).toBe(width);
    expect(await faintTexts(page), `${name}, ${width} px`).toEqual([]);
  }
}
