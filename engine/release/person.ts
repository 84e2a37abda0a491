/** A person, written as in git: `Alice Example <alice@example.org>`, or only a name or an address. */
export interface Person {
  name: string;
  email: string | null;
}

export function readPerson(who: string): Person {
  const text = who.normalize('NFC').trim();
  const [pair, name = '', email = ''] = /^([^<]*)<([^>]*)>$/.exec(text) ?? [];
  if (pair !== undefined) return { name: name.trim(), email: email.trim() === '' ? null : email.trim() };
  return /^\S+@\S+$/.test(text) ? { name: '', email: text } : { name: text, email: null };
}

/**
 * True if two may be the same person, because they share an address or a name. Deliberately broad, so that nobody counts twice or approves their own change:
 * two people with the same name count as one, and an empty person may be anyone.
 */
export function samePerson(a: string, b: string): boolean {
  const [one, other] = [readPerson(simplified(a)), readPerson(simplified(b))];
  if (isNobody(one) || isNobody(other)) return true;
  if (one.email !== null && other.email !== null && mailbox(one.email) === mailbox(other.email)) return true;
  if (one.name !== '' && one.name === other.name) return true;
  return (one.email === null || other.email === null) && shareName(one, other);
}

/** True if a person has neither a name nor an address. */
export function isNobody({ name, email }: Person): boolean {
  return !/[\p{L}\p{N}]/u.test(`${name}${email ?? ''}`);
}

/** True if two claim to be exactly the same person: by address, or by name if one of them has no address. */
export function sameIdentity(a: string, b: string): boolean {
  const [one, other] = [readPerson(a.toLowerCase()), readPerson(b.toLowerCase())];
  if (one.email !== null && other.email !== null) return one.email === other.email;
  return shareName(withWholeAddress(one), withWholeAddress(other));
}

/** The person without an invalid address, whose part before the @ must not be taken for a name. */
function withWholeAddress({ name, email }: Person): Person {
  return { name, email: email !== null && /^[^@\s]+@[^@\s]+$/.test(email) ? email : null };
}

/**
 * The entry of `governance.approvers` that a person claims to be, by address, name, both, or the part of the address before the @.
 * @returns null if there is none
 */
export function approverOf(who: string, approvers: readonly string[]): string | null {
  return approvers.find(approver => sameIdentity(who, approver)) ?? null;
}

/**
 * The entry of `governance.approvers` that a signature proves: its principal must be the address of the entry, or the whole entry. A name proves nothing,
 * and the part before the @ may belong to someone else at another domain.
 * @returns null if there is none
 */
export function approverProven(principal: string, approvers: readonly string[]): string | null {
  const proven = principal.normalize('NFC').trim().toLowerCase();
  return approvers.find(approver => addressOrName(readPerson(approver.toLowerCase())) === proven) ?? null;
}

function addressOrName({ name, email }: Person): string {
  return email ?? name;
}

function shareName(one: Person, other: Person): boolean {
  return namesOf(one).some(name => namesOf(other).includes(name));
}

/** The names that may identify a person if another one has no address. */
function namesOf({ name, email }: Person): string[] {
  const local = email?.replace(/@.*$/s, '');
  return [name, local, email].filter(each => each !== undefined && each !== null && each !== '') as string[];
}

/** Normalises spellings of a name: compatibility forms, invisible characters, spaces, dots after words, and case. */
function simplified(who: string): string {
  return who
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/\.(?=[\s<>]|$)/gu, '')
    .replace(/\s+/gu, ' ')
    .toLowerCase();
}

/** An address without its tag: `alice+work@example.org` belongs to Alice too. */
function mailbox(email: string): string {
  return email.replace(/\+[^@]*(?=@)/u, '');
}
