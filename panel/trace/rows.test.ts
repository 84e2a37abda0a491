import { describe, expect, it } from 'vitest';
import type { ConditionTrace, DecisionRecord, RuleTrace, Truth } from '../../engine/model/decision-record.ts';
import { ruleMark } from './marks.ts';
import { traceRows, type Row, type RowOptions } from './rows.ts';
import { treeMove } from './tree-keys.ts';

function condition(
  text: string,
  kind: ConditionTrace['kind'] = 'clause',
  children: ConditionTrace[] = [],
): ConditionTrace {
  const span = { path: [], start: 0, end: 0 };
  return { kind, value: 'false', text, span, children, reads: [], thresholds: [], distance: null, error: null };
}

function rule(index: number, more: Partial<RuleTrace> = {}): RuleTrace {
  return {
    rule: { id: `rule-${index}`, version: 1 },
    title: null,
    index,
    shadow: false,
    decision: 'escalate',
    to: 'support',
    reached: true,
    value: 'false',
    onUnknown: 'safe',
    fires: false,
    decides: false,
    condition: condition(`x == ${index}`),
    ...more,
  };
}

function recordOf(rules: RuleTrace[]): DecisionRecord {
  const decider = rules.find(({ decides }) => decides);
  return { rule: decider?.rule ?? null, missing: [], trace: { rules } } as unknown as DecisionRecord;
}

const options: RowOptions = { hitPolicy: 'first', toggled: new Map(), filter: '', show: null };
const keys = (rows: Row[]) => rows.map(({ key }) => key);

/** A trace of `amount` rules: the one at `decider` decides, and later ones are not reached. */
function many(amount: number, decider: number): RuleTrace[] {
  return Array.from({ length: amount }, (_, i) =>
    rule(i, i === decider ? { decides: true, fires: true, value: 'true' } : { reached: i < decider }),
  );
}

describe('ruleMark', () => {
  const words = (more: Partial<RuleTrace>) => ruleMark(rule(0, more), []).words;
  const fired = (value: Truth) => ({ value, fires: true });

  it('has words for every result of a rule', () => {
    expect(words({ ...fired('true'), decides: true })).toBe('decides');
    expect(words({ ...fired('unknown'), decides: true })).toBe('decides on unknown');
    expect(words(fired('true'))).toBe('fires');
    expect(words(fired('unknown'))).toBe('fires on unknown');
    expect(words({})).toBe('does not fire');
    expect(words({ ...fired('true'), reached: false })).toBe('not reached (would fire)');
    expect(words({ reached: false })).toBe('would not fire');
    expect(words({ ...fired('true'), shadow: true })).toBe('would fire');
  });
});

describe('a rule that is skipped because a signal is missing', () => {
  const stale = {
    ...condition('security.alerts > 0'),
    value: 'unknown' as const,
    reads: [{ signal: 'security.alerts', missing: 'stale' as const }],
  };
  const missing = [{ signal: 'security.alerts', cause: 'stale' as const, detail: '30 min old, at most 15m' }];
  const skipped = { value: 'unknown' as const, onUnknown: 'skip' as const, condition: stale };
  const because = 'skipped: `security.alerts` is stale, 30 min old, at most 15m';

  it('has its own icon and words if it could have stopped the agent', () => {
    expect(ruleMark(rule(0, skipped), missing)).toEqual({
      outcome: 'skipped',
      icon: 'debug-step-over',
      words: because,
    });
  });

  it('is shown as not firing if it decides continue, is a shadow, or comes after the decision', () => {
    for (const more of [{ decision: 'continue' as const }, { shadow: true }, { reached: false }]) {
      expect(ruleMark(rule(0, { ...skipped, ...more }), missing)).toMatchObject({ outcome: 'quiet', icon: 'close' });
    }
    expect(ruleMark(rule(0, { ...skipped, reached: false }), missing).words).toBe(`would be ${because}`);
  });

  it('is open by default, and in its own group among many rules', () => {
    const rules = many(15, 7).map(each => (each.index === 3 ? { ...each, ...skipped } : each));
    const open = (rows: Row[]) => rows.flatMap(row => (row.kind === 'rule' && row.open ? row.key : []));
    expect(open(traceRows({ ...recordOf(rules), missing }, options))).toEqual(['rule 3', 'rule 7']);
    const more = many(30, 7).map(each => (each.index === 3 ? { ...each, ...skipped } : each));
    for (const hitPolicy of ['first', 'priority'] as const) {
      const rows = traceRows({ ...recordOf(more), missing }, { ...options, hitPolicy });
      expect(keys(rows).slice(0, 5)).toEqual(['group decides', 'rule 7', 'rule 7 0', 'group skipped', 'rule 3']);
      expect(open(rows)).toEqual(['rule 7', 'rule 3']);
    }
  });
});

describe('traceRows', () => {
  it('lists few rules in file order, open, and the default last', () => {
    const rows = traceRows(recordOf(many(3, 1)), options);
    expect(keys(rows)).toEqual(['rule 0', 'rule 0 0', 'rule 1', 'rule 1 0', 'rule 2', 'rule 2 0', 'default']);
  });

  it('opens only the deciding rule if there are more rules', () => {
    const rows = traceRows(recordOf(many(15, 1)), options);
    expect(rows.filter(row => row.kind === 'clause').map(({ parent }) => parent)).toEqual(['rule 1']);
  });

  it('puts the deciding rule and those before it first if there are many, and closes the rest', () => {
    const rows = traceRows(recordOf(many(1000, 2)), options);
    expect(keys(rows)).toEqual([
      'group decides',
      'rule 2',
      'rule 2 0',
      'group before',
      'rule 0',
      'rule 1',
      'group after',
    ]);
    expect(rows.at(-1)).toMatchObject({ label: 'After it, not reached (997)', open: false });
  });

  it('separates shadow rules, which decide nothing, from the rules before the deciding one', () => {
    const rules = many(30, 7).map(each => ({ ...each, shadow: each.index < 2, fires: each.index < 2 || each.decides }));
    for (const hitPolicy of ['first', 'priority'] as const) {
      const rows = traceRows(recordOf(rules), { ...options, hitPolicy });
      expect(keys(rows)).not.toContain('rule 0');
      expect(rows.at(-1)).toMatchObject({ label: 'Shadow rules, which decide nothing (2)', open: false });
    }
    expect(keys(traceRows(recordOf(rules), { ...options, show: 1 }))).toContain('rule 1');
  });

  it('opens the group of the rule at the cursor of the editor', () => {
    expect(keys(traceRows(recordOf(many(100, 2)), { ...options, show: 50 }))).toContain('rule 50');
  });

  it('shows that the default decides if no rule does', () => {
    expect(keys(traceRows(recordOf(many(30, -1).map(r => ({ ...r, reached: true }))), options)).slice(0, 3)).toEqual([
      'group decides',
      'default',
      'group before',
    ]);
  });

  it('finds rules by every word of the filter, in closed groups too', () => {
    const rows = traceRows(recordOf(many(1000, 2)), { ...options, filter: 'rule-77 not' });
    expect(keys(rows).filter(key => key.startsWith('rule'))).toEqual([
      'rule 77',
      ...Array.from({ length: 10 }, (_, i) => `rule ${770 + i}`),
    ]);
  });

  it('groups by whether rules fire under the other hit policies', () => {
    const rules = many(30, 3).map(r => ({ ...r, reached: true, fires: r.index < 5 }));
    const rows = traceRows(recordOf(rules), { ...options, hitPolicy: 'unique' });
    expect(rows.flatMap(row => (row.kind === 'group' ? row.label : []))).toEqual([
      'Decides',
      'Also fire (4)',
      'Do not fire (25)',
    ]);
  });

  it('lists the parts of a top-level `all` without a heading, and names deeper connectives and branches', () => {
    const branches = condition('a ? b : c', 'if', [condition('a'), condition('b'), condition('c')]);
    const root = condition('…', 'all', [condition('p'), condition('…', 'any', [condition('q'), branches])]);
    const rows = traceRows(recordOf([rule(0, { condition: root })]), options);
    const shown = rows.flatMap(row =>
      row.kind === 'clause' ? `${row.level} ${row.label ?? ''} ${row.node.text}` : [],
    );
    expect(shown).toEqual(['2  p', '2  …', '3  q', '3  a ? b : c', '4 if a', '4 then b', '4 else c']);
  });
});

describe('treeMove', () => {
  const rows = traceRows(recordOf(many(100, 2)), options);

  it('moves, jumps to the ends, and stays inside', () => {
    expect(treeMove(rows, 'group decides', 'ArrowDown')).toEqual({ active: 'rule 2' });
    expect(treeMove(rows, 'group decides', 'ArrowUp')).toEqual({ active: 'group decides' });
    expect(treeMove(rows, null, 'End')).toEqual({ active: 'group after' });
    expect(treeMove(rows, 'gone', 'ArrowDown')).toEqual({ active: 'group decides' });
  });

  it('opens to the right and closes to the left, then goes to child and parent', () => {
    expect(treeMove(rows, 'rule 0', 'ArrowRight')).toEqual({ active: 'rule 0', toggle: true });
    expect(treeMove(rows, 'rule 2', 'ArrowRight')).toEqual({ active: 'rule 2 0' });
    expect(treeMove(rows, 'rule 2', 'ArrowLeft')).toEqual({ active: 'rule 2', toggle: false });
    expect(treeMove(rows, 'rule 2 0', 'ArrowLeft')).toEqual({ active: 'rule 2' });
    expect(treeMove(rows, 'rule 2 0', 'x')).toBeNull();
  });
});
