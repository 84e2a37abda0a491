import { visibleText } from '../../engine/model/visible-text.ts';
import type { Finding } from '../../language/findings/finding.ts';

type Witness = NonNullable<Finding['witness']>;

/** What an example says besides its input: ` while a grant of ask is in force`. */
export function withGrants(grants: readonly string[] = []): string {
  return grants.length === 0
    ? ''
    : ` while ${grants.length === 1 ? 'a grant' : 'grants'} of ${grants.join(', ')} ${grants.length === 1 ? 'is' : 'are'} in force`;
}

/** The command that decides on a witness, ready to paste into a POSIX shell. */
export function tryCommand(file: string, { input, at, grants = [] }: Witness): string {
  const time = at === null ? '' : ` --at ${at}`;
  const granted = grants.length === 0 ? '' : ` --grants ${shellWord(JSON.stringify(grants))}`;
  return `handrail decide ${shellWord(file)} --input ${shellWord(JSON.stringify(input))}${time}${granted}`;
}

/**
 * Quotes a word for a shell, if needed: `it's` becomes `'it'\\''s'`. A word with invisible characters is quoted with escapes
 * (`$'…'`, POSIX.1-2024).
 */
function shellWord(text: string): string {
  if (visibleText(text) !== text) return `$'${visibleText(text.replace(/[\\']/g, '\\$&'))}'`;
  return /^[\w./@:=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
