import { expect, test } from 'vitest';
import { createQueries } from '../queries/create-queries.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';

async function removal(condition: string, more = '') {
  const text = `escalation: 1
name: x
version: 1.0.0
signals:
  confidence: { type: number }
  amount: { type: number }
${more}rules:
  - id: r
    when: ${condition}
    decide: stop
`;
  const workspace = memoryWorkspace({ 'x.escalation.yaml': text });
  const { findings } = await createQueries(workspace).findings(workspace.uri('x.escalation.yaml'));
  const fix = findings.find(({ message }) => message.includes('names `confidence`'))?.fixes[0];
  return fix === undefined ? null : { title: fix.title, preferred: fix.preferred };
}

test('what nothing uses is removed with the preferred fix', async () => {
  expect(await removal('amount > 1')).toEqual({ title: 'Remove `confidence`', preferred: true });
});

test.each([
  ['a misspelt name', 'confidnce < 0.5', ''],
  ['any name that is not declared', 'certainty < 0.5', ''],
  ['a condition of a wrong type', 'amount > "x"', ''],
  ['a fault of the text', 'amount > 1', 'description: "open\n'],
  ['an import that is missing', 'amount > 1', 'imports: [./missing.escalation.yaml]\n'],
])('%s may be a use of it, so the removal is not preferred', async (_name, condition, more) => {
  expect(await removal(condition, more)).toMatchObject({ preferred: false });
});
