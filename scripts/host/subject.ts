import { mkdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { root } from './folders.ts';

/** The extension under test: the source tree, or a packaged one, installed as users install it. */
export type Subject = { kind: 'source' } | { kind: 'package'; vsix: string };

/** `HANDRAIL_VSIX` names the package to run; without it the source tree runs. */
export function subjectFromEnvironment(): Subject {
  const vsix = process.env['HANDRAIL_VSIX'];
  return vsix === undefined || vsix === '' ? { kind: 'source' } : { kind: 'package', vsix };
}

/**
 * The source tree as VS Code is to see it: a link in a folder outside of it. VS Code takes every theme below the folder
 * of an extension under development for that extension's, and puts it on in place of the theme in the settings; and
 * VS Code itself, themes and all, is kept in the cache inside the source tree.
 */
export async function linkToSource(folder: string): Promise<string> {
  const link = path.join(folder, 'handrail');
  await mkdir(folder, { recursive: true });
  await rm(link, { force: true });
  await symlink(root, link, 'junction');
  return link;
}
