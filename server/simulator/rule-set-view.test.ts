import { expect, test } from 'vitest';
import { createQueries } from '../../language/queries/create-queries.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { sampleViews } from './rule-set-view.ts';

const ruleSet = `escalation: 2
name: frequency
version: 1.0.0
signals:
  session.id: { type: string }
  counts.failed: { type: integer, minimum: 0, counts: tool_failed, by: [session.id], within: 10m }
rules:
  - { id: failing, when: counts.failed >= 3, decide: stop }
default: { decide: continue }
`;
const samples = `samples: 1
ruleset: ./a.escalation.yaml
cases:
  - name: Failing
    input: { session: { id: s1 } }
    events:
      - { event: tool_failed, ago: 5m, session: { id: s1 } }
      - { event: tool_failed, ago: 10m, session: { id: s1 } }
`;

test('the input of a sample has the counters that its events give', async () => {
  const workspace = memoryWorkspace({ 'a.escalation.yaml': ruleSet, 'a.samples.yaml': samples });
  const file = await createQueries(workspace).samples(workspace.uri('a.samples.yaml'));
  if (file === null) throw new Error('There is no such file.');
  const [view] = sampleViews([file], uri => uri);
  expect(view?.input).toEqual({ session: { id: 's1' }, counts: { failed: 1 } });
});
