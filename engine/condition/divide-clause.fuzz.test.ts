import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cases } from '../../testing/random/random-cases.ts';
import { useSpecifiedFunctions } from './cel-functions.ts';
import { conditionContext, thresholdContexts } from './cel-values.ts';
import { createExpressionChecker } from './check-expression.ts';
import { clausesOf, type SignalValue } from './condition.ts';
import { conditionEnvironment, declarationsOf } from './declarations.ts';
import { evaluate } from './evaluate.ts';
import { standardForm } from './standard-form.ts';

const declarations = declarationsOf({
  signals: {
    x: { type: 'number' },
    y: { type: 'number' },
    n: { type: 'integer' },
    m: { type: 'integer' },
    p: { type: 'boolean' },
    q: { type: 'boolean' },
    role: { type: 'string' },
    tags: { type: 'array', items: { type: 'string' } },
  },
  thresholds: { limit: 2 },
});
const checker = createExpressionChecker(declarations);
const environment = conditionEnvironment(declarations);
const thresholds = thresholdContexts(declarations)(new Map());

/** The truth of a whole expression by the CEL library; an error, such as a missing signal, is unknown. */
function byCel(text: string): (values: ReadonlyMap<string, SignalValue>) => string {
  const compiled = environment.parse(standardForm(environment.parse(text).ast, declarations).text);
  useSpecifiedFunctions(compiled.ast);
  compiled.check();
  return values => {
    try {
      return String(compiled(conditionContext(declarations, values, thresholds)));
    } catch {
      return 'unknown';
    }
  };
}

type Text = fc.Arbitrary<string>;
const one = (...texts: string[]): Text => fc.constantFrom(...texts);
const joined = (...parts: (string | Text)[]): Text =>
  fc.tuple(...parts.map(part => (typeof part === 'string' ? fc.constant(part) : part))).map(texts => texts.join(''));

type Kind = 'double' | 'int' | 'string' | 'list' | 'bool';

const { bool } = fc.letrec<Record<Kind | 'atom' | 'doubleAtom' | 'intAtom', string>>(of => {
  const choice = (kind: Kind): Text => joined('(', of('bool'), ' ? ', of(kind), ' : ', of(kind), ')');
  const depth = { maxDepth: 3, depthSize: 'small' } as const;
  return {
    atom: one('p', 'q', 'has(x)', 'has(role)', 'role == "a"', 'x > 1', 'n < 2', '"a" in tags', 'true'),
    doubleAtom: one('x', 'y', '0.5', '2.0', 'double(n)'),
    intAtom: one('n', 'm', '1', '2', '5', 'thresholds.limit', 'size(tags)', 'size(role)'),
    double: fc.oneof(
      depth,
      of('doubleAtom'),
      choice('double'),
      joined('(', of('bool'), ' ? ', of('int'), ' : ', of('double'), ')'),
      joined('(', of('double'), one(' + ', ' - ', ' * ', ' / '), of('double'), ')'),
      joined('(', of('double'), one(' + ', ' / '), one('1', '2', '5'), ')'),
    ),
    int: fc.oneof(
      depth,
      of('intAtom'),
      choice('int'),
      joined('(', of('int'), one(' + ', ' - ', ' * ', ' / ', ' % '), of('int'), ')'),
      joined('-', of('intAtom')),
      joined('size(', of('string'), ')'),
    ),
    string: fc.oneof(depth, one('role', '"a"', '"ab"', '"a  b"'), choice('string')),
    list: fc.oneof(depth, one('tags', '["a"]', '["a", "ab"]'), choice('list'), joined('[', of('string'), ', "b"]')),
    bool: fc.oneof(
      depth,
      of('atom'),
      joined(of('double'), one(' < ', ' >= ', ' == ', ' != '), of('double')),
      joined(of('int'), one(' < ', ' <= ', ' == '), of('int')),
      joined(of('double'), one(' > ', ' <= '), of('int')),
      joined(one('x', 'y', '2.5'), one(' > ', ' == '), '(', choice('int'), ' / 2)'),
      joined(of('string'), one(' == ', ' != ', ' < '), of('string')),
      joined(of('string'), one('.startsWith(', '.contains('), of('string'), ')'),
      joined(of('string'), ' in ', of('list')),
      joined('(', of('list'), ').exists(v, v == "a")'),
      joined('(', of('bool'), one(' == ', ' != '), of('bool'), ')'),
      joined('(', of('bool'), one(' && ', ' || '), of('bool'), ')'),
      joined('!(', of('bool'), ')'),
      choice('bool'),
    ),
  };
});

const given = <T extends SignalValue>(...values: T[]) =>
  fc.option(fc.constantFrom(...values), { nil: undefined, freq: 3 });
const inputs = fc
  .record({
    x: given(-1, 0, 0.5, 1, 2, 2.5, 5),
    y: given(0, 1, 2),
    n: given(-2, 0, 1, 2, 5),
    m: given(0, 1, 2),
    p: given(true, false),
    q: given(true, false),
    role: given('', 'a', 'ab', 'a  b'),
    tags: given<readonly string[]>([], ['a'], ['ab', 'b']),
  })
  .map(input =>
    Object.entries(input).flatMap(([name, value]): [string, SignalValue][] =>
      value === undefined ? [] : [[name, value]],
    ),
  )
  .map(entries => new Map(entries));

describe('a clause divided into smaller ones', () => {
  test('has the truth that CEL gives the whole, also if signals are missing or a branch fails', () => {
    let divided = 0;
    let total = 0;
    fc.assert(
      fc.property(bool, fc.array(inputs, { minLength: 40, maxLength: 40 }), (text, some) => {
        const { condition, problems } = checker.condition(text);
        // Expressions that never have a value or do not type-check, and those with too many choices, stay as they are.
        if (condition === null || problems.length > 0) return;
        const clauses = clausesOf(condition);
        if (clauses.some(clause => clause.text.includes('?'))) return;
        total++;
        if (text.includes('?') || clauses.length > 2) divided++;
        const truth = byCel(text);
        for (const values of some) {
          expect(evaluate(condition, values), `${text} with ${JSON.stringify([...values])}`).toBe(truth(values));
        }
      }),
      { numRuns: cases(100) },
    );
    expect(total).toBeGreaterThan(cases(100) / 2);
    expect(divided).toBeGreaterThan(total / 3);
  });
});
