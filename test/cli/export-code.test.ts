import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { handrail } from '../../testing/command-line.ts';

const hosts = ['langchain', 'openai-agents', 'ai-sdk'];
const to = hosts.flatMap(host => ['--to', host]);

const rules = (condition: string) => `escalation: 2
name: payments
version: 1.0.0
signals:
  tool.name: { type: string }
  tool.args.amount: { type: number }
targets:
  lead: { kind: human, title: Team lead }
rules:
  - id: large
    when: ${condition}
    decide: escalate
    to: lead
default: { decide: continue }
`;

function repository(condition = 'tool.args.amount > 1000'): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'handrail-code-'));
  writeFileSync(path.join(folder, 'payments.escalation.yaml'), rules(condition));
  return folder;
}

const run = (cwd: string, ...more: string[]) =>
  handrail(['export', 'payments.escalation.yaml', ...to, ...more], { cwd });

test('a module with its types is written for each host, and drift is found', async () => {
  const cwd = repository();
  expect(await run(cwd)).toMatchObject({ code: 0 });
  for (const host of hosts) {
    const [stamp] = readFileSync(path.join(cwd, `.handrail/${host}.mjs`), 'utf8').split('\n');
    expect(stamp).toMatch(/^\/\/ handrail:payments file 1\.0\.0 [0-9a-f]{12}$/);
    expect(readFileSync(path.join(cwd, `.handrail/${host}.d.mts`), 'utf8')).toContain('export declare function');
  }
  expect(await run(cwd, '--check')).toMatchObject({ code: 0 });
  writeFileSync(path.join(cwd, 'payments.escalation.yaml'), rules('tool.args.amount > 2000'));
  expect(await run(cwd, '--check')).toMatchObject({ code: 1 });
  expect(await run(cwd)).toMatchObject({ code: 0 });
  const module = path.join(cwd, '.handrail/ai-sdk.mjs');
  writeFileSync(module, readFileSync(module, 'utf8').replace('> 2000', '> 9000'));
  expect(await run(cwd, '--check')).toMatchObject({ code: 1 });
});

test('only rules with patterns bring RE2 along', async () => {
  const size = async (condition: string) => {
    const cwd = repository(condition);
    expect(await run(cwd)).toMatchObject({ code: 0 });
    return statSync(path.join(cwd, '.handrail/ai-sdk.mjs')).size;
  };
  const without = await size('tool.args.amount > 1000');
  expect(await size('tool.name.matches("^pay")')).toBeGreaterThan(without + 100_000);
});
