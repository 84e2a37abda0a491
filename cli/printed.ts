import { escapeOf, visibleText } from '../engine/model/visible-text.ts';
import { painted } from './formats/paint.ts';

declare const checked: unique symbol;

/**
 * Text that is safe to write to a stream: nothing in it that comes from data (a reason filled from a conversation, the
 * subject of a commit, the name of a file) can move the cursor, begin a line or give a command to a CI system.
 * Only the functions of this file create it.
 */
export type Printed = string & { readonly [checked]: true };

/**
 * Lines for people. Each string becomes one line: line breaks, invisible characters, and anything that a CI system would
 * take for a command are escaped.
 */
export function forPeople(lines: readonly string[]): Printed {
  return lines.map(line => `${withoutCommands(painted(line, visibleText))}\n`).join('') as Printed;
}

/**
 * A JSON document, indented or on one line. Its strings are escaped as far as JSON allows, so that it is safe in a
 * terminal and in the log of a CI system.
 */
export function asJson(value: unknown, { lines }: { lines: 'many' | 'one' } = { lines: 'many' }): Printed {
  const text = JSON.stringify(value, null, lines === 'many' ? 2 : undefined);
  // JSON.stringify has escaped everything below U+0020 in strings, so any line feed left is indentation.
  const shown = text
    .split('\n')
    .map(line => replaceLoggedCommands(line, escapeOf))
    .map(visibleText);
  return `${shown.join('\n')}\n` as Printed;
}

/** Marks text as safe that its format has already escaped (XML, workflow commands). */
export function encoded(text: string): Printed {
  return text as Printed;
}

/** Concatenates printed text. */
export function joined(parts: readonly Printed[]): Printed {
  return parts.join('') as Printed;
}

const sgr = '\\u001b\\[\\d+m';
/** GitHub takes a line that begins with `::`, after spaces, for a workflow command. */
const workflowCommand = new RegExp(`^((?:\\s|${sgr})*):(?=(?:${sgr})*:)`);
/** GitHub (`##[error]`), Azure Pipelines and TeamCity take commands anywhere in a line. */
const loggedCommand = /#(?=#(?:\[|vso\[|teamcity\[))/gi;

/** Replaces the first character of each command that a CI system would find within a line. */
export function replaceLoggedCommands(text: string, by: (character: string) => string): string {
  return text.replace(loggedCommand, by);
}

function withoutCommands(line: string): string {
  const inside = line.replace(workflowCommand, (_match, before: string) => `${before}${escapeOf(':')}`);
  return replaceLoggedCommands(inside, escapeOf);
}
