import type { Finding } from '../../language/findings/finding.ts';

type Witness = NonNullable<Finding['witness']>;

/** The command that decides on a witness, to be pasted into a POSIX shell. */
export function tryCommand(file: string, { input, at }: Witness): string {
  const time = at === null ? '' : ` --at ${at}`;
  return `handrail decide ${shellWord(file)} --input ${shellWord(JSON.stringify(input))}${time}`;
}

/** `'it'\\''s'` of `it's`; a word without any sign that a shell gives a meaning to stays as it is. */
function shellWord(text: string): string {
  return /^[\w./@:=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
