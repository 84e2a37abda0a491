import { exportedModule } from './exported-module.ts';
import { load } from './packages.ts';
import type { Call, Ending, Story } from './story.ts';

interface Approval {
  name: string;
  arguments: string;
  rawItem: { callId: string };
}
export interface RunResult {
  interruptions: Approval[];
  state: { approve(item: unknown, options?: object): void; reject(item: unknown): void; toString(): string };
  finalOutput?: unknown;
  history: { type?: string; output?: unknown }[];
}
export interface OpenAiAgents {
  Agent: new (options: object) => object;
  Runner: new (options: object) => { run(agent: object, input: unknown, options?: object): Promise<RunResult> };
  RunState: { fromString(agent: object, text: string): Promise<RunResult['state']> };
  tool: (options: object) => { name: string };
  handoff: (agent: object) => object;
}

export const openAiAgents = () => load<OpenAiAgents>('@openai/agents');

/** A model that makes the calls of each turn, and then says its last words. */
export function scripted(turns: readonly (readonly Call[])[], prefix = 'call') {
  let turn = 0;
  let id = 0;
  return {
    getResponse() {
      const calls = turns[turn++];
      const output =
        calls === undefined
          ? [
              {
                type: 'message',
                role: 'assistant',
                status: 'completed',
                content: [{ type: 'output_text', text: 'All done.' }],
              },
            ]
          : calls.map(({ name, args }) => ({
              type: 'function_call',
              callId: `${prefix}-${++id}`,
              name,
              arguments: JSON.stringify(args),
              status: 'completed',
            }));
      return Promise.resolve({ usage: { requests: 1, inputTokens: 1, outputTokens: 1, totalTokens: 2 }, output });
    },
  };
}

const parameters = { type: 'object', properties: {}, required: [], additionalProperties: true };

/** A tool that notes its calls. */
export async function noting(name: string, ran: Call[], more: object = {}) {
  const { tool } = await openAiAgents();
  const execute = (args: Record<string, unknown>) => (ran.push({ name, args }), `${name} ran`);
  return tool({ name, description: name, parameters, strict: false, execute, ...more });
}

export async function driveOpenAiAgents({ ruleSet, options, turns, person }: Story): Promise<Ending> {
  const { guard } = await exportedModule('openai-agents', ruleSet);
  const { Agent } = await openAiAgents();
  const ran: Call[] = [];
  const names = [...new Set(turns.flat().map(({ name }) => name))];
  const tools = await Promise.all(names.map(name => noting(name, ran)));
  const agent = new Agent({ name: 'agent', model: scripted(turns), tools });
  return runOpenAiAgent(guard?.(agent as never, options as never) as object, ran, person);
}

export async function runOpenAiAgent(
  agent: object,
  ran: Call[],
  person: Story['person'] = () => null,
  approval: object = {},
): Promise<Ending> {
  const { Runner, RunState } = await openAiAgents();
  const runner = new Runner({ tracingDisabled: true });
  const ending: Ending = { ran, asked: [], told: [], ended: 'done', error: null };
  try {
    let result = await runner.run(agent, 'Go.', { maxTurns: 8 });
    while (result.interruptions.length > 0) {
      const answers = result.interruptions.map(({ name, arguments: text }) => {
        ending.asked.push({ name, text });
        return person({ name, text });
      });
      if (answers.includes(null)) return { ...ending, ended: 'waiting' };
      // As an application does that waits for days.
      const state = await RunState.fromString(agent, result.state.toString());
      const pending = (state as unknown as { getInterruptions(): Approval[] }).getInterruptions();
      for (const [index, item] of pending.entries())
        if (answers[index] === 'approve') state.approve(item, approval);
        else state.reject(item);
      result = await runner.run(agent, state, { maxTurns: 8 });
    }
    ending.told = result.history
      .filter(({ type }) => type === 'function_call_result')
      .map(({ output }) => (typeof output === 'string' ? output : String((output as { text?: unknown }).text)));
    ending.ended = result.finalOutput === 'All done.' ? 'done' : 'stopped';
  } catch (error) {
    return { ...ending, ended: 'failed', error };
  }
  return ending;
}
