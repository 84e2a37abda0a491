import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findingDefinitions } from './index.ts';

const fixtures = join(import.meta.dirname, '../../test/fixtures');

/** Codes of the findings that a file of expected fixes offers one for: a line with the code, the fixes indented below it. */
function fixedIn(golden: string): string[] {
  const text = readFileSync(join(fixtures, 'fixes', golden), 'utf8');
  return [...text.matchAll(/^([a-z-]+).*\n {2}\S/gm)].map(([, code = '']) => code);
}

it('the findings that say that they are fixable are those with a fix among the fixtures', () => {
  const goldens = readdirSync(join(fixtures, 'fixes')).filter(name => name.endsWith('.fixes.golden.txt'));
  const byAnalysis = new Set(goldens.flatMap(fixedIn));
  const byItself = (code: string) =>
    readdirSync(join(fixtures, 'findings', code), { recursive: true, encoding: 'utf8' }).some(name =>
      name.includes('.fix.golden.'),
    );
  const fixed = findingDefinitions.filter(({ code }) => byAnalysis.has(code) || byItself(code));
  const fixable = findingDefinitions.filter(definition => definition.fixable === true);
  expect(fixable.map(({ code }) => code)).toEqual(fixed.map(({ code }) => code));
});
