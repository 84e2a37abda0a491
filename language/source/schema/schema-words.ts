/** A scalar as text; "a list" or "a mapping" for a collection. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'a mapping' : String(value);
}

/** A value for a message: short, and on one line. */
export function shortened(value: unknown): string {
  const line = textOf(value).slice(0, 1000).replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}

/** A name of the document in backticks. */
export function key(name: string): string {
  return `\`${shortened(name)}\``;
}

/** "a, b and c" */
export function alternatives(words: readonly string[], last: 'and' | 'or'): string {
  const final = words.at(-1) ?? '';
  return words.length < 2 ? final : `${words.slice(0, -1).join(', ')} ${last} ${final}`;
}

/** A title with its article, if it takes one: "a rule", "an invariant", "opening hours". */
export function article(title: string): string {
  const noun = sentenceStart(title);
  if (/[^s]s$/.test(noun)) return noun;
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** A sentence or title in lower case, to be used inside another sentence. Abbreviations such as CEL or SemVer stay. */
export function sentenceStart(sentence: string): string {
  return /^(?:[A-Z][a-z]*\b(?![A-Z])|A )/.test(sentence) && !/^(?:[A-Z]{2}|[A-Z][a-z]+[A-Z])/.test(sentence)
    ? sentence.charAt(0).toLowerCase() + sentence.slice(1)
    : sentence;
}
