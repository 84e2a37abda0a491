import { expect, test } from 'vitest';
import { digest } from '../../engine/index.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import { guideOf } from './guide.ts';

function linesOf(more: Partial<RuleSet>, exports: string[] = []): string[] {
  const ruleSet: RuleSet = {
    escalation: 2,
    name: 'refunds',
    version: '1.0.0',
    signals: {
      confidence: { type: 'number' },
      customer: { type: 'string', required: true },
      ssn: { type: 'string', examples: ['078-05-1120'], default: '000' },
    },
    targets: { desk: { kind: 'human', title: 'Refund desk', resolveWithin: '2h', onTimeout: 'stop' } },
    rules: [],
    ...more,
  };
  const source = { ruleSet, digest: digest(ruleSet), exports };
  const guide = guideOf(
    { ...source, ruleSet: { ...ruleSet, exports: exports.map(to => ({ to })) } as RuleSet },
    id => id === 'cursor',
  );
  return [
    ...guide.intro,
    ...guide.sections.flatMap(({ items }) => items.flatMap(({ lines }) => lines)),
    guide.enforcement,
  ];
}

test('rules that decide nothing are left out, those in force for a time or a share say so', () => {
  const lines = linesOf({
    rules: [
      { id: 'a', when: 'true', decide: 'pause', status: 'shadow' },
      { id: 'b', when: 'true', decide: 'pause', status: 'draft' },
      { id: 'c', when: 'true', decide: 'pause', status: 'retired' },
      { id: 'd', when: 'customer == "x"', decide: 'pause', effective: { from: '2030-01-01T00:00:00Z' } },
      { id: 'e', when: 'true', decide: 'continue', rollout: { percent: 25, by: 'customer' } },
    ],
  });
  expect(lines).toEqual(
    expect.arrayContaining([
      '1. `d` if `customer` is `x`: **pause**.',
      '   - In force from 1 Jan 2030 (UTC) only.',
      '2. `e` always: **continue**.',
      expect.stringContaining('In force for 25 % of the cases only') as string,
    ]),
  );
  expect(lines.join('\n')).toContain('whether a case is one of them, the gate does not apply.');
  expect(lines.join('\n')).not.toMatch(/`[abc]`/);
});

test('says what to do while a signal is unknown, which depends on the rule', () => {
  const when = 'confidence < 0.5 && customer == "x"';
  const lines = linesOf({
    rules: [
      { id: 'a', when, decide: 'pause' },
      { id: 'b', when, decide: 'pause', onUnknown: 'skip' },
      { id: 'c', when, decide: 'continue' },
      { id: 'd', when: 'customer == "x"', decide: 'pause' },
    ],
  });
  expect(lines.filter(line => line.includes('does not settle it'))).toEqual([
    '   - If `confidence` is unknown and the rest does not settle it, the gate applies.',
    '   - If `confidence` is unknown and the rest does not settle it, the gate does not apply.',
    '   - If `confidence` is unknown and the rest does not settle it, the gate does not apply.',
  ]);
});

test('the order is that of deciding; handoffs say who, until when and what then; grants are not assumed', () => {
  const lines = linesOf({
    hitPolicy: 'priority',
    rules: [
      { id: 'a', when: 'customer == "x"', decide: 'continue' },
      {
        id: 'b',
        when: 'customer == "y"',
        decide: 'escalate',
        to: 'desk',
        reason: 'About {{ customer }}.',
        onReject: 'pause',
        grant: { validFor: '1h', uses: 3, bind: ['customer'] },
      },
    ],
  });
  expect(lines).toEqual(
    expect.arrayContaining([
      '1. `b` if `customer` is `y`: **escalate** to Refund desk (`desk`, answer due within 2h).',
      '   - Give the reason: About `customer`.',
      '   - If the target rejects the handoff: pause, and wait until you are told to go on.',
      expect.stringContaining('up to 3 with the same `customer`, for 1h') as string,
      '2. `a` if `customer` is `x`: **continue**.',
      '- If no gate applies: **pause**.',
    ]),
  );
});

test('gives no value of a signal, and names only exports that enforce', () => {
  const rules = [{ id: 'a', when: 'ssn.startsWith("9")', decide: 'pause' as const }];
  const [prose, both] = [linesOf({ rules }, ['cursor']), linesOf({ rules }, ['cursor', 'claude-code'])];
  expect(prose.join('\n')).not.toMatch(/078-05|`?000`?/);
  expect(prose.at(-1)).toContain('The rule set lists no export that enforces it.');
  expect(both.at(-1)).toContain('lists the export `claude-code`, through which');
});
