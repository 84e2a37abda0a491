import { exportedModule } from './exported-module.ts';
import { load } from './packages.ts';
import type { Call, Ending, Story } from './story.ts';

interface Interrupt {
  id: string;
  value: { actionRequests: { name: string; args: Record<string, unknown>; description: string }[] };
}
export interface Message {
  getType(): string;
  content: string;
  text: string;
}
export interface AgentResult {
  messages: Message[];
  __interrupt__?: Interrupt[];
}
export interface LangChain {
  createAgent(options: object): { invoke(input: unknown, config: object): Promise<AgentResult> };
  tool(run: (args: Record<string, unknown>) => unknown, options: object): { name: string };
  fakeModel(): FakeModel;
}
interface FakeModel {
  respond(message: unknown): FakeModel;
}

export async function packages() {
  const langchain = await load<LangChain & Record<string, (...values: never[]) => unknown>>('langchain');
  const { AIMessage } = await load<{ AIMessage: new (fields: object) => unknown }>('@langchain/core/messages');
  const graph = await load<{
    MemorySaver: new () => unknown;
    Command: new (options: { resume: unknown }) => unknown;
  }>('@langchain/langgraph');
  const { z } = await load<{ z: { looseObject(shape: object): unknown } }>('zod');
  return { langchain, AIMessage, ...graph, z };
}

export async function driveLangchain({ ruleSet, options, turns, person }: Story): Promise<Ending> {
  const { handrail } = await exportedModule('langchain', ruleSet);
  return runLangchain({ turns, person, agentOptions: { middleware: [handrail?.(options as never)] } });
}

/** Runs an agent with all tools that its model calls. */
export async function runLangchain({
  turns,
  person = () => null,
  answers,
  agentOptions,
  context = {},
}: Pick<Story, 'turns'> & {
  person?: Story['person'] | undefined;
  agentOptions: object;
  /** Decisions in the host's own form, instead of a person's. */
  answers?: object[];
  context?: object;
}): Promise<Ending> {
  const { langchain, AIMessage, MemorySaver, Command, z } = await packages();
  const ran: Call[] = [];
  const names = new Set(turns.flat().map(({ name }) => name));
  let id = 0;
  let model = langchain.fakeModel();
  for (const turn of turns) {
    const tool_calls = turn.map(call => ({ ...call, id: `call-${++id}`, type: 'tool_call' }));
    model = model.respond(new AIMessage({ content: '', tool_calls }));
  }
  model = model.respond(new AIMessage({ content: 'All done.' }));
  const ending: Ending = { ran, asked: [], told: [], ended: 'done', error: null };
  const config = { configurable: { thread_id: '1' }, context };
  try {
    const agent = langchain.createAgent({
      model,
      tools: [...names].map(name =>
        langchain.tool(args => (ran.push({ name, args }), `${name} ran`), { name, schema: z.looseObject({}) }),
      ),
      checkpointer: new MemorySaver(),
      ...agentOptions,
    });
    let result = await agent.invoke({ messages: [{ role: 'user', content: 'Go.' }] }, config);
    while (result.__interrupt__ !== undefined && result.__interrupt__.length > 0) {
      const resume: Record<string, unknown> = {};
      for (const { id: interrupt, value } of result.__interrupt__) {
        const [request] = value.actionRequests;
        const question = { name: request?.name ?? '', text: request?.description ?? '' };
        ending.asked.push(question);
        const next = answers?.shift();
        const answer = next === undefined ? person(question) : next;
        if (answer === null) return { ...ending, ended: 'waiting' };
        resume[interrupt] = { decisions: [typeof answer === 'string' ? { type: answer } : answer] };
      }
      result = await agent.invoke(new Command({ resume }), config);
    }
    ending.told = result.messages.filter(message => message.getType() === 'tool').map(({ text }) => text);
    ending.ended = result.messages.at(-1)?.text === 'All done.' ? 'done' : 'stopped';
  } catch (error) {
    return { ...ending, ended: 'failed', error };
  }
  return ending;
}
