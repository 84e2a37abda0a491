import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { ruleSetText } from '../../bench/generate/rule-set-text.ts';
import { parseSource, type SourceDocument } from './document.ts';
import type { SourceNode } from './source-node.ts';

const root = join(import.meta.dirname, '../..');
const files = globSync(['examples/**/*.{escalation,samples}.yaml', 'test/fixtures/**/*.{escalation,samples}.yaml'], {
  cwd: root,
}).sort();
const texts = [
  ...files.map(name => ({ name, text: readFileSync(join(root, name), 'utf8') })),
  { name: 'generated.escalation.yaml', text: ruleSetText(12).text },
  { name: 'dashes-at-the-margin.escalation.yaml', text: ruleSetText(6).text.replace(/^ {2}(?= {2}|- )/gm, '') },
  { name: 'windows.escalation.yaml', text: ruleSetText(6).text.replaceAll('\n', '\r\n') },
];

/** Everything that a document says of itself, as plain data. */
function everything(document: SourceDocument): unknown {
  const { text, value, problems, comments, lineCount } = document;
  const paths: (string | number)[][] = [[], ['nothing']];
  const plain = (node: SourceNode, path: (string | number)[]): unknown => {
    paths.push(path);
    switch (node.kind) {
      case 'mapping':
        return {
          ...{ kind: node.kind, start: node.start, end: node.end, flow: node.flow },
          keys: [...node.byKey].map(([key, entry]) => [key, node.entries.indexOf(entry)]),
          entries: node.entries.map(({ key, keyNode, value: inside, duplicate }) => [
            { key, keyNode, duplicate },
            plain(inside, [...path, key]),
          ]),
        };
      case 'sequence':
        return {
          ...{ kind: node.kind, start: node.start, end: node.end, flow: node.flow },
          items: node.items.map((item, index) => plain(item, [...path, index])),
        };
      case 'scalar':
        return node;
      case 'alias':
        return { ...node, target: plain(node.target, path) };
    }
  };
  const tree = document.root === null ? null : plain(document.root, []);
  return {
    ...{ text, value, problems, comments, lineCount, tree },
    order: JSON.stringify(value),
    places: paths.map(path => [
      document.rangeOf(path),
      document.rangeOf(path, 'key'),
      document.rangeOf(path, 'item'),
      document.rangeInScalar(path, 1, 4),
    ]),
    positions: Array.from({ length: 20 }, (_, i) => document.placeAt(document.positionAt((text.length * i) / 20))),
  };
}

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

interface Edit {
  kind: 'insert' | 'delete' | 'replace' | 'double' | 'indent' | 'outdent' | 'swap' | 'join' | 'digit' | 'undo';
  at: number;
  length: number;
  piece: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom<Edit['kind'][]>(
    ...(['insert', 'insert', 'insert', 'delete', 'replace', 'double', 'indent', 'outdent', 'swap'] as const),
    ...(['join', 'digit', 'digit', 'undo', 'undo', 'undo'] as const),
  ),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 400 })),
  piece: fc.constantFrom(...pieces),
});

function edited(text: string, history: string[], { kind, at, length, piece }: Edit): string {
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
    case 'undo':
      return history.at(-2) ?? text;
  }
}

describe('reading what changed alone', () => {
  it('gives what reading the whole text gives, edit after edit', () => {
    let parts = 0;
    let whole = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.array(edit, { minLength: 1, maxLength: 10 }),
        ({ name, text }, edits) => {
          const uri = `file:///${name}`;
          const history = [text];
          let document = parseSource(uri, text);
          let readable = text;
          for (const each of edits) {
            // Mistakes are mostly put right before the next one is made.
            if (document.problems.length === 0) readable = document.text;
            const next = edited(each.kind === 'digit' ? document.text : readable, history, each);
            history.push(next);
            document = parseSource(uri, next, document);
            if (document.read === 'part') {
              parts++;
              expect(everything(document)).toEqual(everything(parseSource(uri, next)));
            } else whole++;
          }
        },
      ),
      { numRuns: Number(process.env['RUNS'] ?? 1500) },
    );
    // Where it always read the whole text, nothing would have been shown.
    console.log(parts, whole);
    expect(parts).toBeGreaterThan(whole / 4);
  });
});
