import { sameJson, type Json } from '../../../engine/model/json.ts';
import { parseJsonText, type JsonMember, type JsonNode } from './json-text.ts';
import { withValue, withoutValue } from './paths.ts';

/** JSON in the page's own format, if there is no formatting to keep. */
export function printJson(value: Json): string {
  return JSON.stringify(value, null, 2);
}

/**
 * The text with `value` at `path`, or without that path if `value` is undefined. The formatting of everything else is kept
 * if only that place can be edited; otherwise the whole text is printed again. `input` is the value of the text, or the
 * last valid value while the text is not JSON.
 */
export function editJsonText(text: string, input: Json, path: readonly string[], value: Json | undefined): string {
  const wanted = value === undefined ? withoutValue(input, path) : withValue(input, path, value);
  const parsed = parseJsonText(text);
  if (parsed.error === null) {
    const edited = editInPlace(text, parsed.root, path, value);
    if (edited !== null) {
      const check = parseJsonText(edited);
      if (check.error === null && sameJson(check.value, wanted)) return edited;
    }
  }
  return printJson(wanted);
}

function editInPlace(text: string, root: JsonNode, path: readonly string[], value: Json | undefined): string | null {
  let node = root;
  for (const [depth, key] of path.entries()) {
    if (node.kind !== 'object') return null;
    const index = node.members.findLastIndex(member => member.key === key);
    const member = node.members[index];
    if (member === undefined) {
      return value === undefined ? text : insertMember(text, node, key, withValue(null, path.slice(depth + 1), value));
    }
    if (depth === path.length - 1 && value === undefined) return removeMember(text, node, index);
    node = member.value;
  }
  if (value === undefined) return null;
  return text.slice(0, node.start) + printInside(text, node.start, value) + text.slice(node.end);
}

/** The value as text, with further lines indented like the line on which it starts. */
function printInside(text: string, offset: number, value: Json): string {
  const flat = JSON.stringify(value);
  const oneLine =
    Array.isArray(value) && flat.length <= 60 ? `[${value.map(item => JSON.stringify(item)).join(', ')}]` : null;
  if (oneLine !== null) return oneLine;
  return printJson(value).replaceAll('\n', `\n${indentAt(text, offset)}`);
}

function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

function insertMember(
  text: string,
  object: { start: number; end: number; members: JsonMember[] },
  key: string,
  value: Json,
): string {
  const last = object.members.at(-1);
  if (last === undefined) {
    const indent = indentAt(text, object.start);
    const inner = `${indent}  `;
    const member = `${JSON.stringify(key)}: ${printJson(value).replaceAll('\n', `\n${inner}`)}`;
    return `${text.slice(0, object.start)}{\n${inner}${member}\n${indent}}${text.slice(object.end)}`;
  }
  // The whitespace before the last key (a line break and its indentation, or a space) goes before the new one too.
  const lead = /[ \t\r\n]*$/.exec(text.slice(object.start + 1, last.start))?.[0] ?? '';
  const gap = lead.includes('\n') ? lead : object.members.length > 1 ? lead : ' ';
  const printed = printInside(text, last.start, value);
  return `${text.slice(0, last.value.end)},${gap}${JSON.stringify(key)}: ${printed}${text.slice(last.value.end)}`;
}

function removeMember(
  text: string,
  object: { start: number; end: number; members: JsonMember[] },
  index: number,
): string | null {
  const member = object.members[index];
  if (member === undefined) return null;
  const before = object.members[index - 1];
  const after = object.members[index + 1];
  if (before !== undefined) return text.slice(0, before.value.end) + text.slice(member.value.end);
  if (after !== undefined) return text.slice(0, member.start) + text.slice(after.start);
  return `${text.slice(0, object.start)}{}${text.slice(object.end)}`;
}
