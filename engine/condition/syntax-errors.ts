import type { ParseError } from '@marcbachmann/cel-js';
import { parseDuration } from '../model/time/duration.ts';

/** A part of an expression, with its place in UTF-16 code units. */
interface Token {
  text: string;
  start: number;
}

/** Operators of other languages, with their CEL equivalents. */
const inCel = new Map([
  ['and', '&&'],
  ['or', '||'],
  ['not', '!'],
  ['not in', '!(… in …)'],
  ['is', '=='],
  ['is not', '!='],
  ['=', '=='],
  ['===', '=='],
  ['!==', '!='],
  ['<>', '!='],
  ['~=', '!='],
  ['=<', '<='],
  ['=>', '>='],
  ['< =', '<='],
  ['> =', '>='],
  ['! =', '!='],
  ['= =', '=='],
  ['&', '&&'],
  ['|', '||'],
  ['≤', '<='],
  ['≥', '>='],
  ['≠', '!='],
]);

/** Explains a parse error to an author, with what to write instead if that is known. */
export function explainSyntaxError(
  { code, summary, range }: ParseError,
  text: string,
): { message: string; start: number; end: number } {
  const at = range?.start ?? 0;
  const start = Math.min(at, Math.max(0, text.length - 1));
  const place = { start, end: Math.max(start + 1, Math.min(range?.end ?? text.length, text.length)) };
  const problem = (message: string, where = place) => ({
    message: `This is not a CEL expression: ${message}.`,
    ...where,
  });
  const misspelt = negationAt(text, at) ?? operatorAt(text, at) ?? durationAt(text, at);
  if (misspelt !== null) {
    const { token, meant } = misspelt;
    const where = { start: token.start, end: token.start + token.text.length };
    return problem(`\`${token.text}\` is written \`${meant}\``, where);
  }
  if (summary.endsWith('EOF')) return problem('it ends too early');
  const found = /^(?:[A-Za-z_]\w*|.)/u.exec(text.slice(at))?.[0] ?? '';
  if (found === '!') return problem('`!` stands before what it negates, and unequal is written `!=`');
  if (code === 'unexpected_token' || code === 'unexpected_character')
    return problem(`\`${found}\` does not belong here`);
  return problem(`${summary.charAt(0).toLowerCase()}${summary.slice(1)}`);
}

interface Misspelt {
  token: Token;
  meant: string;
}

/** `not p`: CEL's parser reads `not` as a name, and stops at the `p`. Null if there is none. */
function negationAt(text: string, at: number): Misspelt | null {
  const not = /(?<![\w.])not\s+$/i.exec(text.slice(0, at));
  const operand = /^[A-Za-z_][\w.]*/.exec(text.slice(at))?.[0];
  if (not === null || operand === undefined) return null;
  return { token: { text: not[0] + operand, start: not.index }, meant: `!${operand}` };
}

function operatorAt(text: string, at: number): Misspelt | null {
  const token = tokenAt(text, at);
  const meant = inCel.get(token.text.toLowerCase().replace(/\s+/, ' '));
  return meant === undefined ? null : { token, meant };
}

/** The word or the whole run of operator characters at an offset: the parser stops in the middle of `=<`. */
function tokenAt(text: string, at: number): Token {
  const word = /^(?:is\s+not\b|not\s+in\b|[A-Za-z_]\w*)/i.exec(text.slice(at))?.[0];
  if (word !== undefined) return { text: word, start: at };
  const runs = text.matchAll(/[<>!=] =(?!=)|[<>!=&|~]+|[≤≥≠]/g);
  const run = [...runs].find(({ 0: signs, index }) => index <= at && at < index + signs.length);
  // Of `=!` in `x =!y` the equals sign alone is at fault.
  if (run === undefined || (text.charAt(at) === '=' && !inCel.has(run[0]))) return { text: text.charAt(at), start: at };
  return { text: run[0], start: run.index };
}

/** An unquoted duration whose first unit is at `at`: in `15m`, CEL's parser stops at the `m`. Null if there is none. */
function durationAt(text: string, at: number): Misspelt | null {
  const number = /(?<![\w.])[\d.]+$/.exec(text.slice(0, at))?.[0] ?? '';
  const rest = /^[A-Za-z][\w.]*/.exec(text.slice(at))?.[0] ?? '';
  const written = number + rest;
  if (number === '' || rest === '' || parseDuration(written) === undefined) return null;
  return { token: { text: written, start: at - number.length }, meant: durationInCel(written) };
}

/** A call of `duration`. The largest unit of CEL's durations is the hour. */
export function durationInCel(text: string): string {
  return `duration("${text.replace(/([\d.]+)d/, (_, days: string) => `${Number(days) * 24}h`)}")`;
}
