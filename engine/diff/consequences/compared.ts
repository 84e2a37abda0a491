import type { Json } from '../../model/json.ts';
import type { Consequence } from '../facts.ts';

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
