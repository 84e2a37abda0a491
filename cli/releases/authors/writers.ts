import type { Commit } from './commits.ts';

/**
 * Everybody whom a commit names as an author: its own author, those of `Co-authored-by` trailers, and those of squashed commits. Anything there that may be
 * a name or an address counts as one: too many authors are safer than too few.
 */
export function writersOf({ author, message }: Pick<Commit, 'author' | 'message'>): string[] {
  const trailers = message.normalize('NFKC').matchAll(trailer);
  return [author, ...new Set([...trailers].flatMap(([, named = '', squashed = '']) => peopleIn(named + squashed)))];
}

/** A trailer anywhere in a line, or the author of a squashed commit, with the indented lines that follow. */
const trailer = /(?:\bco-?author(?:ed|s)?(?:[- ]?by)?\b\s*:?|^[^\p{L}\n]*author\s*:)([^\n]*(?:\n[ \t]+[^\n]*)*)/gimu;

const bracket = /[>()[\]]/u;
const separator = /[<>()[\]"',;:|/&+\n]|\s(?:and|und|with)\s|\s-+\s/iu;
const name = /[\p{L}\p{N}](?:.*[\p{L}\p{N}])?/su;

/** The people in a text such as `Alice <alice@example.org>, Bob (bob@example.org) and Carol`. */
function peopleIn(text: string): string[] {
  return text.split(bracket).flatMap(part => {
    const [before = '', ...email] = part.split('<');
    if (email.length === 0) return [...addressesIn(before), ...namesIn(withoutAddresses(before))];
    const names = namesIn(before);
    const last = names.pop() ?? '';
    return [...names, `${last} <${email.join('').trim()}>`.trim()];
  });
}

function addressesIn(text: string): string[] {
  return text
    .split(/[\s"',;:|]/u)
    .filter(word => word.includes('@'))
    .map(word => name.exec(word)?.[0] ?? word);
}

function withoutAddresses(text: string): string {
  return text
    .split(/(\s)/u)
    .map(word => (word.includes('@') ? '\n' : word))
    .join('');
}

function namesIn(text: string): string[] {
  return text.split(separator).flatMap(each => name.exec(each)?.[0].replace(/\s+/gu, ' ') ?? []);
}
