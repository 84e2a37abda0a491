import { createHash } from 'node:crypto';

/** A line of more characters is shown by its beginning and its hash: a gate has its rules, and its program, on one line each. */
const maxLine = 2_000;
const shown = 120;

/** The text with long lines shortened, so that a diff of it opens at once and still shows whether they differ. */
export function clipped(text: string): string {
  return text
    .split('\n')
    .map(line => (line.length <= maxLine ? line : shortened(line)))
    .join('\n');
}

function shortened(line: string): string {
  const hash = createHash('sha256').update(line).digest('hex').slice(0, 12);
  return `${line.slice(0, shown)}… (${line.length.toLocaleString('en')} characters, SHA-256 ${hash})`;
}
