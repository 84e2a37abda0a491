import { describe, expect, test } from 'vitest';
import { some } from '../../testing/random/random-cases.ts';
import { createExpressionChecker } from './check-expression.ts';
import { clausesOf } from './condition.ts';
import { declarationsOf } from './declarations.ts';

const checker = createExpressionChecker(
  declarationsOf({
    signals: {
      amount: { type: 'number' },
      average: { type: 'number' },
      n: { type: 'integer' },
      p: { type: 'boolean' },
      q: { type: 'boolean' },
      note: { type: 'string' },
      tags: { type: 'array', items: { type: 'string' } },
      waited: { type: 'string', format: 'duration' },
      opened: { type: 'string', format: 'date-time' },
      'customer.tier': { type: 'string' },
    },
    thresholds: { limit: 100, zero: 0, wait: '10m', quoted: '100' },
  }),
);

/** The problems of a condition, each as `text: message`. */
function problemsOf(text: string): string[] {
  return checker.condition(text).problems.map(({ start, end, message }) => `${text.slice(start, end)}: ${message}`);
}

describe('type errors say what is wrong and what to write', () => {
  test.each([
    ['amount == "x"', 'amount == "x": A number and a string cannot be compared with `==`.'],
    ['waited > 15', 'waited > 15: A duration and a whole number cannot be compared with `>`: write `duration("15m")`.'],
    [
      'opened < "2026-01-01"',
      'opened < "2026-01-01": A time and a string cannot be compared with `<`: write `timestamp("2026-01-01T00:00:00Z")`.',
    ],
    [
      'note == null',
      'note == null: Nothing can be compared with null: ask `has(…)` or `!has(…)` whether the signal is there.',
    ],
    ['"a" in note', '"a" in note: `in` asks whether a list holds a value: a string cannot be in a string.'],
    [
      'n * 1.5 > 2.0',
      'n * 1.5: CEL does not calculate with a whole number and a number (`*`): wrap the whole number in `double(…)`.',
    ],
    ['-note == "x"', '-note: `-` does not apply to a string.'],
    ['note.foo() == 1', 'note.foo(): A string has no function `foo` without a value.'],
    ['opened.getHour() < 9', 'opened.getHour(): A time has no function `getHour`. Did you mean `getHours`?'],
    [
      'opened.hours("Europe/Berlin") < 9',
      'opened.hours("Europe/Berlin"): A time has no function `hours`. Did you mean `getHours`?',
    ],
    ['opened.getDay() == 0', 'opened.getDay(): A time has no function `getDay`. Did you mean `getDayOfWeek`?'],
    [
      'opened.getUTCYear() > 1',
      'opened.getUTCYear(): A time has no function `getUTCYear`. Did you mean `getFullYear`?',
    ],
    ['opened.getHours(5) > 1', 'opened.getHours(5): A time has no function `getHours` that takes a whole number.'],
    [
      'waited.getMinute() > 1',
      'waited.getMinute(): A duration has no function `getMinute`. Did you mean `getMinutes`?',
    ],
    ['waited.getDate() > 1', 'waited.getDate(): A duration has no function `getDate` without a value.'],
    ['note.startWith("a")', 'note.startWith("a"): A string has no function `startWith`. Did you mean `startsWith`?'],
    ['note.matches(5)', 'note.matches(5): A string has no function `matches` that takes a whole number.'],
    ['timestamp(true) < opened', 'timestamp(true): There is no function `timestamp` that takes true or false.'],
    ['amount in [1.0, "x"]', '"x": All values of a list must be of one type.'],
    ['n', 'n: A condition must be true or false; this is a whole number.'],
    ['!note', 'note: A condition must be true or false; this is a string.'],
    ['p ? 1 : q', '1: A condition must be true or false; this is a whole number.'],
    ['amount > "10"', 'amount > "10": A number and a string cannot be compared with `>`: write `10` without quotes.'],
    ['p == "no"', 'p == "no": True or false and a string cannot be compared with `==`: write `false`.'],
    ['p != 1', 'p != 1: True or false and a whole number cannot be compared with `!=`: write `true` or `false`.'],
    [
      '100 < amount < 500',
      '100 < amount < 500: True or false and a whole number cannot be compared with `<`: write `100 < amount && amount < 500`.',
    ],
    ['waited > "2d"', 'waited > "2d": A duration and a string cannot be compared with `>`: write `duration("48h")`.'],
    [
      'note > duration("15m")',
      'note > duration("15m"): A string and a duration cannot be compared with `>`: declare `note` with `format: duration`.',
    ],
    [
      'thresholds.wait < waited',
      'thresholds.wait < waited: A string and a duration cannot be compared with `<`: declare `wait: { value: 10m, format: duration }`.',
    ],
    [
      'waited > thresholds.limit',
      'waited > thresholds.limit: A duration and a whole number cannot be compared with `>`: declare `limit: { value: 15m, format: duration }`.',
    ],
    [
      'amount > thresholds.quoted',
      'amount > thresholds.quoted: A number and a string cannot be compared with `>`: declare `quoted: 100`, without quotes.',
    ],
    ['not(p)', 'not(p): `not` is written `!`.'],
    ['p == False', 'False: `False` is written `false`.'],
    ['p == TRUE', 'TRUE: `TRUE` is written `true`.'],
    ['note == None', 'None: There is no `None`: ask `has(…)` or `!has(…)` whether a signal is there.'],
    ['has(5)', '5: `has` asks for a signal: `has(customer.tier)`.'],
  ])('%s', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });
});

describe('syntax errors say what CEL writes instead', () => {
  test.each([
    ['amount =< 3', '=<', '<='],
    ['amount => 3', '=>', '>='],
    ['amount < = 3', '< =', '<='],
    ['amount <> 3', '<>', '!='],
    ['amount !== 3', '!==', '!='],
    ['amount === 3', '===', '=='],
    ['amount = 3', '=', '=='],
    ['p =!q', '=', '=='],
    ['amount ≥ 3', '≥', '>='],
    ['p & q', '&', '&&'],
    ['p or q', 'or', '||'],
    ['p AND q', 'AND', '&&'],
    ['p is not q', 'is not', '!='],
    ['note not in tags', 'not in', '!(… in …)'],
    ['not p && q', 'not p', '!p'],
    ['!(NOT customer.tier)', 'NOT customer.tier', '!customer.tier'],
  ])('%s', (text, written, meant) => {
    expect(problemsOf(text)).toEqual([
      `${written}: This is not a CEL expression: \`${written}\` is written \`${meant}\`.`,
    ]);
  });

  test('or what does not belong there', () => {
    expect(problemsOf('p || || q')).toEqual(['||: This is not a CEL expression: `|` does not belong here.']);
    expect(problemsOf('amount ! 3')).toEqual([
      '!: This is not a CEL expression: `!` stands before what it negates, and unequal is written `!=`.',
    ]);
  });
});

test('no message uses CEL names of types', () => {
  const operands = [
    'thresholds',
    'thresholds.limit',
    'amount',
    'n',
    'p',
    'note',
    'tags',
    'waited',
    'opened',
    'customer',
  ];
  const literals = [
    '3',
    '1.5',
    '1u',
    '"a"',
    'b"x"',
    'true',
    'null',
    '[1]',
    '{"a": 1}',
    'type(note)',
    'int',
    'dyn(note)',
  ];
  const all = [...operands, ...literals];
  const expressions = [
    ...all.flatMap(a => all.flatMap(b => ['==', '>', '+', 'in', '&&', '%'].map(operator => `${a} ${operator} ${b}`))),
    ...all.flatMap(a =>
      all.flatMap(b => [`${a}.startsWith(${b})`, `size(${a}, ${b})`, `${a}[${b}]`, `${a} ? ${b} : 1`]),
    ),
    ...all.flatMap(a => [
      `!${a}`,
      `-${a}`,
      `tags.all(t, ${a})`,
      `tags.map(t, ${a}) == 3`,
      `has(${a})`,
      `${a}.foo.bar`,
      `duration(${a})`,
    ]),
  ];
  for (const text of some(expressions, 500)) {
    for (const checked of [checker.condition(text), checker.template(`{{ ${text} }}`), checker.field(text)]) {
      for (const { message } of checked.problems)
        expect(message.replace(/`[^`]*`/g, ''), text).not.toMatch(
          /\$|google|<|\b(?:int|uint|double|bool|dyn|null_type|bytes?\()\b/,
        );
    }
  }
});

describe('a constant that never has a value is reported', () => {
  test.each([
    [
      'waited > duration("15 min")',
      'duration("15 min"): This never has a value: `15 min` is not a duration such as 15m or 1h30m.',
    ],
    [
      'waited > duration("2d")',
      'duration("2d"): This never has a value: `2d` is not a duration of CEL, which counts in h, m, s and ms: 2 days are 48h.',
    ],
    [
      'opened < timestamp("2026-01-31")',
      'timestamp("2026-01-31"): This never has a value: `2026-01-31` is not an RFC 3339 time such as 2026-01-31T00:00:00Z.',
    ],
    [
      'opened < timestamp("2026-02-30T00:00:00Z")',
      'timestamp("2026-02-30T00:00:00Z"): This never has a value: `2026-02-30T00:00:00Z` is not an RFC 3339 time such as 2026-01-31T00:00:00Z.',
    ],
    ['n > 10 / thresholds.zero', '10 / thresholds.zero: This never has a value: division by zero.'],
    ['1 / 0 > n || p', '1 / 0: This never has a value: division by zero.'],
    [
      'waited in [duration("1m"), duration("1x")]',
      'duration("1x"): This never has a value: `1x` is not a duration such as 15m or 1h30m.',
    ],
    [
      'tags.exists(t, t.matches("(a"))',
      '"(a": This never has a value: `(a` is not a regular expression that CEL knows (RE2): missing closing ): `(a`.',
    ],
    [
      'opened.getHours("Nowhere") > 3',
      '"Nowhere": This never has a value: `Nowhere` is not a time zone such as Europe/Berlin or +01:00.',
    ],
  ])('%s', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  test('a double divided by zero is infinite, which is no problem', () => {
    expect(problemsOf('amount < 1 / 0')).toEqual([]);
  });

  test('also in a placeholder of a reason', () => {
    expect(checker.template('Since {{ timestamp("today") }}').problems).toMatchObject([{ start: 9, end: 27 }]);
  });

  test('a pattern of `matches` on a signal', () => {
    expect(problemsOf('note.matches("(?=a)")')).toEqual([
      '"(?=a)": This is not a regular expression that CEL knows (RE2): invalid or unsupported Perl syntax: `(?=`.',
    ]);
  });
});

describe('syntax', () => {
  test('is reported where it breaks', () => {
    expect(checker.condition('amount > ').problems).toMatchObject([{ kind: 'syntax', start: 8, end: 9 }]);
    expect(checker.condition('').problems).toMatchObject([{ kind: 'syntax', message: 'A condition is missing here.' }]);
    expect(checker.condition('   ').condition).toBeNull();
  });

  test.each([
    ['waited > 15m', '`15m` is written `duration("15m")`'],
    ['waited > 1h30m', '`1h30m` is written `duration("1h30m")`'],
    ['waited < 1.5s', '`1.5s` is written `duration("1.5s")`'],
    ['waited > 2d && p', '`2d` is written `duration("48h")`'],
    ['waited in [500ms, 3s]', '`500ms` is written `duration("500ms")`'],
    ['amount > 15kg', '`kg` does not belong here'],
    ['waited > a15 m', '`m` does not belong here'],
  ])('%s', (text, problem) => {
    expect(checker.condition(text).problems.map(({ message }) => message)).toEqual([
      `This is not a CEL expression: ${problem}.`,
    ]);
  });

  test('too long and too deep expressions are refused', () => {
    const refused = (text: string) => checker.condition(text).problems[0]?.message ?? '';
    expect(refused(`note == "${'x'.repeat(10_000)}"`)).toContain('longer than 10000 characters');
    expect(refused(`${'('.repeat(200)}p${')'.repeat(200)}`)).not.toBe('');
    expect(refused(Array.from({ length: 101 }, () => 'amount').join(' + ') + ' > 1')).toContain('nested too deeply');
    expect(refused(Array.from({ length: 90 }, () => 'amount').join(' + ') + ' > 1')).toBe('');
    expect(refused(Array.from({ length: 1500 }, () => 'p').join(' && '))).toBe('');
  });
});

describe('a condition is a tree of clauses with positions', () => {
  test('connectives are flattened, and parentheses belong to their content', () => {
    const text = 'p && (q && amount > 1) && !(n < 2 || has(note))';
    const { condition } = checker.condition(text, ['rules', 0, 'when']);
    expect(condition).toMatchObject({ kind: 'all', operands: [{ text: 'p' }, { text: 'q' }, {}, { kind: 'not' }] });
    const clauses = condition ? clausesOf(condition) : [];
    expect(clauses.map(clause => clause.text)).toEqual(['p', 'q', 'amount > 1', 'n < 2', 'has(note)']);
    for (const clause of clauses) {
      expect(text.slice(clause.span.start, clause.span.end)).toBe(clause.text);
      expect(clause.span.path).toEqual(['rules', 0, 'when']);
    }
  });

  test('a clause that begins with a parenthesis is complete', () => {
    const text = '(amount + 1) * 2 > 3 && n > (2 + 3)';
    const { condition } = checker.condition(text);
    expect(condition && clausesOf(condition).map(clause => clause.text)).toEqual([
      '(amount + 1) * 2 > 3',
      'n > (2 + 3)',
    ]);
  });

  test('lines are joined in its text', () => {
    const { condition } = checker.condition('amount\n  > 5');
    expect(condition?.text).toBe('amount > 5');
  });

  test('signals and thresholds are listed once; signals only in has() need no value', () => {
    const { condition } = checker.condition('string(has(note)) != string(amount > thresholds.limit * amount || q)');
    expect(condition).toMatchObject({
      signals: ['note', 'amount', 'q'],
      needs: ['amount', 'q'],
      thresholds: ['limit'],
    });
  });

  test('a macro variable is not a signal, even with the name of one', () => {
    const { condition } = checker.condition('string(has(note)) != string(tags.exists(note, note == "x"))');
    expect(condition).toMatchObject({ signals: ['note', 'tags'], needs: ['tags'] });
  });

  test('a part with errors is broken, and the rest keeps its meaning', () => {
    const { condition, problems } = checker.condition('amount > 5 || amonut < 3 || note > 5');
    expect(problems.map(({ kind, start }) => [kind, start])).toEqual([
      ['undefined-signal', 14],
      ['type', 28],
    ]);
    expect(condition).toMatchObject({
      kind: 'any',
      operands: [{ kind: 'clause' }, { kind: 'broken' }, { kind: 'broken' }],
    });
  });

  test.each([
    ['true', true],
    ['1 < 2', true],
    ['"a" in ["b"]', false],
    ['thresholds.limit > 1000', false],
    ['1 / 2 > 0.4', true],
  ])('%s is constant', (text, value) => {
    expect(checker.condition(text).condition).toMatchObject({ kind: 'constant', value });
  });
});

describe('positions in templates and fields', () => {
  test('references of placeholders are counted from the start of the text', () => {
    const text = 'Paid {{ amount }} of {{ thresholds.limit }}';
    const { references } = checker.template(text);
    expect(references.map(({ start, end }) => text.slice(start, end))).toEqual(['amount', 'thresholds.limit']);
  });

  test('a problem in a placeholder too', () => {
    const text = 'Paid {{ amuont }}';
    const { problems } = checker.template(text);
    expect(problems.map(({ start, end }) => text.slice(start, end))).toEqual(['amuont']);
  });

  test('a field may read anything in the input, and is checked nevertheless', () => {
    expect(checker.field('conversation.last').problems).toEqual([]);
    expect(checker.field('conversation.').problems).toMatchObject([{ kind: 'syntax' }]);
    expect(checker.field('{"a": customer.tier, "b": order.lines.map(line, line.price)}').paths).toEqual([
      'customer.tier',
      'order.lines',
    ]);
    expect(checker.field('size(1)').problems).toMatchObject([{ kind: 'type' }]);
  });
});
