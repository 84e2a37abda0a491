/** A problem in a document's text, by UTF-16 offsets, end exclusive. */
export interface TextProblem {
  code: 'yaml-syntax' | 'unquoted-expression';
  message: string;
  start: number;
  end: number;
  related: { message: string; start: number; end: number }[];
  fix: { title: string; edits: { start: number; end: number; newText: string }[] } | null;
}

/** A comment without its line break; `start` is the offset of its `#`. */
export interface TextComment {
  text: string;
  start: number;
  end: number;
}

export function syntaxProblem(
  message: string,
  start: number,
  end: number,
  related: TextProblem['related'] = [],
): TextProblem {
  return { code: 'yaml-syntax', message, start, end, related, fix: null };
}

/** Maximum length of a text, in UTF-16 units; longer ones are not parsed. */
export const maxTextLength = 4 * 1024 * 1024;
/** Listed problems per text. */
export const maxProblems = 200;
/** Nesting depth of collections: far more than anybody writes, and far less than what would exhaust the stack. */
export const maxNestingDepth = 200;
/** Values to which all aliases of a document may expand, so that a few lines cannot become gigabytes. */
export const maxAliasedValues = 100_000;

/** Why a number cannot be represented exactly in JSON; null if it can. */
export function numberProblem(value: number, text: string): string | null {
  if (Number.isNaN(value)) return `\`${text}\` is not a number in JSON. Omit the value if there is none.`;
  if (!Number.isFinite(value)) {
    return `\`${text}\` is not a finite number. Omit the bound, or write a finite one.`;
  }
  if (Number.isInteger(value) && /^[-+]?(\d+|0[xo][\da-f]+)$/i.test(text) && !Number.isSafeInteger(value)) {
    return `\`${text}\` is too large to be exact: integers beyond 2^53 - 1 = 9007199254740991 are rounded. Quote it if it is an identifier.`;
  }
  return null;
}
