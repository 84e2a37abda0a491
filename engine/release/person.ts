/** Who did something, as git writes it: `Alice Example <alice@example.org>`; also a name or an address alone. */
export interface Person {
  name: string;
  email: string | null;
}

export function readPerson(who: string): Person {
  const text = who.normalize('NFC').trim();
  const [, name = '', email = ''] = /^([^<]*)<([^>]*)>$/.exec(text) ?? [];
  if (email !== '') return { name: name.trim(), email: email.trim() };
  return /^\S+@\S+$/.test(text) ? { name: '', email: text } : { name: text, email: null };
}

/** Addresses are compared without case, as git does; where one of the two has none, it is the same person who has that name. */
export function samePerson(a: string, b: string): boolean {
  const [one, other] = [readPerson(a), readPerson(b)];
  if (one.email !== null && other.email !== null) return same(one.email, other.email);
  return namesOf(one).some(name => namesOf(other).some(each => same(name, each)));
}

/**
 * The entry of `governance.approvers` that stands for a person: an address, a name, both, or the part of an address before the @.
 * @returns null where there is none
 */
export function approverOf(who: string, approvers: readonly string[]): string | null {
  return approvers.find(approver => samePerson(who, approver)) ?? null;
}

/** What somebody without an address may be called. */
function namesOf({ name, email }: Person): string[] {
  const local = email?.replace(/@.*$/s, '');
  return [name, local, email].filter(each => each !== undefined && each !== null && each !== '') as string[];
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
