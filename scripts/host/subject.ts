import { mkdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { root } from './folders.ts';

/** The extension under test: the source tree, or a package, installed as users install it. */
export type Subject = { kind: 'source' } | { kind: 'package'; vsix: string };

/** The package that `HANDRAIL_VSIX` names, or else the source tree. */
export function subjectFromEnvironment(): Subject {
  const vsix = process.env['HANDRAIL_VSIX'];
  return vsix === undefined || vsix === '' ? { kind: 'source' } : { kind: 'package', vsix };
}

/**
 * Creates a link to the source tree in another folder, and returns its path. VS Code applies any theme below the folder of
 * an extension under development instead of the one in the settings, and the source tree contains the themes of VS Code
 * itself in its cache.
 */
export async function linkToSource(folder: string): Promise<string> {
  const link = path.join(folder, 'handrail');
  await mkdir(folder, { recursive: true });
  await rm(link, { force: true });
  await symlink(root, link, 'junction');
  return link;
}
