import { applyEdits, modify } from 'jsonc-parser';

/** Replaces a part of a text. */
export interface Change {
  offset: number;
  length: number;
  text: string;
}

/** An entry of `exports`. */
export interface ListedExport {
  to: string;
  /** Relative to the rule file; absent for the root of the repository. */
  out?: string;
}

/** What lists exports in a rule file, in YAML or JSON; null if its `exports` are written in a way that this does not know. */
export function listExports(text: string, entries: readonly ListedExport[]): Change | null {
  return text.trimStart().startsWith('{') ? inJson(text, entries) : inYaml(text, entries);
}

function inYaml(text: string, entries: readonly ListedExport[]): Change | null {
  const line = text.includes('\r\n') ? '\r\n' : '\n';
  const flow = entries.map(({ to, out }) => `{ to: ${to}${out === undefined ? '' : `, out: ${JSON.stringify(out)}`} }`);
  const items = (indent: string) => flow.map(entry => `${indent}- ${entry}${line}`).join('');
  const key = /^exports:[ \t]*([^\r\n]*)/m.exec(text);
  if (key === null) {
    const before = text === '' || text.endsWith('\n') ? line : `${line}${line}`;
    return { offset: text.length, length: 0, text: `${before}exports:${line}${items('  ')}` };
  }
  const value = key[1] ?? '';
  const list = /^\[(.*)\]\s*(?:#.*)?$/.exec(value);
  if (list !== null) {
    const inner = list[1] ?? '';
    const offset = key.index + key[0].length - value.length + 1 + inner.trimEnd().length;
    return { offset, length: 0, text: `${inner.trim() === '' ? '' : ', '}${flow.join(', ')}` };
  }
  if (value !== '' && !value.startsWith('#')) return null;
  const start = text.indexOf('\n', key.index) + 1;
  if (start === 0) return null;
  const block = /^(?:(?:[ \t]+|-|#)[^\n]*(?:\n|$)|\r?\n)*/.exec(text.slice(start))?.[0] ?? '';
  const indent = /^([ \t]*)- /m.exec(block)?.[1];
  if (indent === undefined) return null;
  // After the last item, not after the comments and blank lines behind it.
  const own = block.replace(/(?:^[ \t]*(?:#[^\n]*)?\r?(?:\n|$))+$/m, '');
  const whole = own.endsWith('\n');
  return { offset: start + own.length, length: 0, text: `${whole ? '' : line}${items(indent)}` };
}

function inJson(text: string, entries: readonly ListedExport[]): Change {
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
  const formattingOptions = {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
  let result = text;
  for (const entry of entries) {
    const [path, value] = /"exports"\s*:\s*\[/.test(result) ? [['exports', -1], entry] : [['exports'], [entry]];
    result = applyEdits(result, modify(result, path, value, { formattingOptions }));
  }
  return changeBetween(text, result);
}

/** The part of two texts that differs. */
function changeBetween(before: string, after: string): Change {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { offset: start, length: before.length - end - start, text: after.slice(start, after.length - end) };
}
