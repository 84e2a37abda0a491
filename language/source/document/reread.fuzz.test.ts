import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyLanguageText, edited, randomEdit } from '../../../testing/random/random-edits.ts';
import { parseSource, type SourceDocument } from './document.ts';
import type { SourceNode } from '../tree/source-node.ts';
import { cases } from '../../../testing/random/random-cases.ts';

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
    places: paths
      .filter((_, index) => index % 7 === 0)
      .map(path => [
        document.rangeOf(path),
        document.rangeOf(path, 'key'),
        document.rangeOf(path, 'item'),
        document.rangeInScalar(path, 1, 4),
      ]),
    positions: Array.from({ length: 20 }, (_, i) => document.placeAt(document.positionAt((text.length * i) / 20))),
  };
}

/** Comparing texts is many times as fast; what differs is shown in the end. */
function expectSame(a: unknown, b: unknown): void {
  if (JSON.stringify(a) !== JSON.stringify(b)) expect(a).toEqual(b);
}

describe('reading what changed alone', () => {
  it('gives what reading the whole text gives, edit after edit', () => {
    let parts = 0;
    let whole = 0;
    fc.assert(
      fc.property(anyLanguageText, fc.array(randomEdit, { minLength: 1, maxLength: 10 }), ({ name, text }, edits) => {
        const uri = `file:///${name}`;
        const history = [text];
        let document = parseSource(uri, text);
        let readable = document;
        for (const each of edits) {
          // Mistakes are mostly put right before the next one is made.
          if (document.problems.length === 0) readable = document;
          const before = each.kind === 'digit' || each.kind === 'letter' ? document : readable;
          const next = edited(before.text, history, each);
          history.push(next);
          document = parseSource(uri, next, before);
          if (document.read === 'part') {
            parts++;
            expectSame(everything(document), everything(parseSource(uri, next)));
          } else whole++;
        }
      }),
      { numRuns: cases(5) },
    );
    // Where it always read the whole text, nothing would have been shown.
    expect(parts, `${parts} read in part, ${whole} as a whole`).toBeGreaterThan(whole / 10);
  });
});
