import { load } from './packages.ts';
import type { CodeOutcome } from './outcome.ts';
import { watched } from './watched.ts';

interface AiSdk {
  generateText(options: object): Promise<{ content: { type: string }[] }>;
  jsonSchema(schema: object): unknown;
  tool(options: object): unknown;
  stepCountIs(steps: number): unknown;
}

/** Lets the AI SDK call one tool. @param toolApproval the gate: a function or a map, or undefined for none */
export async function callAiSdk(
  { tool: name, args = {} }: { tool: string; args?: Record<string, unknown> },
  toolApproval: unknown,
): Promise<CodeOutcome> {
  const ai = await load<AiSdk>('ai');
  const { MockLanguageModelV4 } = await load<{ MockLanguageModelV4: new (options: object) => unknown }>('ai/test');
  return watched(async executed => {
    const usage = { inputTokens: { total: 1 }, outputTokens: { total: 1 } };
    const model = new MockLanguageModelV4({
      doGenerate: () =>
        Promise.resolve({
          content: [{ type: 'tool-call', toolCallId: 'call', toolName: name, input: JSON.stringify(args) }],
          finishReason: { unified: 'tool-calls', raw: 'tool-calls' },
          usage,
          warnings: [],
        }),
    });
    const tools = { [name]: ai.tool({ inputSchema: ai.jsonSchema({ type: 'object' }), execute: executed }) };
    const { content } = await ai.generateText({ model, prompt: 'Go.', tools, toolApproval });
    const asked = content.some(({ type }) => type === 'tool-approval-request');
    const answered = content.some(({ type }) => type === 'tool-approval-response');
    return asked && !answered ? 'asked' : 'ended';
  });
}
