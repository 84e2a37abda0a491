import path from 'node:path';
import { root } from '../../../scripts/host/folders.ts';
import type { EditorWindow } from '../../../scripts/host/window.ts';

/** With HANDRAIL_PICTURES=1, writes a screenshot of the end of a test to out/pictures. */
export async function takePicture(window: EditorWindow, of: string): Promise<void> {
  if (process.env['HANDRAIL_PICTURES'] !== '1') return;
  const file = path.join(root, 'out', 'pictures', `${of.replace(/[^a-z]+/gi, '-').toLowerCase()}.png`);
  await window.page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
}
