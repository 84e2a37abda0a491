import { readPerson } from '../../../engine/index.ts';
import type { Repository } from '../../versions/repository.ts';

/**
 * The names that the mailmap of a commit gives to people, keyed by the name that it replaces; empty without a commit or a mailmap. The mailmaps of the
 * working tree and of git's configuration are not read: the author of a change must not control who they are.
 */
export async function mappedNames(
  repository: Repository,
  people: readonly string[],
  commit: string | null,
): Promise<Map<string, string>> {
  const named = [...new Set(people)].filter(who => contactOf(who) !== null);
  if (commit === null || named.length === 0 || (await repository.entry(commit, '.mailmap')) === null) return new Map();
  const settings = ['-c', 'mailmap.file=', '-c', `mailmap.blob=${commit}:.mailmap`];
  const contacts = named.map(who => `${contactOf(who) ?? ''}\n`).join('');
  const lines = (await repository.git([...settings, 'check-mailmap', '--stdin'], contacts)).split('\n');
  const mapped = named.map((who, index) => [who, lines[index] ?? ''] as const);
  return new Map(mapped.filter(([who, name]) => name !== '' && name !== contactOf(who)));
}

/** A person in git's notation, `Name <email>`; null if they have no address. */
function contactOf(who: string): string | null {
  const { name, email } = readPerson(who);
  if (email === null || /[<>\n]/.test(`${name}${email}`)) return null;
  return name === '' ? `<${email}>` : `${name} <${email}>`;
}
