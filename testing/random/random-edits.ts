import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { globSync } from 'tinyglobby';
import { ruleSetText } from '../../bench/generate/rule-set-text.ts';

const root = join(import.meta.dirname, '../..');
const textsIn = (pattern: string) =>
  globSync(pattern, { cwd: root })
    .sort()
    .map(name => ({ name, text: readFileSync(join(root, name), 'utf8') }));

const readable = [
  ...textsIn('examples/**/*.{escalation,samples}.yaml'),
  { name: 'generated.escalation.yaml', text: ruleSetText(12).text },
  { name: 'dashes-at-the-margin.escalation.yaml', text: ruleSetText(6).text.replace(/^ {2}(?= {2}|- )/gm, '') },
  { name: 'windows.escalation.yaml', text: ruleSetText(6).text.replaceAll('\n', '\r\n') },
];

/** Examples, generated rule sets in several styles, and sometimes a fixture, which usually has errors. */
export const anyLanguageText = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...readable) },
  { weight: 1, arbitrary: fc.constantFrom(...textsIn('test/fixtures/**/*.{escalation,samples}.yaml')) },
);

const pieces = [
  ...[
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ':',
    ': ',
    ' #',
    '# x',
    '- ',
    '-',
    '|',
    '>-',
    '&a ',
    '*a',
    '!x',
    '!!str ',
    '? ',
    ',',
  ],
  ...[
    '\n',
    '\n\n',
    '\r',
    '\r\n',
    '\t',
    ' ',
    '  ',
    '\n  ',
    '\n    ',
    '\n  - ',
    '\n---\n',
    '\n...\n',
    '%',
    '\\',
    '\ufeff',
    '\0',
  ],
  ...[
    'x',
    '7',
    'amount > 5',
    '!x',
    '"a" in b',
    'a ? b : c',
    '{ all: [a, !b] }',
    '\n    when: !x',
    '\n  - id: z\n    decide: stop\n',
  ],
  ...[
    '\n    reason: |\n      one\n\n        two\n',
    '\nrules:\n',
    '\n  x: { a: 1 }',
    'it\u2019s',
    "it's",
    '\ud83d\ude00',
    '\ud83d',
    '1e999',
  ],
];

/** A random change of a text, as a mistake or its correction. */
export interface RandomEdit {
  kind:
    | 'insert'
    | 'delete'
    | 'replace'
    | 'double'
    | 'indent'
    | 'outdent'
    | 'swap'
    | 'join'
    | 'digit'
    | 'letter'
    | 'line'
    | 'item'
    | 'undo';
  at: number;
  length: number;
  piece: string;
}

export const randomEdit: fc.Arbitrary<RandomEdit> = fc.record({
  kind: fc.constantFrom<RandomEdit['kind'][]>(
    ...(['insert', 'insert', 'insert', 'delete', 'replace', 'double', 'indent', 'outdent', 'swap'] as const),
    ...(['join', 'digit', 'digit', 'undo'] as const),
    ...(['letter', 'letter', 'letter', 'line', 'line', 'item', 'item', 'item'] as const),
  ),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 400 })),
  piece: fc.constantFrom(...pieces),
});

/** @param history the versions of the text, the current one last */
export function edited(text: string, history: readonly string[], { kind, at, length, piece }: RandomEdit): string {
  const offset = Math.floor(text.length * at);
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const found = text.indexOf('\n', offset);
  const lineEnd = found === -1 ? text.length : found + 1;
  const line = text.slice(lineStart, lineEnd);
  const withLine = (changed: string) => text.slice(0, lineStart) + changed + text.slice(lineEnd);
  switch (kind) {
    case 'insert':
      return text.slice(0, offset) + piece + text.slice(offset);
    case 'delete':
      return text.slice(0, offset) + text.slice(offset + length);
    case 'replace':
      return text.slice(0, offset) + piece + text.slice(offset + length);
    case 'double':
      return withLine(line + line);
    case 'indent':
      return withLine(` ${line}`);
    case 'outdent':
      return withLine(line.replace(/^ /, ''));
    case 'swap': {
      const next = text.indexOf('\n', lineEnd);
      if (next === -1) return text;
      return text.slice(0, lineStart) + text.slice(lineEnd, next + 1) + line + text.slice(next + 1);
    }
    case 'join':
      return withLine(line.trimEnd());
    case 'digit':
      return text.slice(0, offset) + text.slice(offset).replace(/\d/, digit => String((Number(digit) + 3) % 10));
    case 'letter': {
      const word = /[a-z]{2}/.exec(text.slice(offset));
      return word === null ? text : text.slice(0, offset + word.index + 1) + 'q' + text.slice(offset + word.index + 1);
    }
    case 'line': {
      const [key] = /^ *(?=[a-z_]+: )/.exec(line) ?? [];
      return key === undefined ? text : withLine(`${line}${key}extra${length}: { a: [${length}] }\n`);
    }
    case 'item': {
      const [item] = /^ *- (?:.*\n)(?: *\n| +[^- ].*\n)*/m.exec(text.slice(lineStart)) ?? [''];
      const found = item === '' ? -1 : text.indexOf(item, lineStart);
      if (found === -1) return text;
      return text.slice(0, found) + (length % 3 === 0 ? '' : item + item) + text.slice(found + item.length);
    }
    case 'undo':
      return history.at(-2) ?? text;
  }
}
