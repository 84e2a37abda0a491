import { expect, test } from 'vitest';
import { aiSdk, noting, runAiSdk, scriptedModel, type SdkMessage } from './drive-ai-sdk.ts';
import { exportedModule } from './exported-module.ts';
import { load } from './packages.ts';
import { paymentRules } from './payment-rules.ts';
import type { Call } from './story.ts';

const small = { name: 'pay', args: { amount: 9 } };
const large = { name: 'pay', args: { amount: 5000 } };
const drop = { name: 'drop', args: {} };

async function gate(options: object = {}): Promise<unknown> {
  const { handrail } = await exportedModule('ai-sdk', paymentRules);
  return handrail?.(options as never);
}

/** The history with other arguments in the call that was approved. */
const changedTo = (args: object) => (messages: SdkMessage[]) =>
  structuredClone(messages).map(message => {
    if (typeof message.content !== 'string')
      for (const part of message.content) if (part.type === 'tool-call') part.input = args;
    return message;
  });

test('a call that was changed after the question is decided again', async () => {
  const changed = changedTo({ amount: 2_000_000 });
  const settings = { toolApproval: await gate() };
  const ending = await runAiSdk({ turns: [[large]], person: () => 'approve', settings, changed });
  expect(ending).toMatchObject({ ran: [], ended: 'done' });
  expect(ending.told[0]).toContain('Nobody may pay 2000000.');
});

test('with a secret, an approval counts for the arguments that the person saw', async () => {
  const settings = { toolApproval: await gate(), experimental_toolApprovalSecret: 'a secret of the server' };
  const person = () => 'approve' as const;
  expect(await runAiSdk({ turns: [[large]], person, settings })).toMatchObject({ ran: [large], ended: 'done' });
  const changed = changedTo({ amount: 7000 });
  expect(await runAiSdk({ turns: [[large]], person, settings, changed })).toMatchObject({ ran: [], ended: 'failed' });
});

test("a tool's own approval does not replace the gate", async () => {
  const { tool, jsonSchema } = await aiSdk();
  let ran = false;
  const tools = {
    drop: tool({
      inputSchema: jsonSchema({ type: 'object' }),
      needsApproval: false,
      execute: () => ((ran = true), 'dropped'),
    }),
  };
  await runAiSdk({ turns: [[drop]], settings: { tools, toolApproval: await gate() } });
  expect(ran).toBe(false);
});

test('an input that is no plain data does not run', async () => {
  const { tool } = await aiSdk();
  const { z } = await load<{ z: { any: () => { transform: (change: () => unknown) => unknown } } }>('zod');
  for (const input of [{ amount: 9n }, { amount: new Map() }, Object.create({ amount: 9 })] as unknown[]) {
    let ran = false;
    const inputSchema = z.any().transform(() => input);
    const tools = { pay: tool({ inputSchema, execute: () => ((ran = true), 'paid') }) };
    await runAiSdk({ turns: [[small]], settings: { tools, toolApproval: await gate() } });
    expect(ran).toBe(false);
  }
});

test.each([
  ['continue', small, 1],
  ['escalate', large, 0],
  ['deny', drop, 0],
  ['stop', { name: 'wipe', args: {} }, 0],
])('a streamed call is decided about: `%s`', async (_decision, call, times) => {
  const { streamText, stepCountIs } = await aiSdk();
  const { simulateReadableStream } = await load<{ simulateReadableStream: (options: object) => unknown }>('ai');
  const { MockLanguageModelV4 } = await load<{ MockLanguageModelV4: new (options: object) => object }>('ai/test');
  const ran: Call[] = [];
  const usage = { inputTokens: { total: 1 }, outputTokens: { total: 1 } };
  let turn = 0;
  const model = new MockLanguageModelV4({
    doStream: () => {
      const isFirst = turn++ === 0;
      const parts = isFirst
        ? [{ type: 'tool-call', toolCallId: '1', toolName: call.name, input: JSON.stringify(call.args) }]
        : [];
      const unified = isFirst ? 'tool-calls' : 'stop';
      const chunks = [
        { type: 'stream-start', warnings: [] },
        ...parts,
        { type: 'finish', finishReason: { unified, raw: unified }, usage },
      ];
      return Promise.resolve({ stream: simulateReadableStream({ chunks }) });
    },
  });
  const result = streamText({
    model,
    prompt: 'Go.',
    tools: await noting([call.name], ran),
    toolApproval: await gate(),
    stopWhen: stepCountIs(3),
    onError: () => undefined,
  });
  await result.consumeStream({ onError: () => undefined });
  expect(ran).toHaveLength(times);
  // A run that stops makes no second request.
  if (call.name === 'wipe') expect(turn).toBe(1);
});

test('a map instead of the function would let pass what it does not name', async () => {
  const model = await scriptedModel([[drop]]);
  const ran: Call[] = [];
  const { generateText } = await aiSdk();
  await generateText({ model, prompt: 'Go.', tools: await noting(['drop'], ran), toolApproval: { dorp: 'denied' } });
  expect(ran).toEqual([drop]);
});
