import { describe, expect, test } from 'vitest';
import { packages, runLangchain } from './drive-langchain.ts';
import { exportedModule } from './exported-module.ts';
import { paymentRules } from './payment-rules.ts';

const small = { name: 'pay', args: { amount: 9 } };
const large = { name: 'pay', args: { amount: 5000 } };
const blocked = 'Handrail could not check this call, so it is blocked.';

async function gate(options: object = {}): Promise<unknown> {
  const { handrail } = await exportedModule('langchain', paymentRules);
  return handrail?.(options as never);
}

const edit = (name: string, args: object) => ({ type: 'edit', editedAction: { name, args } });

describe('an edited call is decided again', () => {
  test('and runs if it may continue', async () => {
    const agentOptions = { middleware: [await gate()] };
    const ending = await runLangchain({ turns: [[large]], answers: [edit('pay', { amount: 9 })], agentOptions });
    expect(ending).toMatchObject({ ran: [small], ended: 'done' });
    expect(ending.told).toEqual(['A person changed this call to `pay` with {"amount":9}.\npay ran']);
  });

  test('and a person is asked about it if the rules say so', async () => {
    const agentOptions = { middleware: [await gate()] };
    const answers = [edit('pay', { amount: 6000 }), { type: 'approve' }];
    const ending = await runLangchain({ turns: [[large]], answers, agentOptions });
    expect(ending.asked.map(({ text }) => text)).toEqual([
      expect.stringContaining('wants to pay 5000.'),
      expect.stringContaining('wants to pay 6000.'),
    ]);
    expect(ending).toMatchObject({ ran: [{ name: 'pay', args: { amount: 6000 } }], ended: 'done' });
  });

  test('and does not run if it is denied, under another name too', async () => {
    for (const edited of [edit('pay', { amount: 2_000_000 }), edit('drop', {})]) {
      const agentOptions = { middleware: [await gate()] };
      const ending = await runLangchain({ turns: [[large]], answers: [edited], agentOptions });
      expect(ending).toMatchObject({ ran: [], ended: 'done' });
    }
  });

  test('and ends the run if it is to stop', async () => {
    const agentOptions = { middleware: [await gate()] };
    const ending = await runLangchain({ turns: [[large]], answers: [edit('wipe', {})], agentOptions });
    expect(ending).toMatchObject({ ran: [], ended: 'failed' });
  });
});

test('an answer in another form does not let the call run', async () => {
  for (const answer of [{ type: 'yes' }, {}, edit('pay', { amount: 1n })]) {
    const agentOptions = { middleware: [await gate()] };
    const ending = await runLangchain({ turns: [[large]], answers: [answer], agentOptions });
    expect(ending.ran).toEqual([]);
  }
});

test('a caller cannot switch the gate off for a run', async () => {
  for (const context of [{ interruptOn: {} }, { interruptOn: { pay: false } }]) {
    const agentOptions = { middleware: [await gate()] };
    expect(await runLangchain({ turns: [[large]], context, agentOptions })).toMatchObject({
      ran: [],
      ended: 'waiting',
    });
  }
});

test('without a place to keep the run, nobody can be asked and the call does not run', async () => {
  const agentOptions = { middleware: [await gate()], checkpointer: undefined };
  expect(await runLangchain({ turns: [[large]], agentOptions })).toMatchObject({ ran: [], ended: 'failed' });
});

test('a call is decided on as other middleware changed it', async () => {
  const { langchain } = await packages();
  const raise = langchain['createMiddleware']?.({
    name: 'raise',
    wrapToolCall: (request: { toolCall: object }, handler: (changed: object) => unknown) =>
      handler({ ...request, toolCall: { ...request.toolCall, args: { amount: 2_000_000 } } }),
  } as never);
  const agentOptions = { middleware: [raise, await gate()] };
  expect(await runLangchain({ turns: [[small]], agentOptions })).toMatchObject({ ran: [], ended: 'done' });
});

test('another tool than the call names does not run', async () => {
  const { langchain, z } = await packages();
  let swapped = false;
  const other = langchain.tool(() => ((swapped = true), 'swapped'), { name: 'other', schema: z.looseObject({}) });
  const swap = langchain['createMiddleware']?.({
    name: 'swap',
    wrapToolCall: (request: object, handler: (changed: object) => unknown) => handler({ ...request, tool: other }),
  } as never);
  const agentOptions = { middleware: [swap, await gate()] };
  await runLangchain({ turns: [[small]], agentOptions });
  expect(swapped).toBe(false);
});

test('a tool that a middleware adds is decided about', async () => {
  const { langchain, z } = await packages();
  let ran = false;
  const added = langchain.tool(() => ((ran = true), 'dropped'), { name: 'drop', schema: z.looseObject({}) });
  const adds = langchain['createMiddleware']?.({ name: 'adds', tools: [added] } as never);
  const agentOptions = { middleware: [adds, await gate()], tools: [] };
  await runLangchain({ turns: [[{ name: 'drop', args: {} }]], agentOptions });
  expect(ran).toBe(false);
});

test('a tool that the provider runs must be named', async () => {
  const search = { type: 'web_search' };
  const refused = await runLangchain({
    turns: [[small]],
    agentOptions: { tools: [search], middleware: [await gate()] },
  });
  expect(refused).toMatchObject({ ran: [], ended: 'failed' });
  expect(String(refused.error)).toContain('cannot hold back the tool `web_search`');
});

test.each([
  ['a getter', Object.defineProperty({}, 'amount', { get: () => 9, enumerable: true })],
  ['a cycle', cycle()],
  ['a BigInt', { amount: 9n }],
  ['NaN', { amount: Number.NaN }],
  ['an instance of a class', { amount: new Map() }],
  ['a function', { amount: () => 9 }],
  ['too many values', { list: Array.from({ length: 300_000 }, () => 0) }],
  ['too many levels', nested(5000)],
])('a call with %s in its arguments does not run', async (_what, args) => {
  expect(await runWith(args)).toMatchObject({ ran: [], told: [blocked] });
});

test('`__proto__` is an argument like any other', async () => {
  const own = JSON.parse('{"__proto__":{"amount":5000},"amount":9}') as Record<string, unknown>;
  const run = await runWith(own);
  expect(run).toMatchObject({ asked: [], ended: 'done' });
  expect(run.ran[0]?.args['amount']).toBe(9);
  // An amount that is not its own is none, and a rule that may deny it fires.
  const inherited = await runWith(JSON.parse('{"__proto__":{"amount":9}}') as object);
  expect(inherited).toMatchObject({ ran: [], told: [expect.stringContaining('rule huge@1')] });
  expect(await runWith(Object.create({ amount: 9 }) as object)).toMatchObject({ ran: [], told: [blocked] });
});

test('in version v1, in which calls share a task, a person is asked about a single call only', async () => {
  const agentOptions = { middleware: [await gate()], version: 'v1' };
  const both = await runLangchain({ turns: [[large, { name: 'look', args: {} }]], agentOptions });
  expect(both).toMatchObject({ ran: [], asked: [], ended: 'failed' });
  const one = await runLangchain({ turns: [[large]], person: () => 'approve', agentOptions });
  expect(one).toMatchObject({ ran: [large], ended: 'done' });
});

test('an agent that is a tool: the call of it is decided about, and its own calls by its own gate', async () => {
  const { langchain, AIMessage, MemorySaver, Command, z } = await packages();
  const ran: unknown[] = [];
  const call = (name: string, args: object, id: string) =>
    new AIMessage({ content: '', tool_calls: [{ name, args, id, type: 'tool_call' }] });
  const done = new AIMessage({ content: 'All done.' });
  const inner = langchain.createAgent({
    model: langchain
      .fakeModel()
      .respond(call('pay', { amount: 5000 }, 'inner'))
      .respond(done),
    tools: [langchain.tool(args => (ran.push(args), 'paid'), { name: 'pay', schema: z.looseObject({}) })],
    middleware: [await gate({ agent: { depth: 1 } })],
  });
  const delegate = langchain.tool(
    async () => (await inner.invoke({ messages: [{ role: 'user', content: 'Pay.' }] }, {})).messages.at(-1)?.text,
    { name: 'delegate', schema: z.looseObject({}) },
  );
  const outer = langchain.createAgent({
    model: langchain
      .fakeModel()
      .respond(call('delegate', {}, 'outer'))
      .respond(done),
    tools: [delegate],
    middleware: [await gate()],
    checkpointer: new MemorySaver(),
  });
  const config = { configurable: { thread_id: '1' } };
  const waiting = await outer.invoke({ messages: [{ role: 'user', content: 'Go.' }] }, config);
  expect(ran).toEqual([]);
  expect(waiting.__interrupt__?.[0]?.value.actionRequests[0]?.description).toContain('wants to pay 5000.');
  await outer.invoke(new Command({ resume: { decisions: [{ type: 'reject' }] } }), config);
  expect(ran).toEqual([]);
});

/** Runs an agent whose call gets these arguments from a middleware before the gate. */
async function runWith(args: object) {
  const { langchain } = await packages();
  const put = langchain['createMiddleware']?.({
    name: 'put',
    wrapToolCall: (request: { toolCall: object }, handler: (changed: object) => unknown) =>
      handler({ ...request, toolCall: { ...request.toolCall, args } }),
  } as never);
  return runLangchain({ turns: [[small]], agentOptions: { middleware: [put, await gate()] } });
}

function cycle(): object {
  const object: Record<string, unknown> = { amount: 9 };
  object['self'] = object;
  return object;
}

function nested(levels: number): object {
  let object = {};
  for (let level = 0; level < levels; level++) object = { object };
  return object;
}
