import { randomBytes } from 'node:crypto';

const codes = { red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36, dim: 2, bold: 1 } as const;

export type Paint = (style: keyof typeof codes, text: string) => string;

/** Unknown to whoever wrote the data, so that no data can forge a style. */
const secret = randomBytes(12).toString('hex');
const styles = new RegExp(`\\[${secret};(\\d+)m`);

/** Marks styles in a line of `forPeople`, which makes ANSI colours (ECMA-48 SGR) of them; or leaves the text as it is. */
export function painter(color: boolean): Paint {
  const mark = (code: number) => `[${secret};${code}m`;
  return color ? (style, text) => `${mark(codes[style])}${text}${mark(0)}` : (_style, text) => text;
}

/** A line with its marks made to ANSI sequences, and all text between them changed by `shown`. */
export function painted(line: string, shown: (text: string) => string): string {
  return line
    .split(styles)
    .map((part, at) => (at % 2 === 1 ? `\u001b[${part}m` : shown(part)))
    .join('');
}
