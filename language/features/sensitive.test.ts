import { expect, test } from 'vitest';
import { withCursor } from '../../testing/cursor.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { createQueries } from '../queries/create-queries.ts';
import { complete } from './completion/complete.ts';
import { hoverAt } from './hover/hover.ts';

const payments = (sensitive: string, escalation = 2) => `escalation: ${escalation}
name: payments
version: 1.0.0
signals:
  account: { type: string, sensitive: true }
targets:
  owner: { kind: human }
payloads:
  payment@1:
    fields: { account: account, said: conversation.last_message }
    sensitive: [${sensitive}]
rules:
  - { id: ask, when: has(account), decide: escalate, to: owner, payload: payment@1, reason: A payment. }
default: { decide: continue }
`;

function at(text: string) {
  const workspace = memoryWorkspace({ 'payments.escalation.yaml': text });
  return { queries: createQueries(workspace), uri: workspace.uri('payments.escalation.yaml') };
}

async function errorsIn(text: string) {
  const { queries, uri } = at(text);
  return (await queries.findings(uri)).findings.filter(({ severity }) => severity === 'error');
}

test('a field that the contract does not have is an error, with a fix', async () => {
  expect(await errorsIn(payments('said'))).toEqual([]);
  expect(await errorsIn(payments('sayd'))).toMatchObject([
    {
      code: 'schema',
      message: '`payment@1` has no field `sayd`, so that nothing is redacted. Did you mean `said`?',
      range: { start: { line: 10 } },
      fixes: [{ title: 'Change to `said`' }],
    },
  ]);
});

test('version 1 of the language refuses it', async () => {
  const messages = (await errorsIn(payments('said', 1))).map(({ message }) => message);
  expect(messages.filter(message => message.startsWith('`sensitive` belongs to version 2'))).toHaveLength(2);
});

test('completion offers the fields that are not listed yet', async () => {
  const { text, position } = withCursor(payments('account, ‸'));
  const { queries, uri } = at(text);
  expect((await complete(queries, uri, position)).map(({ label }) => label)).toEqual(['said']);
});

test('hovers say what is sensitive', async () => {
  const hover = async (marked: string) => {
    const { text, position } = withCursor(marked);
    const { queries, uri } = at(text);
    return (await hoverAt(queries, uri, position))?.contents ?? '';
  };
  expect(await hover(payments('said').replace('has(acc', 'has(acc‸'))).toContain('Sensitive: redacted');
  expect(await hover(payments('said').replace('payload: pay', 'payload: pay‸'))).toContain('`said` (sensitive)');
});
