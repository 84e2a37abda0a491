import { describe, expect, it } from 'vitest';
import type { PanelRequest, PanelRequests, PanelToHost } from '../../protocol/simulator.ts';
import { answer, isMessage, type Answers } from './bridge.ts';

const silent: Answers<PanelRequests> = {
  simulate: () => Promise.resolve({ ruleSet: null, broken: null, record: null, declared: null, sample: null }),
  reveal: () => Promise.resolve(null),
  revealLocation: () => Promise.resolve(null),
  saveSample: () => Promise.resolve(true),
  openReference: () => Promise.resolve(null),
};
const reveal: PanelRequest = { type: 'request', id: 7, method: 'reveal', params: { rule: 2 } };

describe('an answer to the page', () => {
  it('has the id of its request and the result', async () => {
    const request: PanelRequest = {
      type: 'request',
      id: 12,
      method: 'saveSample',
      params: { name: 'x', input: {}, at: null, expect: {} },
    };
    expect(await answer(request, silent)).toEqual({ type: 'response', id: 12, result: true });
  });

  it('comes from the function with the name of the request, called with its parameters', async () => {
    const seen: unknown[] = [];
    const answers: Answers<PanelRequests> = {
      ...silent,
      reveal: params => Promise.resolve(seen.push(params)).then(() => null),
    };
    await answer(reveal, answers);
    expect(seen).toEqual([{ rule: 2 }]);
  });

  it('is an error with the message if the function rejects', async () => {
    const failing: Answers<PanelRequests> = {
      ...silent,
      reveal: () => Promise.reject(new Error('The place is gone.')),
    };
    expect(await answer(reveal, failing)).toEqual({ type: 'error', id: 7, message: 'The place is gone.' });
  });

  it('is an error if the function throws', async () => {
    const throwing: Answers<PanelRequests> = {
      ...silent,
      reveal: () => {
        throw new Error('Not now.');
      },
    };
    expect(await answer(reveal, throwing)).toEqual({ type: 'error', id: 7, message: 'Not now.' });
  });

  it('is an error for an unknown request', async () => {
    const unknown = { ...reveal, method: 'diff' } as unknown as PanelRequest;
    expect(await answer(unknown, silent)).toMatchObject({ type: 'error', id: 7 });
  });
});

describe('a message of the page', () => {
  it.each([
    [{ type: 'ready' }],
    [{ type: 'highlight', place: null }],
    [{ type: 'request', id: 1, method: 'simulate', params: {} }],
  ])('is %j', message => expect(isMessage<PanelToHost>(message, ['ready', 'highlight'])).toBe(true));

  it.each([[null], ['ready'], [{}], [{ type: 'request', id: '1', method: 'x', params: {} }], [{ type: 'telemetry' }]])(
    'is not %j',
    message => expect(isMessage<PanelToHost>(message, ['ready', 'highlight'])).toBe(false),
  );
});
