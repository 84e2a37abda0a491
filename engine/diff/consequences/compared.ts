import { canonicalForm } from '../../decide/digest.ts';
import type { Json } from '../../model/json.ts';
import type { Consequence } from '../facts.ts';

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

/** A consequence with its values before and after, unless they are undefined. */
export function consequence(
  about: Consequence['about'],
  name: string,
  path: Consequence['path'],
  values: { before: unknown; after: unknown },
  details: { message: string; class: Consequence['class']; breaking?: boolean; regions?: number },
): Consequence {
  return {
    about,
    name,
    path,
    ...(values.before === undefined ? {} : { before: values.before as Json }),
    ...(values.after === undefined ? {} : { after: values.after as Json }),
    message: details.message,
    class: details.class,
    breaking: details.breaking ?? false,
    regions: details.regions ?? 0,
  };
}

/** A list in words: "a", "a and b", "a, b and 3 more". */
export function listed(names: readonly string[], maxListed = 3): string {
  const quoted = names.map(name => `\`${name}\``);
  if (quoted.length <= 1) return quoted.join('');
  if (quoted.length > maxListed)
    return `${quoted.slice(0, maxListed).join(', ')} and ${quoted.length - maxListed} more`;
  return `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1) ?? ''}`;
}
