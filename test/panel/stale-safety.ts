import type { RuleSet } from '../../engine/model/rule-set.ts';
import type { SampleView } from '../../protocol/server.ts';

/** A rule set whose safety rule is skipped because of a stale signal. It has so many rules that only relevant ones are expanded. */
export const deploy: RuleSet = {
  escalation: 1,
  name: 'deploy',
  version: '1.0.0',
  onUnknown: 'skip',
  signals: {
    'security.alerts': { type: 'integer', maxAge: '15m', observedAt: 'security.at' },
    load: { type: 'number' },
  },
  thresholds: { calm_load: { value: 5, minimum: 0, maximum: 20 } },
  rules: [
    { id: 'alerts', when: 'security.alerts > 0', decide: 'stop' },
    ...Array.from({ length: 15 }, (_, i) => ({ id: `busy-${i}`, when: `load == ${i + 10}`, decide: 'pause' as const })),
    { id: 'calm', when: 'load < thresholds.calm_load', decide: 'continue' },
  ],
};

const position = { line: 3, character: 2 };

/** A sample that fails because its alerts are stale. */
export const oldAlerts: SampleView = {
  name: 'Old alerts',
  description: null,
  at: '2026-03-02T10:00:00Z',
  input: { security: { alerts: 3, at: '2026-03-02T09:30:00Z' }, load: 1 },
  expect: { decide: 'stop' },
  location: { uri: 'file:///rules/deploy.samples.yaml', range: { start: position, end: position } },
};
