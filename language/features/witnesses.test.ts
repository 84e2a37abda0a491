import { expect, test } from 'vitest';
import { createQueries } from '../queries/create-queries.ts';
import { memoryWorkspace } from '../../testing/memory-workspace.ts';
import { type CheckedFile } from '../findings/check.ts';
import { analysisLenses, freeName, witnessesOf } from './witnesses.ts';

type Checked = Extract<CheckedFile, { kind: 'rule-set' }>;

async function check(rules: string, more: Record<string, string> = {}): Promise<Checked> {
  const text = `escalation: 1
name: trial
version: 1.0.0
signals:
  amount: { type: number, minimum: 0, maximum: 1000, required: true }
  confidence: { type: number, minimum: 0, maximum: 1 }
targets: { desk: { kind: human } }
default: { decide: pause }
${rules}`;
  const workspace = memoryWorkspace({ 'a.escalation.yaml': text, ...more });
  const checked = await createQueries(workspace).findings(workspace.uri('a.escalation.yaml'));
  if (checked.kind !== 'rule-set') throw new Error('This is no rule set.');
  return checked;
}

const lensesOf = ({ project, findings, facts }: Checked) => analysisLenses(project, findings, facts);

test('what fails open is shown by two inputs, of which the second holds the signal', async () => {
  const checked = await check(`rules:
  - { id: unsure, when: confidence < 0.7, onUnknown: skip, decide: escalate, to: desk }
  - { id: rest, when: amount >= 0, decide: continue }
`);
  const finding = checked.findings.find(({ code }) => code === 'fails-open');
  if (finding === undefined) throw new Error('There is no such finding.');
  const [without, present, ...more] = witnessesOf(finding, checked.facts);
  expect(more).toEqual([]);
  expect(without).toMatchObject({
    name: 'Fails open: unsure@1, without confidence',
    shows: 'fails open without confidence',
  });
  expect(without?.input).not.toHaveProperty('confidence');
  expect(present).toMatchObject({ shows: 'with confidence', input: { confidence: expect.any(Number) as number } });
  const titles = lensesOf(checked).map(({ title }) => title);
  expect(titles).toEqual(
    expect.arrayContaining(['Fails open without confidence: show an example', 'With confidence: show an example']),
  );
});

test('a lens names the rule that decides the input that it shows, of several that shadow one', async () => {
  const steps = [0, 100, 200, 300, 400, 500].map(
    low => `  - { id: from-${low}, when: amount >= ${low} && amount < ${low + 100}, decide: stop }`,
  );
  const checked = await check(`rules:\n${steps.join('\n')}\n  - { id: dead, when: amount < 600, decide: continue }\n`);
  const lens = lensesOf(checked).find(({ title }) => title.startsWith('Never decides'));
  expect(lens?.rule).toBe(6);
  expect(lens?.title).toBe('Never decides: show an example (from-0 decides)');
  expect(lens?.witness?.input).toEqual({
    amount: expect.toSatisfy((amount: number) => amount >= 0 && amount < 100) as number,
  });
});

test('a lens says that a rule is shadowed by another only if that one covers all of it', async () => {
  const rules = `  - { id: large, when: amount > 500, decide: stop }\n  - { id: dead, when: amount > 700, decide: continue }\n`;
  expect(lensesOf(await check(`rules:\n${rules}`)).map(({ title }) => title)).toContain(
    'Shadowed by large: show an example',
  );
  const both = rules
    .replace('amount > 700', 'amount > 700 || confidence < 0.5')
    .replace('- { id: dead', '- { id: unsure, when: confidence < 0.5, decide: pause }\n  - { id: dead');
  const titles = lensesOf(await check(`rules:\n${both}`)).map(({ title }) => title);
  expect(titles.filter(title => /Shadowed|Never decides/.test(title))).toEqual([
    'Never decides: show an example (large decides)',
  ]);
});

test('invariants of another file have their lens there', async () => {
  const library = `escalation: 1
name: common
version: 1.0.0
invariants:
  - { id: theirs, when: amount > 10, require: { decide: pause } }
`;
  const own = `imports: [./b.escalation.yaml]
rules: [{ id: all, when: amount >= 0, decide: pause }]
invariants:
  - { id: ours, when: amount > 5, require: { decide: pause } }
`;
  const checked = await check(own, { 'b.escalation.yaml': library });
  const lines = checked.project.document.text.split('\n');
  const proved = lensesOf(checked).filter(({ title }) => title.startsWith('Proved'));
  expect(proved.map(({ range }) => lines[range.start.line])).toEqual([expect.stringContaining('id: ours')]);
});

test('an undecided invariant is said to be so, and of a file that was not analysed nothing is said', async () => {
  const { project } = await check(`rules: [{ id: all, when: amount >= 0, decide: pause }]
invariants: [{ id: ours, require: { decide: pause } }]
`);
  const because = { kind: 'limit' } as const;
  const undecided = [{ rule: null, question: 'invariant-violated' as const, because, invariant: 0 }];
  expect(analysisLenses(project, [], [{ kind: 'analysis-incomplete', undecided }])).toMatchObject([
    { title: 'Undecided: neither proved nor broken', witness: null },
  ]);
  expect(analysisLenses(project, [], [])).toEqual([]);
});

test('a name that is taken is numbered', () => {
  expect(freeName('Gap', new Set())).toBe('Gap');
  expect(freeName('Gap', new Set(['Gap', 'Gap (2)']))).toBe('Gap (3)');
});
