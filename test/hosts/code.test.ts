import { describe, expect, it } from 'vitest';
import { answers, failures, hostOf, type HostAnswer, type HostFailure, type HostId } from '../../hosts/index.ts';
import { callAiSdk } from './ai-sdk.ts';
import { callLangchain } from './langchain.ts';
import { callOpenAiAgents } from './openai-agents.ts';
import type { CodeOutcome } from './outcome.ts';
import { load } from './packages.ts';

/** What a gate in the same process does, for each answer and each failure that can happen there. */
type Gates<T> = Record<HostAnswer, T> & Partial<Record<HostFailure, T>>;

const call = { tool: 'pay', args: { amount: 9 } };
const throws = () => {
  throw new Error('boom');
};
const never = () => new Promise<never>(() => undefined);

/** Says whether a person is asked; it cannot deny. */
const booleans: Gates<(() => unknown) | null> = {
  none: () => false,
  allow: () => false,
  ask: () => true,
  deny: () => true,
  stop: () => true,
  crash: throws,
  timeout: never,
  'empty-output': () => undefined,
  'broken-output': () => 'yes',
  'gate-missing': null,
};

type Wrap = (request: { toolCall: { id: string } }, handler: (request: unknown) => unknown) => unknown;

async function wraps(): Promise<Gates<Wrap | null>> {
  const { ToolMessage } = await load<{ ToolMessage: new (fields: object) => unknown }>('@langchain/core/messages');
  const refuse: Wrap = ({ toolCall: { id } }) => new ToolMessage({ content: 'No.', tool_call_id: id, name: 'pay' });
  const pass: Wrap = (request, handler) => handler(request);
  return {
    none: pass,
    allow: pass,
    ask: refuse,
    deny: refuse,
    stop: throws,
    crash: throws,
    timeout: never,
    'empty-output': () => undefined,
    'broken-output': () => 'no',
    'gate-missing': null,
  };
}

const behave = (type: string) => () => Promise.resolve({ behavior: { type, message: 'No.' } });
const guardrails: Gates<(() => unknown) | null> = {
  none: behave('allow'),
  allow: behave('allow'),
  ask: behave('rejectContent'),
  deny: behave('rejectContent'),
  stop: behave('throwException'),
  crash: throws,
  timeout: never,
  'empty-output': () => undefined,
  'broken-output': behave('reject'),
  'gate-missing': null,
};

const statuses: Gates<unknown> = {
  none: () => 'not-applicable',
  allow: () => 'approved',
  ask: () => 'user-approval',
  deny: () => 'denied',
  stop: throws,
  crash: throws,
  timeout: never,
  'empty-output': () => undefined,
  'broken-output': () => 'user_approval',
  'gate-missing': { other: 'denied' },
};

function interruptOn(when: (() => unknown) | null, context?: object): Promise<CodeOutcome> {
  const config = { interruptOn: when === null ? {} : { pay: { allowedDecisions: ['approve', 'reject'], when } } };
  return callLangchain(call, ({ humanInTheLoopMiddleware }) => [humanInTheLoopMiddleware?.(config as never)], context);
}

function wrapToolCall(gate: Wrap | null): Promise<CodeOutcome> {
  return callLangchain(call, ({ createMiddleware }) =>
    gate === null ? [] : [createMiddleware?.({ name: 'gate', wrapToolCall: gate } as never)],
  );
}

/** By host and event. */
const tries: Partial<Record<HostId, Record<string, (what: HostAnswer | HostFailure) => Promise<CodeOutcome>>>> = {
  langchain: {
    interruptOn: what => interruptOn(booleans[what] ?? null),
    wrapToolCall: async what => wrapToolCall((await wraps())[what] ?? null),
  },
  'openai-agents': {
    needsApproval: what =>
      callOpenAiAgents(call, booleans[what] ? { needsApproval: asynchronous(booleans[what]) } : {}),
    inputGuardrails: what =>
      callOpenAiAgents(
        call,
        guardrails[what] ? { inputGuardrails: [{ name: 'gate', run: asynchronous(guardrails[what]) }] } : {},
      ),
  },
  'ai-sdk': { toolApproval: what => callAiSdk(call, statuses[what]) },
};

function asynchronous(gate: () => unknown): () => Promise<unknown> {
  return () => new Promise(resolve => resolve(gate()));
}

/** Exit codes are of commands only. */
const inCode = failures.filter(failure => !failure.startsWith('exit-'));

for (const [id, events] of Object.entries(tries)) {
  const host = hostOf(id as HostId);
  describe(host.title, () => {
    it('has the events that are tried', () => {
      expect(Object.keys(events)).toEqual(host.events.map(({ name }) => name));
    });

    describe.each(host.events)('$name', ({ name, answers: effects, failures: failed }) => {
      it.each(answers)('does with the answer "%s" what the facts say', async answer => {
        expect((await events[name]?.(answer))?.effect).toBe(effects[answer]);
      });

      it.each(inCode)('does after the failure "%s" what the facts say', async failure => {
        expect((await events[name]?.(failure))?.effect).toBe(failed[failure]);
      });
    });
  });
}

it('LangChain.js runs every tool when the caller empties `interruptOn`, as the sources say', async () => {
  expect((await interruptOn(() => true, { interruptOn: {} })).effect).toBe('runs');
});

it('a function that throws is reported with its message', async () => {
  expect((await interruptOn(throws)).error).toContain('boom');
});
