import { isJsonObject, ownValue } from '../../engine/model/json.ts';
import { ruleName } from '../../engine/model/rule-set.ts';
import type { Range } from '../location.ts';
import type { SourceDocument, SourcePath } from '../source/document/document.ts';
import { listIn } from '../source/project/names.ts';
import type { Fix, RelatedPlace } from './finding.ts';

/** `id@version` of the rule that contains a path; null outside rules, and for a rule without an id. */
export function ruleAt(document: SourceDocument, path: SourcePath): string | null {
  if (path[0] !== 'rules' || typeof path[1] !== 'number') return null;
  const rule = listIn(document.value, 'rules')[path[1]];
  const id = ownValue(rule, 'id');
  const version = ownValue(rule, 'version');
  if (!isJsonObject(rule) || typeof id !== 'string') return null;
  return ruleName(typeof version === 'number' ? { id, version } : { id });
}

export function related(document: SourceDocument, path: SourcePath, range: Range, message: string): RelatedPlace {
  return { message, uri: document.uri, range, rule: ruleAt(document, path) };
}

/** The cause shared by findings about the text at one place (see `Finding.cause`). */
export function causeAt({ uri, range: { start, end } }: { uri: string; range: Range }): string {
  return `${uri} ${start.line}:${start.character}-${end.line}:${end.character}`;
}

/** Replaces the text of a range. */
export function replacement(title: string, uri: string, range: Range, newText: string, preferred = true): Fix {
  return { title, edits: [{ uri, range, newText }], preferred };
}

/**
 * Replaces a part of a scalar's text, or all of it if no offsets are given, without changing the kind of scalar. Null if the new text
 * would need other quotes.
 */
export function scalarFix(
  title: string,
  document: SourceDocument,
  path: SourcePath,
  newText: string,
  part?: { start: number; end: number },
): Fix | null {
  const node = document.nodeAt(path);
  if (node?.kind !== 'scalar') return null;
  const { start, end } = part ?? { start: 0, end: node.text.length };
  // These characters need no escapes in any kind of scalar, but a plain one must not become a number, boolean or null. A colon within a word is text.
  if (!/^(?:[a-z]+:)?[\w.@/][\w.@/ +-]*$/.test(newText) || newText.endsWith(' ')) return null;
  if (node.style === 'plain' && part === undefined && typeof node.value === 'string' && isYamlWord(newText))
    return null;
  return replacement(title, document.uri, document.rangeInScalar(path, start, end), newText);
}

/** "`a`, `b` and `c`" */
export function inWords(names: readonly string[], last = 'and'): string {
  const quoted = names.map(name => `\`${name}\``);
  const final = quoted.pop() ?? '';
  return quoted.length === 0 ? final : `${quoted.join(', ')} ${last} ${final}`;
}

/** True if a plain scalar with this text is a number, boolean or null in YAML's core schema. */
function isYamlWord(text: string): boolean {
  return /^(?:[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?|0x[\da-f]+|0o[0-7]+|[-+]?\.inf|\.nan|true|false|null|~)$/i.test(
    text,
  );
}
