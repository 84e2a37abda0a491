import { exportedModule } from './exported-module.ts';
import { load } from './packages.ts';
import type { Call, Ending, Story } from './story.ts';

interface Part {
  type: string;
  approvalId?: string;
  reason?: string;
  isAutomatic?: boolean;
  toolCall?: { toolName: string; input: unknown };
  toolCallId?: string;
  input?: unknown;
  output?: { type: string; value?: string; reason?: string };
}
export interface SdkMessage {
  role: string;
  content: string | Part[];
}
export interface AiSdk {
  generateText: (options: object) => Promise<{ content: Part[]; text: string; response: { messages: SdkMessage[] } }>;
  streamText: (options: object) => { consumeStream(options?: object): Promise<void>; content: Promise<Part[]> };
  jsonSchema: (schema: object) => unknown;
  tool: (options: object) => unknown;
  stepCountIs: (steps: number) => unknown;
}

export const aiSdk = () => load<AiSdk>('ai');

/** A model that makes the calls of each turn, and then says its last words. @param told what it was last told about its calls */
export async function scriptedModel(turns: readonly (readonly Call[])[], told: string[] = []) {
  const { MockLanguageModelV4 } = await load<{ MockLanguageModelV4: new (options: object) => object }>('ai/test');
  let turn = 0;
  let id = 0;
  return new MockLanguageModelV4({
    doGenerate: ({ prompt }: { prompt: SdkMessage[] }) => {
      const parts = prompt.flatMap(({ content: part }) => (typeof part === 'string' ? [] : part));
      const results = parts.filter(({ type }) => type === 'tool-result');
      told.splice(0, told.length, ...results.map(({ output }) => output?.value ?? output?.reason ?? ''));
      const calls = turns[turn++];
      const content =
        calls === undefined
          ? [{ type: 'text', text: 'All done.' }]
          : calls.map(({ name, args }) => ({
              type: 'tool-call',
              toolCallId: `call-${++id}`,
              toolName: name,
              input: JSON.stringify(args),
            }));
      const unified = calls === undefined ? 'stop' : 'tool-calls';
      const usage = { inputTokens: { total: 1 }, outputTokens: { total: 1 } };
      return Promise.resolve({ content, finishReason: { unified, raw: unified }, usage, warnings: [] });
    },
  });
}

export async function noting(names: Iterable<string>, ran: Call[]): Promise<Record<string, unknown>> {
  const { tool, jsonSchema } = await aiSdk();
  return Object.fromEntries(
    [...names].map(name => [
      name,
      tool({
        inputSchema: jsonSchema({ type: 'object' }),
        execute: (args: Record<string, unknown>) => (ran.push({ name, args }), `${name} ran`),
      }),
    ]),
  );
}

export async function driveAiSdk({ ruleSet, options, turns, person }: Story): Promise<Ending> {
  const { handrail } = await exportedModule('ai-sdk', ruleSet);
  return runAiSdk({ turns, person, settings: { toolApproval: handrail?.(options as never) } });
}

/** @param changed changes the messages between the question and the answer, as a client could that keeps them */
export async function runAiSdk({
  turns,
  person = () => null,
  settings,
  changed = messages => messages,
}: Pick<Story, 'turns'> & {
  person?: Story['person'] | undefined;
  settings: object;
  changed?: (messages: SdkMessage[]) => SdkMessage[];
}): Promise<Ending> {
  const { generateText, stepCountIs } = await aiSdk();
  const ran: Call[] = [];
  const tools = await noting(new Set(turns.flat().map(({ name }) => name)), ran);
  const told: string[] = [];
  const model = await scriptedModel(turns, told);
  const ending: Ending = { ran, asked: [], told, ended: 'done', error: null };
  let messages: SdkMessage[] = [{ role: 'user', content: 'Go.' }];
  try {
    for (;;) {
      const result = await generateText({ model, messages, tools, stopWhen: stepCountIs(8), ...settings });
      messages = [...messages, ...result.response.messages];
      const questions = result.content.filter(part => part.type === 'tool-approval-request' && !part.isAutomatic);
      if (questions.length === 0) {
        ending.ended = result.text === 'All done.' ? 'done' : 'stopped';
        break;
      }
      const content: object[] = [];
      for (const { approvalId, reason = '', toolCall } of questions) {
        const question = { name: toolCall?.toolName ?? '', text: reason };
        ending.asked.push(question);
        const answer = person(question);
        if (answer === null) return { ...ending, ended: 'waiting' };
        content.push({ type: 'tool-approval-response', approvalId, approved: answer === 'approve' });
      }
      messages = changed([...messages, { role: 'tool', content: content as Part[] }]);
    }
  } catch (error) {
    return { ...ending, ended: 'failed', error };
  }
  return ending;
}
