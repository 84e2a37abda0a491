import { expect, test } from 'vitest';
import { createQueries } from '../queries/create-queries.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { relatedPlaces } from './merge.ts';

const head = `escalation: 1
name: example
version: 1.0.0
signals:
  alerts: { type: array, items: { type: string, enum: [fraud, theft, takeover, leak] }, uniqueItems: true, required: true }
  checks: { type: integer, minimum: 0, maximum: 9, required: true }
  known: { type: boolean, required: true }
default: { decide: continue }
rules:
`;

async function placesOf(rules: string): Promise<string[]> {
  const workspace = memoryWorkspace({ 'a.escalation.yaml': head + rules });
  const { findings } = await createQueries(workspace).findings(workspace.uri('a.escalation.yaml'));
  const found = findings.find(({ code }) => code === 'shadowed-rule');
  if (found === undefined) throw new Error('There is no such finding.');
  return relatedPlaces(found).map(({ message }) => message);
}

test('the rules that decide instead are named, however rarely they do, and no more is said of them than is proved', async () => {
  const places = await placesOf(`
  - { id: fraud, when: size(alerts) > 0, decide: stop }
  - { id: dispute, when: checks > 0, decide: stop }
  - { id: unknown, when: "!known", decide: pause }
  - { id: twin, when: "!known", decide: pause }
`);
  expect(places).toEqual([
    '`unknown` has the same condition, and pauses the agent on some of its inputs.',
    '`fraud` stops the task on some of its inputs.',
    'Without `unknown`, `twin` would decide the same.',
  ]);
});

test('one rule decides all of the inputs if no other comes before it', async () => {
  const places = await placesOf(`
  - { id: fraud, when: size(alerts) > 0 && known, decide: stop }
  - { id: unknown, when: "!known", decide: pause }
  - { id: dead, when: "!known && checks > 3", decide: stop }
`);
  expect(places).toEqual(['`unknown` alone covers this rule, and pauses the agent on all of its inputs.']);
});
