import { describe, expect, it } from 'vitest';
import { compile } from '../decide/compile.ts';
import type { Rule, RuleSet } from '../model/rule-set.ts';
import { decisionMap } from './decision-map.ts';

const at = Date.parse('2026-03-02T10:00:00Z');
const signals: RuleSet['signals'] = {
  confidence: { type: 'number', minimum: 0, maximum: 1, required: true },
  tries: { type: 'integer', minimum: 0, maximum: 9, required: true },
  intent: { type: 'string', enum: ['refund', 'billing', 'other'], required: true },
  flags: { type: 'array', items: { type: 'string', enum: ['pii', 'legal'] }, uniqueItems: true, required: true },
  waited: { type: 'string', format: 'duration' },
  unused: { type: 'boolean' },
};

function ruleSet(rules: Rule[]) {
  return compile({
    escalation: 1,
    name: 'map',
    version: '1.0.0',
    signals,
    rules,
    default: { decide: 'pause' },
  } as RuleSet);
}
const unsure = (limit: number): Rule => ({
  id: 'unsure',
  when: `confidence < ${limit}`,
  decide: 'escalate',
  to: 'desk',
});
const refund: Rule = { id: 'refund', when: 'intent == "refund"', decide: 'continue' };
const input = { confidence: 0.65, tries: 1, intent: 'refund', flags: [] };

function draw(before: Rule[], after: Rule[], x: string, y: string, from: object = input) {
  const map = decisionMap(ruleSet(before), ruleSet(after), { input: from as never, at, x, y });
  if (map === null) throw new Error('There is no map.');
  return {
    map,
    x: map.x.stops.map(({ label }) => label),
    y: map.y.stops.map(({ label }) => label),
    classes: map.cells.map(row => row.map(cell => cell.class)),
  };
}

describe('a decision map', () => {
  it('joins values with the same decisions, and marks the value of the input', () => {
    const { map, x, y, classes } = draw([unsure(0.7), refund], [unsure(0.6), refund], 'confidence', 'intent');
    expect(x).toEqual(['< 0.6', '≥ 0.6, < 0.7', '≥ 0.7']);
    expect(y).toEqual(['refund', 'billing, other']);
    expect(classes).toEqual([
      ['same', 'loosened', 'same'],
      ['same', 'loosened', 'same'],
    ]);
    expect([map.x.chosen, map.y.chosen]).toEqual([1, 0]);
    expect(map.x.stops[1]?.value).toBe(0.65);
    expect(map.cells[0]?.[1]).toEqual({
      before: { rule: { id: 'unsure', version: 1 }, outcome: { decide: 'escalate', to: 'desk' } },
      after: { rule: { id: 'refund', version: 1 }, outcome: { decide: 'continue' } },
      class: 'loosened',
    });
  });

  it('labels integers as integers, and keeps missing apart', () => {
    const often = (limit: number): Rule => ({ id: 'often', when: `tries > ${limit}`, decide: 'stop' });
    const late: Rule = { id: 'late', when: 'waited > duration("15m")', decide: 'route', to: 'desk' };
    const { x, y, map } = draw([often(3), late], [often(5), late], 'tries', 'waited');
    expect(x).toEqual(['≤ 3', '4 to 5', '≥ 6']);
    expect(y).toEqual(['≤ 15m', '> 15m', 'missing']);
    expect(map.y.chosen).toBe(2);
    expect(map.y.stops[2]).toEqual({ label: 'missing' });
  });

  it('has stops for the named members of lists, and for the list of the input', () => {
    const legal: Rule = { id: 'legal', when: '"legal" in flags', decide: 'escalate', to: 'desk' };
    const { y, map, classes } = draw([legal], [], 'confidence', 'flags', { ...input, flags: ['legal', 'pii'] });
    expect(y).toEqual(['none', 'only legal', 'legal and pii']);
    expect(map.y.chosen).toBe(2);
    expect(classes.map(([first]) => first)).toEqual(['same', 'loosened', 'loosened']);
  });

  it('has one stop for a signal that no condition reads, and no map for an undeclared signal', () => {
    expect(draw([refund], [], 'unused', 'intent').x).toEqual(['any value', 'missing']);
    expect(decisionMap(ruleSet([]), ruleSet([]), { input, at, x: 'nothing', y: 'intent' })).toBeNull();
  });

  it('is not exact if a condition may distinguish the values of a stop', () => {
    const opaque: Rule = { id: 'odd', when: 'tries * tries > 5', decide: 'stop' };
    expect(draw([opaque], [], 'tries', 'intent').map.exact).toBe(false);
    expect(draw([opaque], [], 'confidence', 'intent').map.exact).toBe(true);
  });
});
