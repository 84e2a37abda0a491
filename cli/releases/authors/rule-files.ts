import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Repository } from '../../versions/repository.ts';
import { filesOutside } from '../outside.ts';
import { pathWithin } from '../repository-folder.ts';
import type { WorkingCopy } from '../working-copy.ts';
import { meaningOf } from './file-meaning.ts';
import { meaningAt, sameMeaning } from './rule-changes.ts';
import { filesOf } from './rule-set-at.ts';

/** A file of a rule set. */
export interface RuleFile {
  /** Path on disk, as the rule set names it. */
  file: string;
  /** Git path, which may contain symbolic links. */
  name: string;
}

/** The rule file, followed by its imports and payload schemas in the repository. Those outside are the responsibility of whoever releases. */
export async function ruleFiles(repository: Repository, copy: WorkingCopy): Promise<RuleFile[]> {
  const outside = await filesOutside(copy);
  const imported = filesOf(copy.project).filter(uri => uri.startsWith('file:'));
  const files = new Set([copy.file, ...imported.map(uri => fileURLToPath(uri))]);
  const found: RuleFile[] = [];
  for (const file of files) {
    const name = outside.includes(file) ? null : await nameIn(repository, file);
    if (name !== null) found.push({ file, name });
  }
  return found;
}

/** The git path of a file, with symbolic links inside the repository not resolved; null if the file is not in the repository. */
async function nameIn(repository: Repository, file: string): Promise<string | null> {
  const root = await realpath(repository.root);
  const parts = file.split(path.sep);
  for (let length = 1; length <= parts.length; length++) {
    const real = await realpath(parts.slice(0, length).join(path.sep) || path.sep).catch(() => null);
    const inside = real === null ? null : pathWithin(root, real);
    if (inside === null) continue;
    return path.posix.join(...inside.split(path.sep), ...parts.slice(length));
  }
  return null;
}

/** Compares a file on disk with a commit, ignoring comments, formatting and the version of a rule file. */
export async function isCommitted(
  repository: Repository,
  { file, name }: RuleFile,
  commit: string,
): Promise<'whole' | 'edited' | 'absent'> {
  const committed = await repository.read({ prefix: `${commit}:`, label: commit }, name);
  if (committed === null) return 'absent';
  const content = await readFile(file);
  if (content.equals(committed)) return 'whole';
  const uri = pathToFileURL(path.join(repository.root, name)).href;
  return sameMeaning(meaningOf(uri, content), await meaningAt(repository, commit, name)) ? 'whole' : 'edited';
}
