import { readPerson } from '../../../engine/index.ts';
import type { Repository } from '../../versions/repository.ts';

/**
 * The names that the mailmap of a commit gives to people, by those that it gives another; nobody without a commit, or without a mailmap. Those of the
 * working tree and of git's configuration are not read: who makes a change does not say who they are.
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

/** Somebody as git writes them; null without an address. */
function contactOf(who: string): string | null {
  const { name, email } = readPerson(who);
  if (email === null || /[<>\n]/.test(`${name}${email}`)) return null;
  return name === '' ? `<${email}>` : `${name} <${email}>`;
}
