import { execFile } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import type { CodeHost } from '../../exports/enforce/code/code-module.ts';
import { exportedTo, moduleIn } from './exported-module.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../docs/exports-code.md'), 'utf8');

/** An example of the page, by the name of the file in its first line. */
function example(name: string): string {
  const text = [...page.matchAll(/```\w+\n([\s\S]*?)```/g)].map(([, code = '']) => code);
  const found = text.find(code => code.startsWith(`// ${name}\n`) || code.startsWith(`# ${name}\n`));
  if (found === undefined) throw new Error(`docs/exports-code.md has no example ${name}`);
  return found;
}

const ruleSet = parse(example('payments.rules.yaml')) as RuleSet;

/** Models that pay once and then say so. */
const models = {
  langchain: `
import { AIMessage, fakeModel } from 'langchain';
const call = { id: 'call-1', name: 'pay', args: { amount: AMOUNT }, type: 'tool_call' };
export const model = fakeModel()
  .respond(new AIMessage({ content: '', tool_calls: [call] }))
  .respond(messages => new AIMessage({ content: 'I was told: ' + messages.at(-1).text }));`,
  'openai-agents': `
import { setTracingDisabled, Usage } from '@openai/agents';
setTracingDisabled(true);
const usage = new Usage({ requests: 1, inputTokens: 1, outputTokens: 1, totalTokens: 2 });
const call = { type: 'function_call', callId: 'call-1', name: 'pay', arguments: '{"amount":AMOUNT}', status: 'completed' };
const say = text => ({ type: 'message', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text }] });
let turn = 0;
export const model = {
  async getResponse({ input }) {
    return { usage, output: [turn++ === 0 ? call : say('I was told: ' + input.at(-1).output.text)] };
  },
};`,
  'ai-sdk': `
import { MockLanguageModelV4 } from 'ai/test';
const usage = { inputTokens: { total: 1 }, outputTokens: { total: 1 } };
const call = { type: 'tool-call', toolCallId: 'call-1', toolName: 'pay', input: '{"amount":AMOUNT}' };
let turn = 0;
export const model = new MockLanguageModelV4({
  async doGenerate({ prompt }) {
    const first = turn++ === 0;
    const told = prompt.at(-1).content.at(-1).output?.value;
    const unified = first ? 'tool-calls' : 'stop';
    const content = [first ? call : { type: 'text', text: 'I was told: ' + told }];
    return { content, finishReason: { unified, raw: unified }, usage, warnings: [] };
  },
});`,
} as const;

const apps = { langchain: 'langchain-app.mjs', 'openai-agents': 'openai-app.mjs', 'ai-sdk': 'ai-app.mjs' } as const;

/** Runs an example in a process of its own. */
async function runExample(host: CodeHost, amount: number, spoil: (module: string) => void = () => undefined) {
  const folder = await exportedTo(host, ruleSet);
  const source = example(apps[host]).replace('`Paid ${amount} EUR.`', '(console.log("PAID"), `Paid ${amount} EUR.`)');
  writeFileSync(path.join(folder, 'app.mjs'), source);
  writeFileSync(path.join(folder, 'model.mjs'), models[host].replace('AMOUNT', String(amount)));
  spoil(moduleIn(folder, host));
  const env = { ...process.env, APPROVAL_SECRET: 'secret', OPENAI_API_KEY: 'none' };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['app.mjs'], { cwd: folder, env, timeout: 60_000 });
    return { code: 0, stdout, stderr: '' };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

const faults: [string, (module: string) => void][] = [
  ['missing', module => rmSync(module)],
  ['with other rules', module => writeFileSync(module, readFileSync(module, 'utf8').replace(/> 1000\b/, '> 9999'))],
  ['with the digest of other rules', changeDigest],
  ['empty', module => writeFileSync(module, '')],
  ['cut off in the rules', module => cut(module, 0.001)],
  ['cut off in the program', module => cut(module, 0.5)],
  ['cut off at its end', module => cut(module, 0.999)],
  ['failing', module => writeFileSync(module, `throw new Error('boom');`)],
];

describe.each(Object.keys(apps) as CodeHost[])('%s', host => {
  test('the example asks a person about a large payment, and pays once', async () => {
    const { stdout, stderr } = await runExample(host, 5000);
    expect(stderr).toBe('');
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toBe(
      'The agent wants to pay 5000 EUR. Allow it only with the consent of Team lead. (payments 1.0.0, rule large-payment@1)',
    );
    expect(lines.filter(line => line === 'PAID')).toHaveLength(1);
    expect(lines.at(-1)).toBe('I was told: Paid 5000 EUR.');
  });

  test('the example pays a small amount without asking', async () => {
    expect((await runExample(host, 9)).stdout).toBe('PAID\nI was told: Paid 9 EUR.\n');
  });

  // The head of the module is the same for all hosts: each fault once, and the likeliest everywhere.
  test.each(host === 'ai-sdk' ? faults : faults.slice(0, 2))(
    'a program whose module is %s does not start',
    async (_what, spoil) => {
      const { code, stdout } = await runExample(host, 9, spoil);
      expect(code).not.toBe(0);
      expect(stdout).toBe('');
    },
  );

  test('a module that exports functions without results', async () => {
    const spoil = (module: string) =>
      writeFileSync(module, 'export const handrail = () => undefined, guard = () => undefined;');
    const { code, stdout } = await runExample(host, 9, spoil);
    // The gap that the page names.
    if (host === 'ai-sdk') expect(stdout).toContain('PAID');
    else expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });
});

test('the types of the modules are those of the packages', async () => {
  const folder = await exportedTo('langchain', ruleSet);
  for (const host of ['openai-agents', 'ai-sdk'] as const) {
    const other = moduleIn(await exportedTo(host, ruleSet), host).replace('.mjs', '.d.mts');
    copyFileSync(other, path.join(folder, '.handrail', `${host}.d.mts`));
  }
  writeFileSync(path.join(folder, 'app.mts'), typedApp);
  const options = ['--module', 'NodeNext', '--target', 'ES2022', '--strict', '--exactOptionalPropertyTypes'];
  const tsc = path.join(import.meta.dirname, '../../node_modules/typescript/bin/tsc');
  const args = [tsc, ...options, '--ignoreConfig', '--noEmit', '--skipLibCheck', '--types', '', 'app.mts'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder }).catch(
    (error: { stdout: string }) => error,
  );
  expect(stdout).toBe('');
});

const typedApp = `
import { Agent, tool as agentTool } from '@openai/agents';
import { generateText, tool } from 'ai';
import { createAgent } from 'langchain';
import { z } from 'zod';
import { handrail as approve } from './.handrail/ai-sdk.mjs';
import { handrail, type Decision } from './.handrail/langchain.mjs';
import { guard, guarded } from './.handrail/openai-agents.mjs';

const context = () => ({ confidence: 0.64 });
const onDecision = ({ record, answer }: Decision) => console.log(record.rule?.id, answer);
createAgent({ model: 'openai:x', tools: [], middleware: [handrail({ session: { id: 's' }, context, onDecision })] });

const parameters = z.object({ amount: z.number() });
const execute = ({ amount }: { amount: number }) => String(amount);
const pay = agentTool({ name: 'pay', description: 'Pays', parameters, execute });
guard(new Agent({ name: 'a', tools: guarded([pay]) }), { ungated: ['web_search'], timeout: 100 }) satisfies Agent;

const tools = { pay: tool({ inputSchema: parameters, execute }) };
const server = (name: string) => (name === 'transfer' ? 'bank' : undefined);
await generateText({ model: 'x', prompt: 'Go.', tools, toolApproval: approve({ log: 'decisions.jsonl', server }) });
`;

function cut(file: string, share: number): void {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.slice(0, Math.floor(text.length * share)));
}

function changeDigest(file: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replace(/(\\"digest\\":\\")[0-9a-f]{8}/, '$100000000'));
}
