import { expect, test } from 'vitest';
import { textCells } from './text-cells.ts';
test('try', () => {
  console.log(
    JSON.stringify(
      textCells(
        [
          { kind: 'text', predicate: 'matches', argument: '^[A-Z]{2}[0-9]+$' },
          { kind: 'compare', operator: '==', value: 'AB1' },
          { kind: 'size', operator: '>', value: 5 },
        ],
        {},
      ),
    ),
  );
  console.log(
    JSON.stringify(
      textCells(
        [
          { kind: 'compare', operator: '==', value: 'a' },
          { kind: 'one-of', values: ['b'] },
        ],
        { pattern: '^[ab]$' },
      ),
    ),
  );
  console.log(
    JSON.stringify(
      textCells(
        [
          { kind: 'text', predicate: 'matches', argument: '(?i)\\bk\\b' },
          { kind: 'compare', operator: '<', value: 'm' },
        ],
        { maxLength: 200 },
      ),
    ),
  );
  expect(1).toBe(1);
});
