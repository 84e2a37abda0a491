import { expect, it } from 'vitest';
import { conditionLines } from './condition-lines.ts';

it.each([
  ['true', [['true']]],
  ['a < 1 && b > 2', [['a < 1', 'b > 2']]],
  ['a < 1 || b > 2 && c', [['a < 1'], ['b > 2', 'c']]],
  [
    '(a && b) || (c && d)',
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
  ],
  ['(a || b) && c', [['(a || b)', 'c']]],
  ['(a || b)', [['(a || b)']]],
  ['(a) && (b)', [['(a)', '(b)']]],
  ['text == "x || y" && z', [['text == "x || y"', 'z']]],
  [String.raw`text == "a \" && b" && z`, [[String.raw`text == "a \" && b"`, 'z']]],
  ['flags.all(f, f in ["a", "b"] && x) && y', [['flags.all(f, f in ["a", "b"] && x)', 'y']]],
  ['a ? b && c : d', [['a ? b && c : d']]],
  ['(a ? b : c) && d', [['(a ? b : c)', 'd']]],
])('%s is read as %j', (condition, lines) => expect(conditionLines(condition)).toEqual(lines));
