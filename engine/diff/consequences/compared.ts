import { canonicalForm } from '../../decide/digest.ts';
import type { Json } from '../../model/json.ts';
import type { Consequence } from '../facts.ts';

/** Names of two sections with what each has under them, where that is not the same. */
export function differences<T>(
  before: Readonly<Record<string, T>> = {},
  after: Readonly<Record<string, T>> = {},
): { name: string; old: T | undefined; next: T | undefined }[] {
  return [...new Set([...Object.keys(after), ...Object.keys(before)])]
    .map(name => ({ name, old: own(before, name), next: own(after, name) }))
    .filter(({ old, next }) => !same(old, next));
}

function own<T>(section: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(section, name) ? section[name] : undefined;
}

/** Whether two values are the same as JSON, whatever the order of their keys. */
export function same(a: unknown, b: unknown): boolean {
  if (JSON.stringify(a) === JSON.stringify(b)) return true;
  return a !== undefined && b !== undefined && canonicalForm(a) === canonicalForm(b);
}

/** A consequence, with what was written where something was. */
export function consequence(
  about: Consequence['about'],
  name: string,
  path: Consequence['path'],
  values: { old: unknown; next: unknown },
  told: { message: string; class: Consequence['class']; breaking?: boolean; regions?: number },
): Consequence {
  return {
    about,
    name,
    path,
    ...(values.old === undefined ? {} : { before: values.old as Json }),
    ...(values.next === undefined ? {} : { after: values.next as Json }),
    message: told.message,
    class: told.class,
    breaking: told.breaking ?? false,
    regions: told.regions ?? 0,
  };
}

/** "a", "a and b", "a, b and 3 more". */
export function listed(names: readonly string[], most = 3): string {
  const quoted = names.map(name => `\`${name}\``);
  if (quoted.length <= 1) return quoted.join('');
  if (quoted.length > most) return `${quoted.slice(0, most).join(', ')} and ${quoted.length - most} more`;
  return `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1) ?? ''}`;
}
