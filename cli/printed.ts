import { escapeOf, visibleText } from '../engine/model/visible-text.ts';
import { painted } from './formats/paint.ts';

declare const checked: unique symbol;

/**
 * What may be written to a stream as it is. Nothing that comes from data (a reason filled from a conversation, the
 * subject of a commit, the name of a file) can move the cursor in it, begin a line or give a command to a CI system.
 * Only the functions of this file make it.
 */
export type Printed = string & { readonly [checked]: true };

/**
 * Lines for people. Each string is one line: whatever in it would break the line, or not show itself, is shown as an
 * escape, and so is what a CI system would take for a command.
 */
export function forPeople(lines: readonly string[]): Printed {
  return lines.map(line => `${withoutCommands(painted(line, visibleText))}\n`).join('') as Printed;
}

/**
 * A JSON document on lines of its own, or on one line. Strings in it are encoded as far as JSON allows, so that it can
 * be read in a terminal and in the log of a CI system.
 */
export function asJson(value: unknown, { lines }: { lines: 'many' | 'one' } = { lines: 'many' }): Printed {
  const text = JSON.stringify(value, null, lines === 'many' ? 2 : undefined);
  // JSON.stringify has escaped everything below U+0020 in strings: what is left of that are the breaks between lines.
  const shown = text
    .split('\n')
    .map(line => replaceLoggedCommands(line, escapeOf))
    .map(visibleText);
  return `${shown.join('\n')}\n` as Printed;
}

/** Text of a format that encodes every name by its own rules (XML, workflow commands). */
export function encoded(text: string): Printed {
  return text as Printed;
}

/** One after the other. */
export function joined(parts: readonly Printed[]): Printed {
  return parts.join('') as Printed;
}

const sgr = '\\u001b\\[\\d+m';
/** GitHub takes a line that begins with `::`, after spaces, for a workflow command. */
const workflowCommand = new RegExp(`^((?:\\s|${sgr})*):(?=(?:${sgr})*:)`);
/** GitHub (`##[error]`), Azure Pipelines and TeamCity take commands anywhere in a line. */
const loggedCommand = /#(?=#(?:\[|vso\[|teamcity\[))/gi;

/** Replaces the first sign of each such command. */
export function replaceLoggedCommands(text: string, by: (sign: string) => string): string {
  return text.replace(loggedCommand, by);
}

function withoutCommands(line: string): string {
  const inside = line.replace(workflowCommand, (_match, before: string) => `${before}${escapeOf(':')}`);
  return replaceLoggedCommands(inside, escapeOf);
}
