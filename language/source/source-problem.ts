/** A fault in a document's text, by UTF-16 offsets; end exclusive. */
export interface TextProblem {
  code: 'yaml-syntax' | 'unquoted-expression';
  message: string;
  start: number;
  end: number;
  related: { message: string; start: number; end: number }[];
  fix: { title: string; start: number; end: number; newText: string } | null;
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
export const longestText = 4 * 1024 * 1024;
/** Collections inside collections. Far beyond what anybody writes, and far below what would exhaust the stack. */
export const deepestNesting = 200;
/** Values that the aliases of a document may stand for in all, so that a few lines cannot become gigabytes. */
export const mostAliasedValues = 100_000;
