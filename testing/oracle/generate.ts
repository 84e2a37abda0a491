import fc from 'fast-check';
import type { Json } from '../../engine/model/json.ts';
import type {
  Rule,
  Signal,
  ThresholdDeclaration,
  ThresholdTable,
  ThresholdValue,
} from '../../engine/model/rule-set.ts';
import { names, pool, thresholds, triggers } from './generate-expressions.ts';
import type { NaiveRule, NaiveRuleSet } from './naive-interpreter.ts';

/** The decision time of generated cases. Rule versions begin or end, and signals become stale, around this time. */
export const at = 1772445600000;

const one = <T>(values: readonly T[]) => fc.constantFrom(...values);
const sometimes = <T>(chance: number, arbitrary: fc.Arbitrary<T>) =>
  fc.option(arbitrary, { nil: undefined, freq: Math.round(1 / chance) - 1 });

const schemas: Record<keyof typeof names, fc.Arbitrary<Signal>> = {
  double: one<Signal>([
    { type: 'number' },
    { type: 'number', minimum: 0 },
    { type: 'number', minimum: 0, maximum: 1 },
    { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 3 },
    { type: 'number', multipleOf: 0.5 },
    { type: 'number', enum: [0, 0.5, 0.7] },
  ]),
  int: one<Signal>([
    { type: 'integer' },
    { type: 'integer', minimum: 0 },
    { type: 'integer', minimum: -4, maximum: 5 },
    { type: 'integer', exclusiveMaximum: 5, multipleOf: 2 },
    { type: 'integer', enum: [1, 2, 3] },
    { type: 'integer', minimum: 0, counts: 'failed', within: '1h' },
    { type: 'integer', minimum: 0, counts: 'failed', within: 'PT60M', maximum: 5 },
    { type: 'integer', minimum: 0, counts: 'failed', within: '10m' },
    { type: 'integer', minimum: 0, counts: 'failed', by: ['s'], within: '1h' },
  ]),
  string: one<Signal>([
    { type: 'string' },
    { type: 'string', enum: ['a', 'b', 'refund'] },
    { type: 'string', pattern: '^[a-c]*$' },
    { type: 'string', minLength: 1, maxLength: 1 },
    { type: 'string', const: 'a' },
  ]),
  bool: one<Signal>([{ type: 'boolean' }, { type: 'boolean' }, { type: 'boolean', const: true }]),
  texts: one<Signal>([
    { type: 'array', items: { type: 'string' } },
    { type: 'array', items: { type: 'string', enum: ['a', 'b', 'ab'] }, uniqueItems: true },
    { type: 'array', items: { type: 'string', pattern: 'a|b' }, minItems: 1 },
    { type: 'array', items: { type: 'string' }, uniqueItems: true, maxItems: 2 },
  ]),
  doubles: one<Signal>([
    { type: 'array', items: { type: 'number' } },
    { type: 'array', items: { type: 'number', minimum: 0, maximum: 3 } },
  ]),
  ints: one<Signal>([
    { type: 'array', items: { type: 'integer' } },
    { type: 'array', items: { type: 'integer', enum: [0, 1, 2] }, uniqueItems: true },
  ]),
  duration: one<Signal>([{ type: 'string', format: 'duration' }]),
  timestamp: one<Signal>([{ type: 'string', format: 'date-time' }]),
};

const aged: fc.Arbitrary<Partial<Signal>> = fc.oneof(
  { weight: 8, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: fc.constant({ maxAge: '5m', observedAt: 'meta.at' }) },
  { weight: 1, arbitrary: fc.constant({ maxAge: '5m' }) },
  { weight: 1, arbitrary: fc.constant({ required: true }) },
);

const signals: fc.Arbitrary<Record<string, Signal>> = fc
  .record(
    Object.fromEntries(
      (Object.keys(names) as (keyof typeof names)[]).flatMap(kind =>
        names[kind].map(name => [name, fc.tuple(schemas[kind], aged).map(([schema, age]) => ({ ...schema, ...age }))]),
      ),
    ),
  )
  .map(made => made as Record<string, Signal>);

const outcome = one([
  { decide: 'continue' },
  { decide: 'pause' },
  { decide: 'route', to: 'helper' },
  { decide: 'escalate', to: 'desk' },
  { decide: 'escalate', to: 'lead' },
  { decide: 'escalate', to: 'desk', payload: 'case@1' },
  { decide: 'deny' },
  { decide: 'stop' },
] as const);
const reason = one([
  'Plain.',
  'Total {{ i }} of {{ s }}.',
  '{{ p }}',
  'Order {{ order.total }} and {{ x }}',
  undefined,
]);

const ruleFrame = fc.record({
  outcome,
  reason,
  reasonCode: one([undefined, undefined, 'some_code']),
  status: one(['active', 'active', 'active', undefined, 'shadow', 'shadow', 'draft', 'retired'] as const),
  onUnknown: one([undefined, undefined, 'safe', 'skip', 'fire'] as const),
  version: one([undefined, 2]),
  /** The time at which the version changes: exactly the decision time, or a millisecond before or after it. */
  change: one([undefined, undefined, undefined, at - 1, at, at + 1] as const),
});

const rules: fc.Arbitrary<NaiveRule[]> = fc
  .array(fc.tuple(ruleFrame, triggers, triggers), { minLength: 1, maxLength: 4 })
  .map(made =>
    made.flatMap(([frame, trigger, next], index): NaiveRule[] => {
      const rule = defined({
        id: `rule-${index}`,
        version: frame.version,
        ...frame.outcome,
        reason: frame.reason,
        reasonCode: frame.reasonCode,
        status: frame.status,
        onUnknown: frame.onUnknown,
      });
      if (frame.change === undefined) return [{ rule, trigger }];
      const instant = new Date(frame.change).toISOString();
      return [
        { rule: { ...rule, effective: { until: instant } }, trigger },
        { rule: { ...rule, version: 3, effective: { from: instant } }, trigger: next },
      ];
    }),
  );

function defined(rule: { [K in keyof Omit<Rule, 'when'>]: Rule[K] | undefined }): Omit<Rule, 'when'> {
  return Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined)) as unknown as Rule;
}

/** Tables in place of some of the thresholds, with values of the same types. */
const tables: fc.Arbitrary<Record<string, ThresholdDeclaration>> = fc
  .record({
    t_int: tableOf(one(pool.int)),
    t_double: tableOf(one(pool.double.filter(value => !Number.isInteger(value)))),
    t_text: tableOf(one(pool.string)),
    t_bool: tableOf(fc.boolean()),
    t_patience: tableOf(one(['15m', '1s', 'PT1H30M', '2d', '500ms'])).map(table => ({
      ...table,
      format: 'duration' as const,
    })),
    t_launch: tableOf(one(['2026-03-02T10:00:00Z', '2026-03-02T11:00:00+01:00', '1970-01-01T00:00:00Z'])).map(
      table => ({ ...table, format: 'date-time' as const }),
    ),
  })
  .chain(made => fc.subarray(Object.entries(made), { minLength: 1 }))
  .map(chosen => Object.fromEntries(chosen));

/** A table by one of the signals that can choose. Some of its keys are values that the signal's schema excludes. */
function tableOf(value: fc.Arbitrary<ThresholdValue>): fc.Arbitrary<ThresholdTable> {
  return one([...names.string, ...names.bool]).chain(per => {
    const keys = (names.bool as readonly string[]).includes(per) ? ['true', 'false'] : pool.string;
    return fc
      .tuple(fc.subarray([...keys], { minLength: 1 }), fc.array(value, { minLength: 9, maxLength: 9 }))
      .map(([some, values]) => ({
        per,
        values: Object.fromEntries(some.map((key, at) => [key, values[at + 1] as ThresholdValue])),
        value: values[0] as ThresholdValue,
      }));
  });
}

export const ruleSets: fc.Arbitrary<NaiveRuleSet> = fc
  .record({
    signals,
    rules,
    hitPolicy: one([undefined, 'first', 'priority', 'unique', 'any'] as const),
    onUnknown: one([undefined, 'safe', 'skip', 'fire'] as const),
    default: sometimes(0.5, fc.tuple(outcome, reason)),
    tables: sometimes(0.5, tables),
    assumption: sometimes(0.3, fc.tuple(fc.option(triggers, { nil: undefined }), triggers)),
  })
  .map(made => ({
    frame: {
      escalation: 2,
      name: 'generated',
      version: '1.0.0',
      ...(made.hitPolicy && { hitPolicy: made.hitPolicy }),
      ...(made.onUnknown && { onUnknown: made.onUnknown }),
      signals: made.signals,
      thresholds: { ...thresholds, ...made.tables },
      targets: { desk: { kind: 'human' }, lead: { kind: 'human' }, helper: { kind: 'agent' } },
      payloads: { 'case@1': { schema: true, fields: { said: 's' } } },
      ...(made.default && {
        default: { ...made.default[0], ...(made.default[1] !== undefined && { reason: made.default[1] }) },
      }),
    },
    rules: made.rules,
    assumptions: made.assumption
      ? [{ ...(made.assumption[0] && { when: made.assumption[0] }), holds: made.assumption[1] }]
      : [],
  }));

const good: Record<keyof typeof names, fc.Arbitrary<Json>> = {
  double: fc.oneof(one(pool.double), fc.double({ noNaN: true, noDefaultInfinity: true })),
  int: fc.oneof({ weight: 6, arbitrary: one(pool.int) }, { weight: 1, arbitrary: fc.maxSafeInteger() }),
  string: fc.oneof({ weight: 6, arbitrary: one(pool.string) }, { weight: 1, arbitrary: fc.string() }),
  bool: fc.boolean(),
  texts: fc.array(one(pool.string), { maxLength: 3 }),
  doubles: fc.array(one(pool.double), { maxLength: 3 }),
  ints: fc.array(one(pool.int), { maxLength: 3 }),
  duration: one(['0s', '1s', '15m', 'PT15M', '1h30m', '-1m', '-500ms', '1ms', 'PT0S', '2h']),
  timestamp: one([
    '2026-03-02T10:00:00Z',
    '2026-03-02T11:00:00+01:00',
    '2026-03-02T10:00:00.001Z',
    '2026-03-01T10:00:00Z',
    '2025-12-31T23:59:59Z',
    '1970-01-01T00:00:00Z',
  ]),
};
const bad: fc.Arbitrary<Json> = fc.oneof(
  fc.constant(null),
  one<Json>([true, 'no', 'soon', 5, 1.5, -5, 2 ** 53, 1e308, [], ['z', 'z', 'z'], [7], {}, { total: 1 }, Infinity]),
);

const observed = one<Json | undefined>([
  '2026-03-02T10:00:00Z',
  '2026-03-02T09:55:00Z',
  '2026-03-02T09:54:59.999Z',
  '2026-03-02T12:00:00Z',
  'long ago',
  null,
  5,
  undefined,
]);

/** Inputs in which each signal is usually present, and sometimes missing in any way. */
export const inputs: fc.Arbitrary<Json> = fc.oneof(
  {
    weight: 30,
    arbitrary: fc
      .record({
        values: fc.record(
          Object.fromEntries(
            (Object.keys(names) as (keyof typeof names)[]).flatMap(kind =>
              names[kind].map(name => [
                name,
                fc.oneof(
                  { weight: 10, arbitrary: good[kind] },
                  { weight: 1, arbitrary: bad },
                  { weight: 1, arbitrary: fc.constant(undefined) },
                ),
              ]),
            ),
          ),
        ),
        observed,
      })
      .map(made => document(made.values as Record<string, Json | undefined>, made.observed)),
  },
  { weight: 1, arbitrary: one<Json>([null, [], 'x', 0, {}, { order: null }, { order: 5 }]) },
);

function document(values: Record<string, Json | undefined>, observedAt: Json | undefined): Json {
  const input: Record<string, Json> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    if (name === 'order.total') input['order'] = { total: value };
    else input[name] = value;
  }
  if (observedAt !== undefined) input['meta'] = { at: observedAt };
  return input;
}
