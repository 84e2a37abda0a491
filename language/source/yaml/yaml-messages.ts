import type { YAMLError } from 'yaml';
import { syntaxProblem, type TextProblem } from '../tree/source-problem.ts';
import { indentationMessage, lineEndAt, repairOf, type Repair } from './yaml-repairs.ts';

export interface ExplainedErrors {
  problems: TextProblem[];
  /** Problems with a mask that lets the rest of the text be parsed. */
  repairs: Repair[];
}

/** Errors evaluated per text: thousands of errors in a text that is not YAML would say no more. */
export const maxErrors = 200;

/** The yaml package's errors in our own words. Only the first per line, since others are mostly its consequences. */
export function explainYamlErrors(
  errors: readonly YAMLError[],
  text: string,
  sections: ReadonlySet<string>,
): ExplainedErrors {
  const explained: ExplainedErrors = { problems: [], repairs: [] };
  let lastLine: number | null = null;
  /** True once the document has ended before its text: everything after that is unexpected. */
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
 * A range that is visible in an editor: an empty or blank one becomes the character before it, a single character becomes its word.
 * It never extends beyond its line.
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
      return 'YAML does not allow a tab here. Use spaces.';
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
      return `A value cannot start with \`${found}\`, which has a special meaning in YAML. Put the value in quotes.`;
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'A mapping cannot start on the line of a key. Put it on the next line, indented.';
    case 'BLOCK_IN_FLOW':
      return 'Lists and mappings inside `{ }` or `[ ]` need brackets too.';
    case 'BAD_DQ_ESCAPE':
      return `${error.message.replace(/^Invalid escape sequence (.*)$/s, '`$1` is not an escape')} in double quotes. Write \\\\ for a backslash, or use single quotes, which have no escapes.`;
    case 'MULTILINE_IMPLICIT_KEY':
      return 'A key must be on one line. Is a `:`, a comma or a quote missing here?';
    case 'KEY_OVER_1024_CHARS':
      return 'A key can have at most 1024 characters. Is a quote missing before it?';
    case 'NON_STRING_KEY':
      return 'A key must be text, not `{ }` or `[ ]`. Put it in quotes if it is text.';
    case 'TAG_RESOLVE_FAILED':
      return 'A word that starts with `!` is a tag in YAML, but this one does not exist. Put the value in quotes if it is text.';
    case 'BAD_ALIAS':
      return 'A word that starts with `*` or `&` is an alias or anchor in YAML, but this one is malformed. Put the value in quotes if it is text.';
    case 'ALIAS_PROPS':
      return 'An alias (`*name`) cannot have a tag or an anchor.';
    case 'MULTIPLE_ANCHORS':
      return 'A value can have only one anchor (`&name`).';
    case 'MULTIPLE_TAGS':
      return 'A value can have only one tag (`!name`).';
    case 'BAD_PROP_ORDER':
      return 'An anchor or tag must come after the `-`, `?` or `:`, not before it.';
    case 'BAD_DIRECTIVE':
      return 'A line that starts with `%` is a YAML directive, but this one is unknown.';
    case 'BAD_COLLECTION_TYPE':
      return 'The tag before this value is for another type. Remove the tag.';
    case 'DUPLICATE_KEY':
      return 'This key is used twice.';
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
    return 'This line is between the `-` of an item and its keys. Indent it like the other keys of the item.';
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
    return `\`${rest[0] ?? ''}\` has no matching opening bracket.`;
  }
  if (/at node end/.test(message)) {
    return `\`${rest}\` does not belong to anything above, so the rest is not read. Indent it like the entries above.`;
  }
  if (rest === '') return 'The file ends in the middle of a value.';
  return `\`${rest}\` is not allowed here. Is a quote missing, or is the indentation wrong?`;
}
