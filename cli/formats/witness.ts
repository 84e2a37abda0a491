import { visibleText } from '../../engine/model/visible-text.ts';
import type { Finding } from '../../language/findings/finding.ts';

type Witness = NonNullable<Finding['witness']>;

/** The command that decides on a witness, to be pasted into a POSIX shell. */
export function tryCommand(file: string, { input, at }: Witness): string {
  const time = at === null ? '' : ` --at ${at}`;
  return `handrail decide ${shellWord(file)} --input ${shellWord(JSON.stringify(input))}${time}`;
}

/**
 * `'it'\\''s'` of `it's`; a word without any sign that a shell gives a meaning to stays as it is. One with characters that
 * do not show themselves is quoted with escapes (`$'…'`, POSIX.1-2024).
 */
function shellWord(text: string): string {
  if (visibleText(text) !== text) return `$'${visibleText(text.replace(/[\\']/g, '\\$&'))}'`;
  return /^[\w./@:=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
