import { afterEach, expect, it, vi } from 'vitest';
import type { HostToPanel, PanelRequests, PanelToHost } from '../../protocol/simulator.ts';
import type { ResponseOf } from '../../protocol/page.ts';
import { connect } from './connection.ts';

function start() {
  const posted: PanelToHost[] = [];
  const notified: string[] = [];
  let receive: (message: HostToPanel) => void = () => undefined;
  const connection = connect<PanelRequests, Exclude<HostToPanel, ResponseOf<PanelRequests>>>(
    message => posted.push(message),
    given => (receive = given),
    message => notified.push(message.type),
  );
  return { connection, posted, notified, receive: (message: HostToPanel) => receive(message) };
}

const question = { input: {}, at: null, thresholds: {} };

afterEach(() => vi.useRealTimers());

it('matches answers to requests by id, whatever their order', async () => {
  const { connection, receive } = start();
  const [first, second] = [
    connection.request('openReference', { page: 'a' }),
    connection.request('saveSample', { name: 'x', input: {}, at: null, expect: {} }),
  ];
  receive({ type: 'response', id: 2, result: true });
  receive({ type: 'response', id: 1, result: null });
  expect([await first, await second]).toEqual([null, true]);
});

it('rejects with the error of the host', async () => {
  const { connection, receive } = start();
  const asked = connection.request('simulate', question);
  receive({ type: 'error', id: 1, message: 'The server stopped.' });
  await expect(asked).rejects.toThrow('The server stopped.');
});

it('gives up after a while and drops a late answer', async () => {
  vi.useFakeTimers();
  const { connection, receive } = start();
  const asked = connection.request('simulate', question);
  const failed = expect(asked).rejects.toThrow('did not answer within 20 seconds');
  vi.advanceTimersByTime(20_000);
  await failed;
  expect(() => receive({ type: 'response', id: 1, result: null })).not.toThrow();
});

it('passes on notifications of the host', () => {
  const { receive, notified } = start();
  receive({ type: 'changed' });
  receive({ type: 'cursor', rule: 2 });
  expect(notified).toEqual(['changed', 'cursor']);
});
