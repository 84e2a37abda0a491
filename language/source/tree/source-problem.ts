/** A fault in a document's text, by UTF-16 offsets; end exclusive. */
export interface TextProblem {
  code: 'yaml-syntax' | 'unquoted-expression';
  message: string;
  start: number;
  end: number;
  related: { message: string; start: number; end: number }[];
  fix: { title: string; edits: { start: number; end: number; newText: string }[] } | null;
}

/** A comment without its line break; `start` is the place of its `#`. */
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

/** Texts longer than this (in UTF-16 units, about four megabytes) are refused. */
export const maxTextLength = 4 * 1024 * 1024;
/** More faults of one text than this are not listed. */
export const maxProblems = 200;
/** Collections inside collections. Far beyond what anybody writes, and far below what would exhaust the stack. */
export const maxNestingDepth = 200;
/** Values that the aliases of a document may stand for in all, so that a few lines cannot become gigabytes. */
export const maxAliasedValues = 100_000;

/** Why a number of the text is not a JSON number that keeps its value; null where it is one. */
export function numberProblem(value: number, text: string): string | null {
  if (Number.isNaN(value)) return `\`${text}\` is not a number in JSON. Leave the value out where there is none.`;
  if (!Number.isFinite(value)) {
    return `\`${text}\` is not a finite number. Leave the bound out, or write the largest number that is meant.`;
  }
  if (Number.isInteger(value) && /^[-+]?(\d+|0[xo][\da-f]+)$/i.test(text) && !Number.isSafeInteger(value)) {
    return `\`${text}\` is too large to be exact: beyond 2^53 - 1 = 9007199254740991 neighbouring integers are one number. Quote it if it is an identifier.`;
  }
  return null;
}
