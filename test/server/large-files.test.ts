import { afterEach, expect, test } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-protocol';
import { startClient, stopAll } from './language-client.ts';
import { refunds, ruleFile, workspace } from './rule-sets.ts';

afterEach(stopAll);

const head = 'escalation: 1\nname: large\nversion: 1.0.0\n';
const rule = 'rules:\n  - { id: only, when: true, decide: stop }\n';
const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, n) => line(n)).join('');
const junk = ['%x y: : z', '- [a, {b', '  key: "open', '&a *b: c: d', '\tfoo: bar', '}} ]] ,,', "- 'it's"];

const large: Record<string, string> = {
  'rules of one id': `${head}rules:\n${lines(10_001, () => '  - { id: a, when: true, decide: stop }\n')}`,
  'thresholds that nothing uses': `${head}thresholds:\n${lines(8000, n => `  t${n}: ${n}\n`)}${rule}`,
  'values in one line': `${head}signals:\n  s: { type: string, enum: [${lines(30_000, n => `v${n}, `)}] }\n${rule}`,
  'lines that are not YAML': head + lines(2000, n => `${junk[n % junk.length] ?? ''}\n`),
};

const hints = { line: 7, character: 12 };

test.each(Object.keys(large))('questions about another file are answered while one of %s is read', async name => {
  const client = await startClient({ files: workspace() });
  const uri = client.open(ruleFile, refunds);
  await client.published(ruleFile);
  let read = false;
  client.open('large.escalation.yaml', large[name] ?? '');
  const reading = client.published('large.escalation.yaml').then(found => {
    read = true;
    return found;
  });
  let answers = 0;
  while (!read) {
    await client.ask('textDocument/hover', { textDocument: { uri }, position: hints });
    answers++;
  }
  expect(await reading).not.toEqual([]);
  // If it were read without interruption, only one or two requests would be answered meanwhile.
  expect(answers).toBeGreaterThan(20);
});

test('of very many findings the most severe are published, and how many more there are', async () => {
  const client = await startClient();
  const text = `${head}thresholds:\n${lines(1500, n => `  t${n}: ${n}\n`)}rules:\n  - { id: only, when: missing > 1, decide: stop }\n`;
  client.open('large.escalation.yaml', text);
  const found = await client.published('large.escalation.yaml');
  expect(found).toHaveLength(1001);
  expect(found.filter(({ severity }: Diagnostic) => severity === 1).map(({ code }) => code)).toEqual([
    'undefined-signal',
  ]);
  expect(found.at(-1)?.message).toBe(
    '501 more findings in this file are not shown (limit: 1,000). `handrail check` lists all.',
  );
});

test('of very many entries the first are outlined, and how many more there are', async () => {
  const client = await startClient();
  const text = `${head}rules:\n${lines(5002, n => `  - { id: r${n}, when: true, decide: stop }\n`)}`;
  const uri = client.open('large.escalation.yaml', text);
  const outline = await client.ask<{ name: string; children: { name: string }[] }[]>('textDocument/documentSymbol', {
    textDocument: { uri },
  });
  const rules = outline.find(({ name }) => name === 'rules')?.children ?? [];
  expect(rules.slice(-2).map(({ name }) => name)).toEqual(['r4999@1', '… 2 more']);
  const lenses = await client.ask<unknown[]>('textDocument/codeLens', { textDocument: { uri } });
  expect(lenses.length).toBeLessThan(6000);
});
