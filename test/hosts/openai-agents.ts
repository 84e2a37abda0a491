import { load } from './packages.ts';
import type { CodeOutcome } from './outcome.ts';
import { watched } from './watched.ts';

interface OpenAiAgents {
  Agent: new (options: object) => unknown;
  Runner: new (options: object) => {
    run(agent: unknown, input: string, options: object): Promise<{ interruptions?: unknown[] }>;
  };
  tool: (options: object) => unknown;
}

/** What a gate adds to the definition of a tool: `needsApproval`, `inputGuardrails`. */
export type ToolGate = Record<string, unknown>;

/** Lets an agent of the OpenAI Agents SDK call one tool, whose definition has the gate's properties. */
export async function callOpenAiAgents(
  { tool: name, args = {} }: { tool: string; args?: Record<string, unknown> },
  gate: ToolGate,
): Promise<CodeOutcome> {
  const { Agent, Runner, tool } = await load<OpenAiAgents>('@openai/agents');
  return watched(async executed => {
    let calls = 0;
    const model = {
      getResponse: () => {
        const output =
          calls++ === 0
            ? [{ type: 'function_call', callId: 'call', name, arguments: JSON.stringify(args), status: 'completed' }]
            : [
                {
                  type: 'message',
                  role: 'assistant',
                  status: 'completed',
                  content: [{ type: 'output_text', text: 'Done.' }],
                },
              ];
        return Promise.resolve({ usage: {}, output });
      },
    };
    const parameters = { type: 'object', properties: {}, required: [], additionalProperties: true };
    const agent = new Agent({
      name: 'agent',
      model,
      tools: [tool({ name, description: name, parameters, strict: false, execute: executed, ...gate })],
    });
    const result = await new Runner({ tracingDisabled: true }).run(agent, 'Go.', { maxTurns: 3 });
    return (result.interruptions ?? []).length > 0 ? 'asked' : 'ended';
  });
}
