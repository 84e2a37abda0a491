import { visibleText } from '../../engine/model/visible-text.ts';
import type { Finding } from '../../language/findings/finding.ts';

type Witness = NonNullable<Finding['witness']>;

/** The command that decides on a witness, ready to paste into a POSIX shell. */
export function tryCommand(file: string, { input, at }: Witness): string {
  const time = at === null ? '' : ` --at ${at}`;
  return `handrail decide ${shellWord(file)} --input ${shellWord(JSON.stringify(input))}${time}`;
}

/**
 * Quotes a word for a shell, if needed: `it's` becomes `'it'\\''s'`. A word with invisible characters is quoted with escapes
 * (`$'…'`, POSIX.1-2024).
 */
function shellWord(text: string): string {
  if (visibleText(text) !== text) return `$'${visibleText(text.replace(/[\\']/g, '\\$&'))}'`;
  return /^[\w./@:=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
