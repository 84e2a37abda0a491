import { randomBytes } from 'node:crypto';

const codes = { red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36, dim: 2, bold: 1 } as const;

export type Paint = (style: keyof typeof codes, text: string) => string;

/** Marks styles; random, so that data cannot forge one. */
const secret = randomBytes(12).toString('hex');
const styles = new RegExp(`\\[${secret};(\\d+)m`);

/** Marks styles in a line, which `forPeople` turns into ANSI colours (ECMA-48 SGR). Without colours, the text is left unchanged. */
export function painter(color: boolean): Paint {
  const mark = (code: number) => `[${secret};${code}m`;
  return color ? (style, text) => `${mark(codes[style])}${text}${mark(0)}` : (_style, text) => text;
}

/** A line with its marks replaced by ANSI sequences and `shown` applied to the text between them. */
export function painted(line: string, shown: (text: string) => string): string {
  return line
    .split(styles)
    .map((part, at) => (at % 2 === 1 ? `\u001b[${part}m` : shown(part)))
    .join('');
}
