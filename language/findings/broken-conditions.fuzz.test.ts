import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileCondition } from '../../engine/condition/compile-condition.ts';
import { brokenPartsOf } from '../../engine/condition/condition.ts';
import { createCachingChecker, declarationsOf } from '../../engine/index.ts';
import type { ConditionSource } from '../../engine/model/rule-set.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { cases } from '../../testing/random/random-cases.ts';
import { createQueries } from '../queries/create-queries.ts';

const declared = {
  signals: { p: { type: 'boolean' }, n: { type: 'integer' }, s: { type: 'string' } },
  thresholds: { max: 3 },
} as const;

const sound = ['p', 'n > thresholds.max', '!p || n == 2', 's.startsWith("a")', 'p ? n > 1 : s == ""', 'has(s)'];
const unsound = [
  ...['', ' ', 'n >', 'm > 1', 'n', 'p == 1', 'n > thresholds.min', 's.matches("(")', 'n > 1 / 0', 'thresholds > 1'],
  `${'!'.repeat(70)}p`,
  `${'('.repeat(70)}p${')'.repeat(70)}`,
  `p || ${'p && '.repeat(3000)}p`,
  `n in [${'1, '.repeat(1001)}1]`,
  `n > ${'1 + '.repeat(101)}1`,
];
const malformed = [null, 5, {}, [], { all: 'p' }, { none: ['p'] }];

const nested = (source: unknown, kinds: ('all' | 'any' | 'not')[]): unknown =>
  kinds.reduce((inner, kind) => ({ [kind]: kind === 'not' ? inner : [inner] }), source);

const { condition } = fc.letrec(tie => ({
  condition: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { arbitrary: fc.constantFrom<unknown>(...sound, true), weight: 12 },
    fc.constantFrom<unknown>(...unsound, ...malformed),
    { arbitrary: fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }), weight: 3 },
    { arbitrary: fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }), weight: 3 },
    { arbitrary: fc.record({ not: tie('condition') }), weight: 3 },
    {
      arbitrary: fc
        .tuple(tie('condition'), fc.array(fc.constantFrom('all', 'any', 'not'), { minLength: 27, maxLength: 32 }))
        .map(([inner, kinds]) => nested(inner, kinds)),
      weight: 2,
    },
  ),
}));

async function rulesWithErrors(when: unknown): Promise<(string | null)[]> {
  const rules = [
    { id: 'other', when: 'p', decide: 'pause' },
    { id: 'tried', when, decide: 'stop' },
  ];
  const ruleSet = { escalation: 1, name: 'a', version: '1.0.0', ...declared, rules };
  const workspace = memoryWorkspace({ 'a.escalation.json': JSON.stringify(ruleSet) });
  const { findings } = await createQueries(workspace, { without: ['facts'] }).findings(
    workspace.uri('a.escalation.json'),
  );
  return [...new Set(findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule))];
}

test('a rule has an error exactly if its condition cannot be compiled', async () => {
  let sawBroken = 0;
  await fc.assert(
    fc.asyncProperty(condition, async when => {
      const checker = createCachingChecker(declarationsOf(declared));
      const compiled = compileCondition(when as ConditionSource, checker, ['rules', 1, 'when']);
      if (brokenPartsOf(compiled.condition).length > 0) {
        sawBroken++;
        expect(compiled.problems).not.toEqual([]);
      }
      expect(await rulesWithErrors(when)).toEqual(compiled.problems.length > 0 ? ['tried@1'] : []);
    }),
    { numRuns: cases(80) },
  );
  expect(sawBroken).toBeGreaterThan(cases(80) / 12);
});

test.each(['all', 'any', 'not'] as const)('%s may be nested 30 levels deep, and no deeper', async kind => {
  expect(await rulesWithErrors(nested('p', Array<typeof kind>(30).fill(kind)))).toEqual([]);
  expect(await rulesWithErrors(nested('p', Array<typeof kind>(31).fill(kind)))).toEqual(['tried@1']);
  expect(await rulesWithErrors(nested('p', Array<typeof kind>(90).fill(kind)))).toEqual(['tried@1']);
});
