import type { ValueType } from '../../engine/index.ts';

/** A function or macro of CEL that conditions may use. */
export interface CelFunction {
  name: string;
  /** The types of receiver (`text.startsWith(…)`); null for a function that has none. */
  on: readonly (ValueType | 'list')[] | null;
  signature: string;
  /** What it returns. */
  description: string;
  /** The call in snippet syntax, without its receiver. */
  snippet: string;
  /** An expression that type-checks with the signals of the unit test. */
  example: string;
}

/** @see https://github.com/google/cel-spec/blob/master/doc/langdef.md#list-of-standard-definitions */
export const celFunctions: readonly CelFunction[] = [
  {
    name: 'has',
    on: null,
    signature: 'has(signal) → bool',
    description: 'True if the signal is present: not absent, null, invalid or too old. Never unknown.',
    snippet: 'has(${1:signal})',
    example: 'has(confidence)',
  },
  {
    name: 'size',
    on: null,
    signature: 'size(list or string) → int',
    description: 'The number of elements in a list, or of characters in a text.',
    snippet: 'size(${1:signal})',
    example: 'size(flags) > 0',
  },
  {
    name: 'granted',
    on: null,
    signature: 'granted(rule) → bool',
    description:
      'True if a grant of the rule with this id matches the case. Never unknown. The rule must escalate and have a `grant`.',
    snippet: 'granted("${1:rule}")',
    example: 'granted("ask")',
  },
  {
    name: 'duration',
    on: null,
    signature: 'duration(string) → duration',
    description: 'A span of time, as in `duration("15m")` or `duration("1h30m")`.',
    snippet: 'duration("${1:15m}")',
    example: 'waited > duration("15m")',
  },
  {
    name: 'timestamp',
    on: null,
    signature: 'timestamp(string) → timestamp',
    description: 'An RFC 3339 time, as in `timestamp("2026-01-31T00:00:00Z")`.',
    snippet: 'timestamp("${1:2026-01-31T00:00:00Z}")',
    example: 'created > timestamp("2026-01-31T00:00:00Z")',
  },
  {
    name: 'double',
    on: null,
    signature: 'double(value) → double',
    description: 'The value as a floating-point number, for calculations that mix `int` and `double`.',
    snippet: 'double(${1:value})',
    example: 'double(count) * 0.5 > confidence',
  },
  {
    name: 'int',
    on: null,
    signature: 'int(value) → int',
    description: 'The value as a whole number; the fraction is cut off.',
    snippet: 'int(${1:value})',
    example: 'int(confidence) == count',
  },
  {
    name: 'string',
    on: null,
    signature: 'string(value) → string',
    description: 'The value as text.',
    snippet: 'string(${1:value})',
    example: 'string(count) == text',
  },
  ...(['startsWith', 'endsWith', 'contains'] as const).map(name => ({
    name,
    on: ['string'] as const,
    signature: `text.${name}(string) → bool`,
    description: {
      startsWith: 'True if the text begins with the given text. Case-sensitive.',
      endsWith: 'True if the text ends with the given text. Case-sensitive.',
      contains: 'True if the text contains the given text. Case-sensitive.',
    }[name],
    snippet: `${name}("$1")`,
    example: `text.${name}("a")`,
  })),
  {
    name: 'matches',
    on: ['string'],
    signature: 'text.matches(pattern) → bool',
    description: 'True if the regular expression (RE2) matches any part of the text; anchor it with `^` and `$`.',
    snippet: 'matches("$1")',
    example: 'text.matches("^a+$")',
  },
  {
    name: 'exists',
    on: ['list'],
    signature: 'list.exists(v, condition) → bool',
    description: 'True if the condition holds for at least one element, named `v` in it.',
    snippet: 'exists(${1:v}, ${1:v} == $2)',
    example: 'flags.exists(v, v == "pii")',
  },
  {
    name: 'all',
    on: ['list'],
    signature: 'list.all(v, condition) → bool',
    description: 'True if the condition holds for every element, named `v` in it.',
    snippet: 'all(${1:v}, ${1:v} == $2)',
    example: 'flags.all(v, v == "pii")',
  },
  {
    name: 'exists_one',
    on: ['list'],
    signature: 'list.exists_one(v, condition) → bool',
    description: 'True if the condition holds for exactly one element.',
    snippet: 'exists_one(${1:v}, ${1:v} == $2)',
    example: 'flags.exists_one(v, v == "pii")',
  },
  {
    name: 'filter',
    on: ['list'],
    signature: 'list.filter(v, condition) → list',
    description: 'The elements for which the condition holds.',
    snippet: 'filter(${1:v}, ${1:v} == $2)',
    example: 'size(flags.filter(v, v == "pii")) > 0',
  },
  {
    name: 'map',
    on: ['list'],
    signature: 'list.map(v, expression) → list',
    description: 'A list with the value of the expression for each element.',
    snippet: 'map(${1:v}, $2)',
    example: 'size(flags.map(v, v + "!")) > 0',
  },
  {
    name: 'size',
    on: ['string', 'list'],
    signature: 'value.size() → int',
    description: 'The number of elements in a list, or of characters in a text.',
    snippet: 'size()',
    example: 'text.size() > 3 && flags.size() > 0',
  },
  ...(
    [
      [
        'getHours',
        'The hour of the day (0 to 23) of a time, in UTC or the given time zone; the whole hours of a duration.',
        'created',
      ],
      ['getMinutes', 'The minute of the hour (0 to 59) of a time; the whole minutes of a duration.', 'created'],
      ['getSeconds', 'The second of the minute (0 to 59) of a time; the whole seconds of a duration.', 'waited'],
    ] as const
  ).map(([name, description, signal]) => ({
    name,
    on: ['timestamp', 'duration'] as const,
    signature: `time.${name}() → int`,
    description,
    snippet: `${name}()`,
    example: `${signal}.${name}() > 3`,
  })),
  ...(
    [
      ['getDayOfWeek', 'The day of the week of a time: 0 for Sunday to 6 for Saturday.'],
      ['getDate', 'The day of the month (1 to 31) of a time.'],
      ['getMonth', 'The month of a time: 0 for January to 11 for December.'],
      ['getFullYear', 'The year of a time.'],
    ] as const
  ).map(([name, description]) => ({
    name,
    on: ['timestamp'] as const,
    signature: `time.${name}() → int`,
    description,
    snippet: `${name}()`,
    example: `created.${name}() > 3`,
  })),
];

/** The methods that values of a type have. */
export function methodsOf(type: ValueType): CelFunction[] {
  const general = type.startsWith('list<') ? 'list' : type;
  return celFunctions.filter(({ on }) => on !== null && (on as readonly string[]).includes(general));
}
