import {
  CancellationTokenSource,
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
  type Connection,
} from 'vscode-languageserver';
import { beforeEach, expect, test, vi } from 'vitest';
import {
  Cancelled,
  createRequests,
  documentOf,
  InvalidParams,
  positionOf,
  throwIfCancelled,
  type Phase,
  type Requests,
} from './requests.ts';

const registered = new Map<string, (...given: unknown[]) => unknown>();
const log = { error: vi.fn<(message: string) => void>(), warn: vi.fn<(message: string) => void>() };
const connection = {
  onRequest: (method: string, handler: (...given: unknown[]) => unknown) => registered.set(method, handler),
  onNotification: (method: string, handler: (...given: unknown[]) => unknown) => registered.set(method, handler),
  console: log,
};
let phase: Phase;
let requests: Requests;
beforeEach(() => {
  phase = 'running';
  registered.clear();
  log.error.mockClear();
  log.warn.mockClear();
  requests = createRequests(connection as unknown as Connection, () => phase);
});

const source = new CancellationTokenSource();
const send = (params: unknown = {}, token = source.token) => Promise.resolve(registered.get('test')?.(params, token));

test('an answer is passed on', async () => {
  requests.onRequest<{ a: number }, number>('test', 0, ({ a }) => a + 1);
  expect(await send({ a: 1 })).toBe(2);
});

test('a handler that fails is logged with its stack, and the answer is empty', async () => {
  requests.onRequest<object, string[]>('test', [], () => {
    throw new TypeError('This is a bug.');
  });
  expect(await send()).toEqual([]);
  expect(log.error.mock.calls[0]?.[0]).toMatch(/^test failed: TypeError: This is a bug\.\n\s+at /);
});

test('so is one that rejects', async () => {
  requests.onRequest<object, null>('test', null, () => Promise.reject(new Error('Late.')));
  expect(await send()).toBeNull();
  expect(log.error).toHaveBeenCalledOnce();
});

test.each<[string, () => unknown, number]>([
  ['parameters that make no sense', () => documentOf({}), ErrorCodes.InvalidParams],
  ['a position that is none', () => positionOf({ position: { line: -1, character: 0 } }), ErrorCodes.InvalidParams],
  [
    'what was cancelled on the way',
    () => {
      throw new Cancelled();
    },
    LSPErrorCodes.RequestCancelled,
  ],
  [
    'a refusal with a code of its own',
    () => {
      throw new ResponseError(ErrorCodes.InvalidRequest, 'No.');
    },
    ErrorCodes.InvalidRequest,
  ],
])('%s is told to the client, and not logged', async (_, act, code) => {
  requests.onRequest<object, unknown>('test', null, act);
  expect(await send()).toMatchObject({ code });
  expect(log.error).not.toHaveBeenCalled();
});

test.each([
  ['none', []],
  ['one that is null', [null]],
  ['two', [{ textDocument: { uri: 'file:///a' } }, null]],
])('parameters by position are refused: %s', async (_, positions) => {
  requests.onRequest<object, unknown>('test', null, (params, token) => {
    throwIfCancelled(token);
    return documentOf(params);
  });
  const answer = await registered.get('test')?.(...(positions as []), source.token);
  expect(answer).toMatchObject({ code: ErrorCodes.InvalidParams });
  expect(log.error).not.toHaveBeenCalled();
});

test('an answer that nobody waits for any more is said to be cancelled', async () => {
  const cancelled = new CancellationTokenSource();
  cancelled.cancel();
  requests.onRequest<object, number>('test', 0, () => 1);
  expect(await send({}, cancelled.token)).toMatchObject({ code: LSPErrorCodes.RequestCancelled });
});

test.each<[Phase, number]>([
  ['new', ErrorCodes.ServerNotInitialized],
  ['shut-down', ErrorCodes.InvalidRequest],
])('in the phase "%s" nothing is answered', async (now, code) => {
  phase = now;
  const handler = vi.fn<() => null>(() => null);
  requests.onRequest<object, null>('test', null, handler);
  requests.onNotification<object>('heard', handler as () => void);
  expect(await send()).toMatchObject({ code });
  await registered.get('heard')?.({}, source.token);
  expect(handler).not.toHaveBeenCalled();
});

test('a notification that fails is logged; one that makes no sense is only mentioned', async () => {
  requests.onNotification<object>('test', () => {
    throw new Error('Bug.');
  });
  await registered.get('test')?.({});
  expect(log.error).toHaveBeenCalledOnce();
  requests.onNotification<object>('test', () => {
    throw new InvalidParams('Nonsense.');
  });
  await registered.get('test')?.({});
  expect(log.error).toHaveBeenCalledOnce();
  expect(log.warn.mock.calls[0]?.[0]).toBe('test was ignored: Nonsense.');
});
