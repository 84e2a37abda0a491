import type { YAMLError } from 'yaml';
import { syntaxProblem, type TextProblem } from '../tree/source-problem.ts';
import { indentationMessage, lineEndAt, repairOf, type Repair } from './yaml-repairs.ts';

export interface ExplainedErrors {
  problems: TextProblem[];
  /** Faults around which the text can be read again. */
  repairs: Repair[];
}

/** Of a text that is not YAML at all, thousands of errors would say no more. */
export const maxErrors = 200;

/** The yaml package's errors in our own words, one per line of the text: what follows the first is mostly its consequence. */
export function explainYamlErrors(
  errors: readonly YAMLError[],
  text: string,
  sections: ReadonlySet<string>,
): ExplainedErrors {
  const explained: ExplainedErrors = { problems: [], repairs: [] };
  let lastLine: number | null = null;
  /** The document ended before its text did: everything after that is unexpected. */
  let lost = false;
  const sorted = [...errors].sort((a, b) => a.pos[0] - b.pos[0]).slice(0, maxErrors);
  sorted.forEach((error, index) => {
    const start = Math.min(error.pos[0], text.length);
    const line = text.lastIndexOf('\n', Math.max(start - 1, 0));
    if (line === lastLine || (lost && /in YAML stream/.test(error.message))) return;
    lost ||= /at node end/.test(error.message);
    lastLine = line;
    const last = index === sorted.length - 1;
    const repair = lost && explained.repairs.length > 0 ? null : repairOf(error, text, start, last, sections);
    if (repair !== null) explained.repairs.push(repair);
    else {
      const [from, to] = visible(text, start, Math.min(Math.max(error.pos[1], start), text.length));
      explained.problems.push(syntaxProblem(explain(error, text, start), from, to));
    }
  });
  return explained;
}

/**
 * A range that shows: an empty one, or one of blanks only, becomes the character before it; a single character becomes
 * its word. None runs over the end of its line.
 */
function visible(text: string, start: number, end: number): [number, number] {
  const lineEnd = lineEndAt(text, start);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart, lineEnd))?.[0].length ?? 0;
  if (start < lineStart + indent && lineStart + indent < lineEnd) start = end = lineStart + indent;
  end = Math.min(Math.max(end, start + 1), lineEnd);
  if (!/\S/.test(text.slice(start, end))) {
    let at = start;
    while (at > 0 && /\s/.test(text[at - 1] ?? '')) at--;
    return at > 0 ? [at - 1, at] : [start, Math.max(end, start)];
  }
  if (end - start > 1) return [start, end];
  const length = /^[^\s,[\]{}:]+/.exec(text.slice(start, lineEnd))?.[0].length ?? 0;
  return [start, start + Math.max(1, length)];
}

function explain(error: YAMLError, text: string, start: number): string {
  const found = text[start] ?? '';
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return 'A tab stands where YAML allows spaces only.';
    case 'BAD_INDENT': {
      const bracket = /end with a ([\]}])/.exec(error.message)?.[1];
      if (bracket !== undefined) return `The closing \`${bracket}\` is missing.`;
      return indentationMessage;
    }
    case 'MULTIPLE_DOCS':
      return 'A second document starts here. A file holds one document.';
    case 'MISSING_CHAR':
      return missingCharacter(error.message);
    case 'BAD_SCALAR_START':
      return `A value cannot start with \`${found}\`, which has a meaning of its own in YAML. Put the value in quotes.`;
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'A mapping cannot start on the line of a key. Put it on the next line, indented.';
    case 'BLOCK_IN_FLOW':
      return 'Lists and mappings inside `{ }` or `[ ]` need brackets too.';
    case 'BAD_DQ_ESCAPE':
      return `${error.message.replace(/^Invalid escape sequence (.*)$/s, 'There is no escape `$1`')} in double quotes. Write \\\\ for a backslash, or use single quotes, in which nothing is escaped.`;
    case 'MULTILINE_IMPLICIT_KEY':
      return 'A key stands on one line. Is a `:`, a comma or a quote missing here?';
    case 'KEY_OVER_1024_CHARS':
      return 'A key may have 1024 characters at most. Is a quote missing before?';
    case 'NON_STRING_KEY':
      return 'A key must be a text. `{ }` or `[ ]` cannot be keys; put quotes around it if a text is meant.';
    case 'TAG_RESOLVE_FAILED':
      return 'A word that starts with `!` is a tag in YAML, and this one does not exist. Put the value in quotes if a text is meant.';
    case 'BAD_ALIAS':
      return 'A word that starts with `*` or `&` is an alias or anchor in YAML, and this one is not written correctly. Put the value in quotes if a text is meant.';
    case 'ALIAS_PROPS':
      return 'An alias (`*name`) takes its value as it is: no tag or anchor may stand before it.';
    case 'MULTIPLE_ANCHORS':
      return 'A value can have one anchor (`&name`) only.';
    case 'MULTIPLE_TAGS':
      return 'A value can have one tag (`!name`) only.';
    case 'BAD_PROP_ORDER':
      return 'Anchors and tags stand before the `-`, `?` or `:` of what is inside, not in front of it.';
    case 'BAD_DIRECTIVE':
      return 'A line that starts with `%` is a directive of YAML, and this one is not known.';
    case 'BAD_COLLECTION_TYPE':
      return 'The tag before this value is for another kind of value. Remove the tag.';
    case 'DUPLICATE_KEY':
      return 'This key stands here a second time.';
    case 'RESOURCE_EXHAUSTION':
      return 'Nested too deeply to be read.';
    case 'UNEXPECTED_TOKEN':
    case 'IMPOSSIBLE':
      return unexpected(error.message, text, start);
  }
}

function missingCharacter(message: string): string {
  const quote = /closing (["'])/.exec(message)?.[1];
  if (quote !== undefined) return `The closing ${quote} is missing.`;
  const bracket = /(?:end with a|expected a?) ?([\]}])/i.exec(message)?.[1];
  if (bracket !== undefined) return `The closing \`${bracket}\` is missing.`;
  if (/Comments must be separated/i.test(message)) return 'A comment needs a space before its `#`.';
  if (/Missing space after/i.test(message) || /space/i.test(message)) return 'A space is missing here.';
  if (/without - indicator/.test(message)) {
    return 'This line stands between the `-` of an item and its keys. Indent it like the other keys of the item.';
  }
  if (/comma|,/.test(message)) return 'A comma is missing between two entries.';
  if (/block scalar/i.test(message)) {
    return 'The first line of this text is blank and indented further than the text. Write the indentation after the `|` or `>`, as in `|2`.';
  }
  return 'A `:` is missing after the key. Every entry of a mapping is `key: value`.';
}

function unexpected(message: string, text: string, start: number): string {
  const rest = /^[^\r\n]{1,40}/.exec(text.slice(start, start + 40))?.[0]?.trim() ?? '';
  if (/flow (map|seq|collection).*(]|})/i.test(message) || rest.startsWith(']') || rest.startsWith('}')) {
    return `\`${rest[0] ?? ''}\` closes nothing that is open.`;
  }
  if (/at node end/.test(message)) {
    return `\`${rest}\` belongs to nothing above, and what follows is not read. Indent it like the entries above.`;
  }
  if (rest === '') return 'The file ends in the middle of a value.';
  return `\`${rest}\` cannot stand here. Is a quote missing, or is it indented too far or too little?`;
}
