/** A scalar as text; of a collection only what it is. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'a mapping' : String(value);
}

/** Texts of a document in messages: short, and in one line. */
export function shortened(value: unknown): string {
  const line = textOf(value).slice(0, 1000).replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}

/** A name as it stands in the document. */
export function key(name: string): string {
  return `\`${shortened(name)}\``;
}

/** "a, b and c" */
export function alternatives(words: readonly string[], last: 'and' | 'or'): string {
  const final = words.at(-1) ?? '';
  return words.length < 2 ? final : `${words.slice(0, -1).join(', ')} ${last} ${final}`;
}

/** "a rule", "an invariant", "opening hours": of a title, with its article where it has one. */
export function article(title: string): string {
  const noun = sentenceStart(title);
  if (/[^s]s$/.test(noun)) return noun;
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** In the middle of a sentence: with a small first letter, unless the word is an abbreviation such as CEL or SemVer. */
export function sentenceStart(sentence: string): string {
  return /^(?:[A-Z][a-z]*\b(?![A-Z])|A )/.test(sentence) && !/^(?:[A-Z]{2}|[A-Z][a-z]+[A-Z])/.test(sentence)
    ? sentence.charAt(0).toLowerCase() + sentence.slice(1)
    : sentence;
}
