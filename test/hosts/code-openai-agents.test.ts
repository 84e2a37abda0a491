import { describe, expect, test } from 'vitest';
import { noting, openAiAgents, runOpenAiAgent, scripted } from './drive-openai-agents.ts';
import { exportedModule } from './exported-module.ts';
import { paymentRules } from './payment-rules.ts';
import type { Call } from './story.ts';

const small = { name: 'pay', args: { amount: 9 } };
const large = { name: 'pay', args: { amount: 5000 } };
const drop = { name: 'drop', args: {} };
const blocked = 'Handrail could not check this call, so it is blocked.';

async function gates() {
  const { guard, guarded } = await exportedModule('openai-agents', paymentRules);
  return {
    guard: (agent: object, options: object = {}) => guard?.(agent as never, options as never) as object,
    guarded: (tools: object[], options: object = {}) => guarded?.(tools as never, options as never) as object[],
  };
}

test('the tools of a list are decided about', async () => {
  const { Agent } = await openAiAgents();
  const { guarded } = await gates();
  const ran: Call[] = [];
  const tools = guarded([await noting('pay', ran), await noting('drop', ran)]);
  const agent = new Agent({ name: 'agent', model: scripted([[small, drop], [large]]), tools });
  const ending = await runOpenAiAgent(agent, ran, () => 'reject');
  expect(ending).toMatchObject({ ran: [small], asked: [{ name: 'pay' }], ended: 'done' });
});

test('a tool that is added later is decided about', async () => {
  const { Agent } = await openAiAgents();
  const { guard } = await gates();
  const ran: Call[] = [];
  const agent = new Agent({ name: 'agent', model: scripted([[drop]]), tools: [] });
  guard(agent);
  (agent as { tools: object[] }).tools.push(await noting('drop', ran));
  expect(await runOpenAiAgent(agent, ran)).toMatchObject({ ran: [], ended: 'done' });
});

test('a clone is guarded too', async () => {
  const { Agent } = await openAiAgents();
  const { guard } = await gates();
  const ran: Call[] = [];
  const agent = new Agent({ name: 'agent', model: scripted([]), tools: [await noting('drop', ran)] });
  const clone = (guard(agent) as { clone: (config: object) => object }).clone({ model: scripted([[drop]]) });
  (clone as { tools: object[] }).tools = [await noting('drop', ran)];
  expect(await runOpenAiAgent(clone, ran)).toMatchObject({ ran: [], ended: 'done' });
});

test('the tools of MCP servers are decided about, by the name of the server', async () => {
  const { Agent } = await openAiAgents();
  const { guard } = await gates();
  const ran: Call[] = [];
  const server = {
    name: 'bank',
    cacheToolsList: true,
    connect: () => Promise.resolve(),
    close: () => Promise.resolve(),
    invalidateToolsCache: () => Promise.resolve(),
    listTools: () =>
      Promise.resolve(
        ['transfer', 'balance'].map(name => ({
          name,
          inputSchema: { type: 'object', properties: {}, required: [], additionalProperties: true },
        })),
      ),
    callTool: (name: string, args: Record<string, unknown>) => {
      ran.push({ name, args });
      return Promise.resolve([{ type: 'text', text: 'done' }]);
    },
  };
  const calls = [
    { name: 'transfer', args: {} },
    { name: 'balance', args: {} },
  ];
  const agent = new Agent({ name: 'agent', model: scripted([calls]), mcpServers: [server] });
  const ending = await runOpenAiAgent(guard(agent), ran);
  expect(ending).toMatchObject({ ran: [{ name: 'balance' }], ended: 'done' });
  expect(ending.told[0]).toContain('The bank server is closed.');
});

test('an agent to which another hands off is guarded', async () => {
  const { Agent } = await openAiAgents();
  const { guard } = await gates();
  const ran: Call[] = [];
  const second = new Agent({ name: 'second', model: scripted([[drop]], 'second'), tools: [await noting('drop', ran)] });
  const first = new Agent({
    name: 'first',
    model: scripted([[{ name: 'transfer_to_second', args: {} }]]),
    handoffs: [second],
  });
  const ending = await runOpenAiAgent(guard(first), ran);
  expect(ending).toMatchObject({ ran: [], ended: 'done' });
  expect(ending.told.join('\n')).toContain('Tables stay.');
});

test('an agent that is a tool: the call of it is decided about, and its own calls if it is guarded', async () => {
  const { Agent } = await openAiAgents();
  const { guard } = await gates();
  const ran: Call[] = [];
  const inner = new Agent({ name: 'inner', model: scripted([[large]], 'inner'), tools: [await noting('pay', ran)] });
  guard(inner, { agent: { depth: 1 } });
  const asTool = (inner as { asTool: (options: object) => object }).asTool({
    toolName: 'ask',
    toolDescription: 'Asks',
  });
  const outer = new Agent({
    name: 'outer',
    model: scripted([[{ name: 'ask', args: { input: 'Pay.' } }]]),
    tools: [asTool],
  });
  const rejected = await runOpenAiAgent(guard(outer), ran, () => 'reject');
  expect(rejected.asked).toMatchObject([{ name: 'pay' }]);
  expect(rejected).toMatchObject({ ran: [], ended: 'done' });
});

describe('an approval counts for one call', () => {
  test('and not for all of the tool', async () => {
    const { Agent } = await openAiAgents();
    const { guard } = await gates();
    const ran: Call[] = [];
    const larger = { name: 'pay', args: { amount: 7000 } };
    const agent = new Agent({ name: 'agent', model: scripted([[large], [larger]]), tools: [await noting('pay', ran)] });
    const ending = await runOpenAiAgent(guard(agent), ran, () => 'approve', { alwaysApprove: true });
    expect(ending.ran).not.toContainEqual(larger);
    expect(ending.told.at(-1)).toContain('Nobody was asked about this call');
  });

  test('and not if the tool itself asks nobody', async () => {
    const { Agent } = await openAiAgents();
    const { guard } = await gates();
    const ran: Call[] = [];
    const tool = await noting('pay', ran);
    const agent = new Agent({ name: 'agent', model: scripted([[large]]), tools: [tool] });
    guard(agent);
    await (agent as { getAllTools: (context: unknown) => Promise<unknown> }).getAllTools({});
    // As a program that puts its own policy back.
    (tool as { needsApproval?: unknown }).needsApproval = () => Promise.resolve(false);
    const ending = await runOpenAiAgent(agent, ran);
    expect(ending.ran).toEqual([]);
  });
});

test("a tool's own approval is kept", async () => {
  const { Agent } = await openAiAgents();
  const { guard } = await gates();
  const ran: Call[] = [];
  const tools = [await noting('pay', ran, { needsApproval: true })];
  const agent = new Agent({ name: 'agent', model: scripted([[small]]), tools });
  expect(await runOpenAiAgent(guard(agent), ran)).toMatchObject({ ran: [], asked: [{ name: 'pay' }] });
});

test('a tool that the gate cannot hold back must be named', async () => {
  const { Agent } = await openAiAgents();
  const { guard } = await gates();
  const search = { type: 'hosted_tool', name: 'web_search', providerData: { type: 'web_search' } };
  const refused = await runOpenAiAgent(guard(new Agent({ name: 'a', model: scripted([]), tools: [search] })), []);
  expect(String(refused.error)).toContain('cannot hold back the tool `web_search`');
  const named = new Agent({ name: 'b', model: scripted([]), tools: [search] });
  expect(await runOpenAiAgent(guard(named, { ungated: ['web_search'] }), [])).toMatchObject({ ended: 'done' });
});

test('arguments that are no JSON object do not run', async () => {
  const { guarded } = await gates();
  const ran: Call[] = [];
  type Tool = { invoke: (context: unknown, input: string, details: object) => Promise<unknown> };
  const [tool] = guarded([await noting('pay', ran)]) as unknown as [Tool];
  const context = { toJSON: () => ({ approvals: {} }) };
  for (const input of ['{', '[]', '"text"', '1e999', '{"amount":1e999}'])
    expect(await tool.invoke(context, input, { toolCall: { callId: '1' } })).toBe(blocked);
  expect(ran).toEqual([]);
});
