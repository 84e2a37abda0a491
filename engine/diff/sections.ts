import { canonicalForm } from '../decide/digest.ts';

/** The entries of two sections that differ, by name; undefined if a section does not have it. */
export function differences<T>(
  before: Readonly<Record<string, T>> = {},
  after: Readonly<Record<string, T>> = {},
  isSame: (before: T | undefined, after: T | undefined) => boolean = same,
): { name: string; before: T | undefined; after: T | undefined }[] {
  return [...new Set([...Object.keys(after), ...Object.keys(before)])]
    .map(name => ({ name, before: own(before, name), after: own(after, name) }))
    .filter(({ before, after }) => !isSame(before, after));
}

/** What a section has under a name of its own; never anything inherited, as under `constructor`. */
export function own<T>(section: Readonly<Record<string, T>> = {}, name = ''): T | undefined {
  return Object.hasOwn(section, name) ? section[name] : undefined;
}

/** True if two values are equal as JSON, regardless of the order of keys. */
export function same(a: unknown, b: unknown): boolean {
  if (JSON.stringify(a) === JSON.stringify(b)) return true;
  return a !== undefined && b !== undefined && canonicalForm(a) === canonicalForm(b);
}
