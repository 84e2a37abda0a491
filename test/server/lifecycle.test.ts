import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { startClient, stopAll } from './language-client.ts';
import { refunds, ruleFile, workspace } from './rule-sets.ts';

afterEach(stopAll);

const serverFile = resolve(import.meta.dirname, '../../dist/server.js');
const initialize = { processId: process.pid, rootUri: null, capabilities: {}, workspaceFolders: null };

test('before initialize, requests are refused and notifications ignored', async () => {
  const client = await startClient({ initialize: false, files: workspace() });
  await expect(client.ask('textDocument/hover', {})).rejects.toMatchObject({ code: -32002 });
  await expect(client.ask('handrail/simulate', {})).rejects.toMatchObject({ code: -32002 });
  client.watched(ruleFile, 'changed');
  client.open(ruleFile, refunds);
  await client.ask('initialize', initialize);
  await client.connection.sendNotification('initialized', {});
  expect(await client.published(ruleFile)).toBeDefined();
  expect(client.errors()).toEqual([]);
});

test('a second initialize is refused', async () => {
  const client = await startClient();
  await expect(client.ask('initialize', initialize)).rejects.toMatchObject({ code: -32600 });
});

test('after shutdown, requests are refused and exit ends the process with 0', async () => {
  const client = await startClient();
  expect(await client.ask('shutdown', undefined)).toBeNull();
  await expect(client.ask('textDocument/hover', {})).rejects.toMatchObject({ code: -32600 });
  await client.connection.sendNotification('exit');
  expect(await client.exited).toBe(0);
});

test('exit without shutdown ends the process with 1', async () => {
  const client = await startClient();
  await client.connection.sendNotification('exit');
  expect(await client.exited).toBe(1);
});

test('a method that nobody knows is answered as such', async () => {
  const client = await startClient();
  await expect(client.ask('handrail/nonsense', {})).rejects.toMatchObject({ code: -32601 });
});

test('the process ends with its standard input', async () => {
  const client = await startClient();
  client.process.stdin?.end();
  expect(await client.exited).toBe(1);
});

test('the process ends when the editor does', async () => {
  const editor = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  try {
    const client = await startClient({ initialize: false });
    await client.ask('initialize', { ...initialize, processId: editor.pid });
    editor.kill('SIGKILL');
    await once(editor, 'exit');
    expect(await client.exited).toBe(1);
  } finally {
    editor.kill('SIGKILL');
  }
});

describe('transports', () => {
  test('without one, standard input and output', async () => {
    const client = await startClient({ args: [] });
    expect(client.initialized.capabilities.hoverProvider).toBe(true);
  });

  test("Node's channel between processes, and an end with it", async () => {
    const child = spawn(process.execPath, [serverFile, '--node-ipc'], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    try {
      child.send({ jsonrpc: '2.0', id: 1, method: 'initialize', params: initialize });
      const [answer] = (await once(child, 'message')) as [{ result: { capabilities: object } }];
      expect(answer.result.capabilities).toMatchObject({ hoverProvider: true });
      const exited = once(child, 'exit');
      child.disconnect();
      expect((await exited)[0]).toBe(0);
    } finally {
      child.kill('SIGKILL');
    }
  });
});
