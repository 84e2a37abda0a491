import { expect, test } from 'vitest';
import { createExpressionChecker } from '../../condition/check-expression.ts';
import { declarationsOf } from '../../condition/declarations.ts';
import type { Condition } from '../../condition/condition.ts';
import { createRegions, type TruthMode } from '../regions.ts';
import { createSpace } from '../space.ts';
import { printFormula } from './print-formula.ts';

const declarations = declarationsOf({ signals: { p: { type: 'boolean' }, q: { type: 'boolean' } } });

function printed(text: string, wanted: TruthMode): string {
  const condition = createExpressionChecker(declarations).condition(text).condition as Condition;
  const space = createSpace(declarations.signals, [condition]);
  return printFormula(space, createRegions(space).formula(condition), wanted).text;
}

test.each<[string, TruthMode, string]>([
  ['p ? q : p', 'false', '(p && !q) || !p'],
  ['p ? q : p', 'true', '(p && q) || (!p && p)'],
  ['p ? q : !p', 'true', '(p && q) || !p'],
  ['p ? q : p', 'possible', '(p && (!has(q) || q)) || (!p && (!has(p) || p)) || !has(p)'],
])('%s is %s: %s', (text, wanted, expected) => {
  expect(printed(text, wanted)).toBe(expected);
});
