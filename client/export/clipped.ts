import { createHash } from 'node:crypto';

/** A line of more characters is shown by its beginning and its hash: a gate has its rules, and its program, on one line each. */
const maxLine = 2_000;
const shown = 120;

/** The text with long lines, and the program of a gate, shortened: a diff of it opens at once, and still shows whether they differ. */
export function clipped(text: string): string {
  const lines = text.split('\n');
  const rules = lines.findIndex(line => line.startsWith('const HANDRAIL = '));
  const [shownLines, program] = rules === -1 ? [lines, []] : [lines.slice(0, rules + 1), lines.slice(rules + 1)];
  return [
    ...shownLines.map(line => (line.length <= maxLine ? line : shortened(line))),
    ...(program.length === 0 ? [] : [`// The program: ${hashOf(program.join('\n'))}`]),
  ].join('\n');
}

function shortened(line: string): string {
  return `${line.slice(0, shown)}… (${hashOf(line)})`;
}

function hashOf(text: string): string {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return `${text.length.toLocaleString('en')} characters, SHA-256 ${hash}`;
}
