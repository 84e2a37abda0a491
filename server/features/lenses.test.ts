import type { CodeLens } from 'vscode-languageserver';
import { expect, test } from 'vitest';
import { createQueries } from '../../language/queries/create-queries.ts';
import type { CheckedFile } from '../../language/findings/check.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import type { Session } from '../session.ts';
import { answerLenses } from './lenses.ts';

const text = `escalation: 1
name: trial
version: 1.0.0
signals: { amount: { type: number, required: true } }
rules: [{ id: all, when: amount > 0 || amount <= 0, decide: stop }]
invariants: [{ id: stopped, require: { decide: stop } }]
default: { decide: pause }
`;

/** A server whose check of files and whose clock are in the hands of the test. */
function sessionWith(refreshesLenses: boolean) {
  const workspace = memoryWorkspace({ 'a.escalation.yaml': text });
  const uri = workspace.uri('a.escalation.yaml');
  let finish: () => void = () => undefined;
  const checking = new Promise<CheckedFile>((resolve, reject) => {
    finish = () => void createQueries(workspace).findings(uri).then(resolve, reject);
  });
  let due: () => void = () => undefined;
  let cancelled = false;
  const refreshed: string[] = [];
  let answer: (params: unknown) => Promise<CodeLens[]> = () => Promise.resolve([]);
  const session = {
    requests: { onRequest: (_method: string, _empty: unknown, handler: typeof answer) => (answer = handler) },
    queries: { ...createQueries(workspace), findings: () => checking },
    open: { canonical: (given: string) => given, forClient: (given: string) => given },
    files: { revision: 1 },
    client: { refreshesLenses },
    environment: {
      timers: {
        after: (_milliseconds: number, task: () => void) => {
          due = task;
          return () => (cancelled = true);
        },
      },
    },
    connection: {
      sendRequest: ({ method }: { method: string }) => Promise.resolve(refreshed.push(method)),
      console: { warn: () => undefined },
    },
  };
  answerLenses(session as unknown as Session);
  const titles = async () => (await answer({ textDocument: { uri } })).map(({ command }) => command?.title);
  return { session, titles, refreshed, finish: () => finish(), due: () => due(), isCancelled: () => cancelled };
}

const settled = () => new Promise(resolve => setImmediate(resolve));

test('lenses wait for the analysis, so that they come all at once', async () => {
  const { titles, finish, refreshed, isCancelled } = sessionWith(true);
  const asked = titles();
  finish();
  expect(await asked).toEqual(['Simulate', 'Compare with…', 'Simulate', 'Proved for all inputs']);
  expect(refreshed).toEqual([]);
  expect(isCancelled()).toBe(true);
});

test('where the analysis takes long they come without it, and the client is told to ask again once it is done', async () => {
  const { titles, finish, due, refreshed } = sessionWith(true);
  const asked = titles();
  await settled();
  due();
  expect(await asked).toEqual(['Simulate', 'Compare with…', 'Simulate']);
  expect(refreshed).toEqual([]);
  finish();
  await expect.poll(() => refreshed).toEqual(['workspace/codeLens/refresh']);
});

test('a client is not told to ask again about a text that has changed, or where it does not know how', async () => {
  for (const [refreshes, changed] of [
    [true, true],
    [false, false],
  ] as const) {
    const { session, titles, finish, due, refreshed } = sessionWith(refreshes);
    const asked = titles();
    await settled();
    due();
    await asked;
    if (changed) session.files.revision++;
    finish();
    expect(await titles()).toContain('Proved for all inputs');
    await settled();
    expect(refreshed).toEqual([]);
  }
});
