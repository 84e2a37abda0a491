import { load } from './packages.ts';
import type { CodeOutcome } from './outcome.ts';
import { watched } from './watched.ts';

/** The middleware of an agent, as `createAgent` takes it. */
export type Middleware = unknown;

interface LangChain {
  createAgent(options: object): {
    invoke(input: object, config: object): Promise<{ messages: unknown[]; __interrupt__?: { value: unknown }[] }>;
  };
  tool(run: (args: unknown) => unknown, options: object): unknown;
  FakeToolCallingModel: new (options: object) => unknown;
}

interface Graph {
  MemorySaver: new () => unknown;
}

/**
 * Lets an agent of LangChain call one tool, with the middleware that a gate consists of.
 *
 * @param middleware made of the package's own functions
 * @param context the runtime context of the call, such as `{ interruptOn: {} }`
 */
export async function callLangchain(
  { tool: name, args = {} }: { tool: string; args?: Record<string, unknown> },
  middleware: (langchain: Record<string, (...values: never[]) => unknown>) => readonly Middleware[],
  context: object = {},
): Promise<CodeOutcome> {
  const langchain = await load<LangChain & Record<string, (...values: never[]) => unknown>>('langchain');
  const { MemorySaver } = await load<Graph>('@langchain/langgraph');
  const { z } = await load<{ z: { looseObject(shape: object): unknown } }>('zod');
  return watched(async executed => {
    const call = { name, args, id: 'call', type: 'tool_call' };
    const agent = langchain.createAgent({
      model: new langchain.FakeToolCallingModel({ toolCalls: [[call], []] }),
      tools: [langchain.tool(executed, { name, description: name, schema: z.looseObject({}) })],
      middleware: middleware(langchain),
      checkpointer: new MemorySaver(),
    });
    const result = await agent.invoke(
      { messages: [{ role: 'user', content: 'Go.' }] },
      { configurable: { thread_id: '1' }, context },
    );
    return (result.__interrupt__ ?? []).length > 0 ? 'asked' : 'ended';
  });
}
