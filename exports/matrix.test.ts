import { expect, test } from 'vitest';
import type { RuleSet, Signal } from '../engine/model/rule-set.ts';
import { runAtOnce } from '../engine/model/steps.ts';
import { exportTargets } from './index.ts';
import { targetMatrix } from './matrix.ts';

const signals: Record<string, Signal> = {
  'tool.name': { type: 'string', required: true },
  'tool.args.command': { type: 'string' },
  confidence: { type: 'number', minimum: 0, maximum: 1 },
};

function matrixOf(rules: RuleSet['rules'], targets: string[], more: Partial<RuleSet> = {}) {
  const ruleSet: RuleSet = {
    escalation: 2,
    name: 'tools',
    version: '1.0.0',
    signals,
    targets: { desk: { kind: 'human' } },
    rules,
    default: { decide: 'continue' },
    ...more,
  };
  const chosen = exportTargets.filter(({ id }) => targets.includes(id));
  const { hosts, rows } = runAtOnce(targetMatrix(ruleSet, chosen, { now: 0 }));
  return rows.map(({ index, cells }) => [
    index === null ? 'default' : ruleSet.rules[index]?.id,
    ...cells.map(({ fires, unknownBecause, kinds }, column) => ({
      host: hosts[column]?.host,
      fires,
      ...(unknownBecause.length > 0 ? { unknownBecause } : {}),
      kinds: kinds.map(({ kind, outcome }) => `${kind} ${outcome}`).join(', '),
    })),
  ]);
}

test('a host that does not ask about a kind of tool denies there, and a rule about other tools is not concerned', () => {
  const rules: RuleSet['rules'] = [
    { id: 'shell', when: 'tool.name == "Bash"', decide: 'escalate', to: 'desk' },
    { id: 'server', when: 'tool.name.startsWith("mcp__mail__")', decide: 'escalate', to: 'desk' },
    { id: 'never', when: 'tool.name == "Bash"', decide: 'stop' },
  ];
  expect(matrixOf(rules, ['cursor-hooks'])).toEqual([
    ['shell', { host: 'cursor', fires: 'sometimes', kinds: 'shell asks' }],
    ['server', { host: 'cursor', fires: 'sometimes', kinds: 'mcp denies' }],
    ['never', { host: 'cursor', fires: 'sometimes', kinds: '' }],
    ['default', { host: 'cursor', fires: 'sometimes', kinds: expect.stringContaining('file continues') as string }],
  ]);
});

test.each([
  ['confidence < 0.7', {}, 'always', true],
  ['confidence < 0.7', { onUnknown: 'skip' }, 'never', true],
  ['tool.name == "Bash" && confidence < 0.7', {}, 'wherever-possible', true],
  ['has(confidence) && confidence < 0.7', {}, 'never', false],
  ['tool.name == "Bash" || confidence < 0.7', { onUnknown: 'skip' }, 'sometimes', true],
  ['!has(confidence)', {}, 'always', false],
  ['tool.name == "Bash"', {}, 'sometimes', false],
] as const)('%s %j without `confidence`: %s', (when, more, fires, unknown) => {
  const rows = matrixOf([{ id: 'unsure', when, decide: 'pause', ...more }], ['claude-code']);
  expect(rows[0]?.[1]).toMatchObject({ fires, ...(unknown ? { unknownBecause: ['confidence'] } : {}) });
  if (!unknown) expect(rows[0]?.[1]).not.toHaveProperty('unknownBecause');
});

test('a promise that a signal is there does not bind a host that never has it', () => {
  const rows = matrixOf([{ id: 'unsure', when: 'confidence < 0.7', decide: 'pause' }], ['claude-code'], {
    signals: { ...signals, confidence: { type: 'number', required: true } },
  });
  expect(rows[0]?.[1]).toMatchObject({ fires: 'always', unknownBecause: ['confidence'] });
});
