/** Who did something, as git writes it: `Alice Example <alice@example.org>`; also a name or an address alone. */
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
 * Whether two may be the same person: they share an address or a name. This is the reading that lets nobody count twice, nor approve their own change:
 * two people of one name count as one, and whoever gives neither may be anybody.
 */
export function samePerson(a: string, b: string): boolean {
  const [one, other] = [readPerson(simplified(a)), readPerson(simplified(b))];
  if (isNobody(one) || isNobody(other)) return true;
  if (one.email !== null && other.email !== null && mailbox(one.email) === mailbox(other.email)) return true;
  if (one.name !== '' && one.name === other.name) return true;
  return (one.email === null || other.email === null) && shareName(one, other);
}

/** Whether neither a name nor an address is given. */
export function isNobody({ name, email }: Person): boolean {
  return !/[\p{L}\p{N}]/u.test(`${name}${email ?? ''}`);
}

/** Whether somebody says to be the very person who another entry names: by the address, or by the name if one of the two has no address. */
export function sameIdentity(a: string, b: string): boolean {
  const [one, other] = [readPerson(a.toLowerCase()), readPerson(b.toLowerCase())];
  if (one.email !== null && other.email !== null) return one.email === other.email;
  return shareName(withWholeAddress(one), withWholeAddress(other));
}

/** What is no address has no part before the @ that a name could stand for. */
function withWholeAddress({ name, email }: Person): Person {
  return { name, email: email !== null && /^[^@\s]+@[^@\s]+$/.test(email) ? email : null };
}

/**
 * The entry of `governance.approvers` that somebody says to be: an address, a name, both, or the part of an address before the @.
 * @returns null if there is none
 */
export function approverOf(who: string, approvers: readonly string[]): string | null {
  return approvers.find(approver => sameIdentity(who, approver)) ?? null;
}

/**
 * The entry of `governance.approvers` that a signature proves: its principal has to be the address of the entry, or the whole entry. A name proves
 * nothing, and the part before the @ is somebody else at another domain.
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

/** What somebody without an address may be called. */
function namesOf({ name, email }: Person): string[] {
  const local = email?.replace(/@.*$/s, '');
  return [name, local, email].filter(each => each !== undefined && each !== null && each !== '') as string[];
}

/** Without what two spellings of one name differ in: compatibility forms, invisible characters, spaces, dots behind words, and case. */
function simplified(who: string): string {
  return who
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/\.(?=[\s<>]|$)/gu, '')
    .replace(/\s+/gu, ' ')
    .toLowerCase();
}

/** An address without its tag: mail to `alice+work@example.org` is Alice's too. */
function mailbox(email: string): string {
  return email.replace(/\+[^@]*(?=@)/u, '');
}
