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
  /** As the rule set names it, on disk. */
  file: string;
  /** Its path in git; symbolic links may be on the way. */
  name: string;
}

/** The rule file, and then all that belongs to it and lies in the repository. Whoever releases the others answers for them. */
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

/** The path of git for a file, symbolic links inside of the repository left as they are; null if it does not lead into the repository. */
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

/** Whether a commit holds what a file says on disk: comments, formatting and the version of a rule file may differ. */
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
