import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { signalReader } from '../../decide/signal-reader.ts';
import type { Signal } from '../../model/rule-set.ts';
import type { Clause, Comparison, Test } from '../../condition/condition.ts';
import { evaluate } from '../../condition/evaluate.ts';
import { compilePattern } from '../../condition/pattern.ts';
import { textCells } from './text-cells.ts';
import type { TextTest } from './text-test.ts';
import { cases } from '../../../testing/random/random-cases.ts';

/** The code points of strings: letters, a word boundary, a newline, three case variants, an astral one. */
const letters = ['a', 'b', 'x', 'A', 'k', 'K', '\u212a', '_', '1', ' ', '\n', 'é', '😀'];
const longest = 5;

// Usually two, so that words overlap.
const letter = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('a', 'b') },
  fc.constantFrom(...letters, 'c', 'z', '-'),
);
const text = fc.array(letter, { maxLength: 4 }).map(parts => parts.join(''));

const pattern = fc.letrec<{ atom: string; factor: string; branch: string; pattern: string }>(tie => ({
  atom: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'pattern' },
    letter.map(escaped),
    fc.constantFrom(
      '.',
      '[a-c]',
      '[^a]',
      '[^\\n]',
      '\\w',
      '\\W',
      '\\d',
      '\\s',
      '[[:alpha:]]',
      '\\pL',
      '(?s:.)',
      '(?i:k)',
      '(?i:ab)',
      '[x-]',
      '(?i:[^k])',
    ),
    fc.constantFrom('^', '$', '\\A', '\\z', '\\b', '\\B', '(?m:^)', '(?m:$)'),
    tie('pattern').map(inner => `(${inner})`),
    tie('pattern').map(inner => `(?i:${inner})`),
  ),
  factor: fc
    .tuple(tie('atom'), fc.constantFrom('', '', '', '*', '+', '?', '*?', '{2}', '{1,2}', '{2,}'))
    .map(([atom, repeat]) =>
      repeat !== '' && /^(\^|\$|\\[AzbB]|\(\?m:.\))$/.test(atom) ? `(?:${atom})${repeat}` : atom + repeat,
    ),
  branch: fc
    .array(tie('factor'), { minLength: 1, maxLength: 4, depthIdentifier: 'pattern' })
    .map(factors => factors.join('')),
  pattern: fc.oneof(
    { withCrossShrink: true },
    tie('branch'),
    fc.tuple(tie('branch'), tie('branch')).map(sides => sides.join('|')),
  ),
})).pattern;
const anchored = fc
  .tuple(fc.constantFrom('', '^', '(?i)', '(?m)', '(?m)^', '(?is)^'), pattern, fc.constantFrom('', '', '$', '\\b'))
  .map(parts => parts.join(''))
  .filter(candidate => typeof compilePattern(candidate) === 'function');

/** The code points used by the strings of a case. */
const alphabet = fc.oneof(
  fc.constantFrom(...letters.slice(2)).map(third => ['a', 'b', third]),
  fc.uniqueArray(fc.constantFrom(...letters), { minLength: 3, maxLength: 3 }),
);

const comparison = fc.constantFrom<Comparison>('<', '<=', '>', '>=', '==', '!=');
const textTest: fc.Arbitrary<TextTest> = fc.oneof(
  fc.record({ kind: fc.constant('compare'), operator: comparison, value: text }),
  fc.record({ kind: fc.constant('one-of'), values: fc.array(text, { maxLength: 5 }) }),
  fc.record({
    kind: fc.constant('text'),
    predicate: fc.constantFrom('startsWith', 'endsWith', 'contains'),
    argument: text,
  }),
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('text'), predicate: fc.constant('matches'), argument: anchored }),
  },
  fc.record({
    kind: fc.constant('size'),
    operator: comparison,
    value: fc.oneof(fc.integer({ min: -1, max: 7 }), fc.constantFrom(1.5, 3.5)),
  }),
);
const schema: fc.Arbitrary<Omit<Signal, 'type'>> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  fc.record(
    {
      pattern: anchored,
      minLength: fc.nat({ max: 3 }),
      maxLength: fc.nat({ max: 6 }),
      examples: fc.array(text, { maxLength: 3 }),
    },
    { requiredKeys: [] },
  ),
  fc.record({ enum: fc.array(text, { minLength: 1, maxLength: 4 }) }),
);

test('every string is in the cell of its truths, and every cell contains its example', () => {
  const runs = cases(40);
  let beyondTheLimit = 0;
  fc.assert(
    fc.property(fc.array(textTest, { minLength: 1, maxLength: 5 }), schema, alphabet, (tests, restrictions, few) => {
      const answers = interpreter(tests, { type: 'string', ...restrictions });
      const { cells, complete } = textCells(tests, restrictions);
      // Incomplete cells are checked by the next test.
      if (!complete) {
        beyondTheLimit++;
        return;
      }
      const examples = new Map<string, string>();
      for (const { truths, example } of cells) {
        expect(example).not.toBeNull();
        expect(answers(example as string)).toEqual(truths);
        expect(examples.has(String(truths))).toBe(false);
        examples.set(String(truths), example as string);
      }
      const preferred = new Set([
        ...(restrictions.examples ?? []),
        ...(restrictions.enum ?? []),
        ...tests.flatMap(named),
      ]);
      for (const string of stringsOver(few)) {
        const truths = answers(string);
        if (!truths) continue;
        const example = examples.get(String(truths));
        expect(example, JSON.stringify(string)).toBeDefined();
        // The shortest, but up to three code points are preferred to none.
        const length = [...string].length;
        if (!preferred.has(example as string)) expect([...(example as string)].length).toBeLessThanOrEqual(length || 3);
      }
    }),
    { numRuns: runs },
  );
  expect(beyondTheLimit).toBeLessThan(runs / 100);
});

test('cells found within a limit, or with patterns that have no automaton, are right', () => {
  // The same language, in a program of another form than RE2's.
  const beyond = (source: string) => RE2JS.compile(`(?<!\\x{10FFFF})(?:${source})`, RE2JS.LOOKBEHINDS);
  fc.assert(
    fc.property(
      fc.array(textTest, { minLength: 1, maxLength: 4 }),
      schema,
      fc.option(fc.nat({ max: 400 }), { nil: undefined }),
      fc.boolean(),
      alphabet,
      (tests, restrictions, limit, opaque, few) => {
        const answers = interpreter(tests, { type: 'string', ...restrictions });
        const options = { ...(limit !== undefined && { limit }), ...(opaque && { compile: beyond }) };
        const { cells, complete } = textCells(tests, restrictions, options);
        for (const { truths, example } of cells) if (example !== null) expect(answers(example)).toEqual(truths);
        const known = new Set(cells.map(({ truths }) => String(truths)));
        expect(known.size).toBe(cells.length);
        if (!complete) return;
        for (const string of stringsOver(few)) {
          const truths = answers(string);
          if (truths) expect(known.has(String(truths)), JSON.stringify(string)).toBe(true);
        }
      },
    ),
    { numRuns: cases(50) },
  );
});

/** The truths that the interpreter finds for a string that the reader accepts. */
function interpreter(tests: readonly TextTest[], signal: Signal): (text: string) => boolean[] | undefined {
  const read = signalReader('s', signal);
  const clauses = tests.map((asked): Clause => ({ ...frame, test: clauseTest(asked) }));
  return text => {
    const reading = read({ s: text }, 0);
    if ('missing' in reading) return undefined;
    const values = new Map([['s', reading.value]]);
    return clauses.map(clause => evaluate(clause, values) === 'true');
  };
}

const frame: Omit<Clause, 'test'> = {
  kind: 'clause',
  needs: ['s'],
  signals: ['s'],
  thresholds: [],
  text: '',
  span: { path: [], start: 0, end: 0 },
  standardForm: '',
};

function clauseTest(asked: TextTest): Test {
  switch (asked.kind) {
    case 'compare':
    case 'size':
      return { ...asked, signal: 's' };
    case 'one-of':
      return { kind: 'one-of', signal: 's', values: [...asked.values] };
    case 'text':
      return { ...asked, signal: 's', matches: matcher(asked.predicate, asked.argument) };
  }
}

function matcher(predicate: string, argument: string): (text: string) => boolean {
  if (predicate === 'startsWith') return text => text.startsWith(argument);
  if (predicate === 'endsWith') return text => text.endsWith(argument);
  if (predicate === 'contains') return text => text.includes(argument);
  return compilePattern(argument) as (text: string) => boolean;
}

function named(asked: TextTest): readonly string[] {
  return asked.kind === 'one-of' ? asked.values : asked.kind === 'compare' ? [asked.value] : [];
}

function* stringsOver(few: readonly string[]): Generator<string> {
  let layer = [''];
  for (let length = 0; length <= longest; length++) {
    yield* layer;
    layer = layer.flatMap(start => few.map(next => start + next));
  }
}

function escaped(character: string): string {
  return character === '-' ? '\\-' : character;
}
