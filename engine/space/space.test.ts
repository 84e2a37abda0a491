import { describe, expect, it } from 'vitest';
import type { Signal } from '../model/rule-set.ts';
import { createExpressionChecker } from '../condition/check-expression.ts';
import type { Condition } from '../condition/condition.ts';
import { printBox } from './print/print.ts';
import { createRegions, type TruthMode } from './regions.ts';
import { createSpace } from './space.ts';

function compiled(signals: Record<string, Signal>, text: string): Condition {
  const checked = createExpressionChecker({
    signals: new Map(Object.entries(signals)),
    thresholds: new Map(),
  }).condition(text);
  if (checked.condition === null || checked.problems.length > 0) throw new Error(JSON.stringify(checked.problems));
  return checked.condition;
}

/** The regions in which a condition has a truth, as CEL. */
function where(signals: Record<string, Signal>, text: string, wanted: TruthMode = 'true'): string[] {
  const condition = compiled(signals, text);
  const space = createSpace(new Map(Object.entries(signals)), [condition]);
  return createRegions(space)
    .of(condition, wanted)
    .map(box => printBox(space, box));
}

const x: Record<string, Signal> = { x: { type: 'number', minimum: 0, maximum: 1 } };
const n: Record<string, Signal> = { n: { type: 'integer', minimum: 0 } };
const tier: Record<string, Signal> = { tier: { type: 'string', enum: ['free', 'pro', 'team'] } };
const flags: Record<string, Signal> = {
  flags: { type: 'array', items: { type: 'string', enum: ['pii', 'legal'] }, uniqueItems: true },
};

it.each(['^[a-z0-9-]+-[a-z0-9-]{20}$', 'a[a-z]{15}$', '-[a-z0-9-]{16}$', '/[a-z/]{18}$'])(
  'a pattern whose automaton is too large for the work limit, %s, leaves what is asked of the text open',
  pattern => {
    const signals: Record<string, Signal> = { ref: { type: 'string', pattern }, ...x };
    const space = createSpace(new Map(Object.entries(signals)), [compiled(signals, 'ref == "x" && x > 0.5')]);
    expect([...space.opaque.keys()]).toEqual(['ref == "x"']);
    const axis = space.signals.get('ref');
    const meaning = axis !== undefined && 'meaning' in axis ? axis.meaning(0) : null;
    expect(meaning).toMatchObject({ kind: 'text', example: expect.stringMatching(new RegExp(pattern)) as unknown });
  },
);

describe('the region of a condition', () => {
  it.each<[Record<string, Signal>, string, string[]]>([
    [x, 'x < 0.7', ['x < 0.7']],
    [x, 'x <= 0.7 && x >= 0.7', ['x == 0.7']],
    [x, 'x < 0.3 || x > 0.7', ['x < 0.3', 'x > 0.7']],
    [x, '!(x < 0.7)', ['x >= 0.7']],
    [x, 'x > 0.7 && x < 0.7', []],
    [x, 'x <= 1', ['has(x)']],
    [n, 'n > 3 && n < 5', ['n > 3 && n < 5']],
    [n, 'n > 3 && n < 4', []],
    [n, 'n * 2 + 1 < 7', ['n < 3']],
    [tier, 'tier != "free"', ['tier in ["pro", "team"]']],
    [tier, '!has(tier)', ['!has(tier)']],
    [flags, '"legal" in flags', ['"legal" in flags']],
    [flags, 'flags.all(f, f in ["pii"])', ['!("legal" in flags)']],
    [flags, 'flags.exists(f, f in ["pii", "legal"])', ['"pii" in flags', '"legal" in flags']],
  ])('%o: %s', (signals, text, expected) => {
    expect(where(signals, text).sort()).toEqual(expected.sort());
  });

  it('is unknown for a list that is never read and so always missing', () => {
    const aged: Signal = { type: 'array', items: { type: 'string', enum: ['pii', 'legal'] }, maxAge: '1h' };
    for (const bounds of [{}, { minItems: 1 }, { minItems: 1, uniqueItems: true }, { maxItems: 1 }]) {
      const signals = { flags: { ...aged, ...bounds } };
      const space = createSpace(new Map(Object.entries(signals)), [compiled(signals, 'size(flags) > 2')]);
      expect(space.constraints).toEqual([]);
      expect(where(signals, '"pii" in flags || size(flags) > 2')).toEqual([]);
      expect(where(signals, '!("pii" in flags)', 'possible')).toEqual(['true']);
    }
  });

  it('is unknown for a list that can have no length, required or not', () => {
    const list: Signal = { type: 'array', items: { type: 'string', enum: ['pii', 'legal'] } };
    for (const bounds of [
      { minItems: 2, maxItems: 1 },
      { minItems: 3, uniqueItems: true, required: true },
      { minItems: 2, maxItems: 1, required: true },
    ]) {
      const signals = { flags: { ...list, ...bounds } };
      expect(createSpace(new Map(Object.entries(signals)), [compiled(signals, 'size(flags) > 2')]).constraints).toEqual(
        [],
      );
      expect(where(signals, '"pii" in flags || size(flags) > 2')).toEqual([]);
      expect(where(signals, '!("pii" in flags)', 'possible')).toEqual(['true']);
    }
  });

  it('is printed as CEL for lists, including values that no condition names', () => {
    const open: Record<string, Signal> = { tags: { type: 'array', items: { type: 'string' } } };
    expect(where(open, 'tags.all(t, t in ["a"])')).toEqual(['tags.all(v, v in ["a"])']);
    expect(where(open, '!tags.all(t, t in ["a"])')).toEqual(['!tags.all(v, v in ["a"])']);
  });

  it('includes missing signals if it may be unknown, unless presence is tested', () => {
    expect(where(x, 'x < 0.7', 'possible')).toEqual(['!has(x) || x < 0.7']);
    expect(where(x, 'has(x) && x < 0.7', 'possible')).toEqual(['x < 0.7']);
    expect(where(x, 'x < 0.7', 'false')).toEqual(['x >= 0.7']);
    expect(where(x, 'x < 0.7', 'refutable')).toEqual(['!has(x) || x >= 0.7']);
  });
});

describe('texts', () => {
  const text: Record<string, Signal> = { s: { type: 'string' } };

  it('have cells only for tests that can be true together', () => {
    expect(where(text, 's.startsWith("ab") && !s.startsWith("a")')).toEqual([]);
    expect(where(text, 's == "refund" && s.contains("fun")')).toEqual(['s == "refund"']);
    expect(where({ s: { type: 'string', pattern: '^[0-9]+$' } }, 's.matches("[a-z]")')).toEqual([]);
  });
});

describe('conditions with very many boxes', () => {
  it('have their parts named, and stay exact', () => {
    const signals = Object.fromEntries(
      Array.from({ length: 12 }, (_, index): [string, Signal] => [`b${index}`, { type: 'boolean', required: true }]),
    );
    const pairs = Array.from(
      { length: 6 },
      (_, index) =>
        `((b${2 * index} && !b${2 * index + 1}) || (!b${2 * index} && b${2 * index + 1}) || (b${index} && b${11 - index}))`,
    );
    const condition = compiled(signals, pairs.join(' && '));
    const space = createSpace(new Map(Object.entries(signals)), [condition]);
    const region = createRegions(space).of(condition, 'true');
    expect(region.length).toBeLessThan(200);
    expect(space.layout.dimensions.length).toBeGreaterThanOrEqual(12);
  });
});
