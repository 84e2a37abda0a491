import { afterEach, describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  ClientCapabilities,
  CodeAction,
  CodeLens,
  Diagnostic,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import type { GivenInput, OpenSimulatorArguments } from '../../protocol/server.ts';
import { modern, startClient, stopAll, type LanguageClient } from './language-client.ts';

const ruleFile = 'trial.escalation.yaml';
const samplesFile = 'trial.samples.yaml';
const rules = `escalation: 1
name: trial
version: 0.1.0
signals:
  amount: { type: number, minimum: 0, maximum: 1000, required: true }
  confidence: { type: number, minimum: 0, maximum: 1, required: true }
targets:
  desk: { kind: human }
rules:
  - id: unsure
    when: confidence < 0.7
    decide: escalate
    to: desk
  - id: small
    when: amount <= 100
    decide: continue
  - id: dead
    when: amount <= 50 || confidence < 0.5
    decide: pause
invariants:
  - id: unsure-to-people
    when: confidence < 0.6
    require: { decide: escalate }
  - id: nothing-continues
    when: amount < 10
    require: { decide: [pause, escalate] }
  - id: of-nothing
    when: amount > 5 && amount < 3
    require: { decide: stop }
default: { decide: pause }
`;
const samples = `samples: 1
ruleset: ./trial.escalation.yaml
cases:
  - name: "Shadowed rule: dead@1"
    input: { amount: 1 }
`;

let client: LanguageClient;
const creating: ClientCapabilities = {
  ...modern,
  workspace: { ...modern.workspace, workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } },
};

async function start(files: Record<string, string>, capabilities = creating): Promise<Diagnostic> {
  client = await startClient({ files, capabilities });
  client.open(ruleFile, rules);
  const found = await client.published(ruleFile, each => each.some(({ code }) => code === 'shadowed-rule'));
  const shadowed = found.find(({ code }) => code === 'shadowed-rule');
  if (shadowed === undefined) throw new Error('There is no such finding.');
  return shadowed;
}
afterEach(stopAll);

const document = () => ({ textDocument: { uri: client.uri(ruleFile) } });
const argumentOf = (given: { command?: { arguments?: unknown[] } } | undefined) =>
  given?.command?.arguments?.[0] as OpenSimulatorArguments | undefined;

async function actionsFor(diagnostic: Diagnostic): Promise<CodeAction[]> {
  const context = { diagnostics: [diagnostic] };
  return client.ask('textDocument/codeAction', { ...document(), range: diagnostic.range, context });
}

/** The text of a file after the edit of a code action. */
function after(edit: WorkspaceEdit | undefined, path: string, before: string): string {
  const changes = (edit?.documentChanges ?? []) as TextDocumentEdit[];
  const own = changes.find(each => 'textDocument' in each && each.textDocument.uri === client.uri(path));
  return TextDocument.applyEdits(TextDocument.create('', '', 1, before), (own?.edits ?? []) as TextEdit[]);
}

async function decisionOn({ input, at }: Partial<GivenInput>): Promise<string | undefined> {
  const params = { uri: client.uri(ruleFile), input: input ?? null, at: at ?? null, thresholds: {} };
  return (await client.request('handrail/simulate', params)).record?.rule?.id;
}

describe('a finding with a witness', () => {
  test('is simulated with one action, and the input is decided by another rule than the one that it is about', async () => {
    const shadowed = await start({ [ruleFile]: rules });
    const actions = await actionsFor(shadowed);
    const simulate = actions.find(({ title }) => title === 'Simulate an example input');
    expect(simulate?.command?.command).toBe('handrail.openSimulator');
    expect(simulate?.diagnostics).toEqual([shadowed]);
    const titles = actions.map(({ title }) => title);
    expect(titles.findIndex(title => title.startsWith('Suppress '))).toBe(titles.length - 1);
    const argument = argumentOf(simulate);
    expect(argument).toMatchObject({ uri: client.uri(ruleFile), name: 'Shadowed rule: dead@1' });
    expect(await decisionOn(argument ?? {})).toMatch(/^(unsure|small)$/);
  });

  test('is simulated with the lens above its rule, which says what it shows', async () => {
    await start({ [ruleFile]: rules });
    const lenses = await client.ask<CodeLens[]>('textDocument/codeLens', document());
    const lens = lenses.find(each => each.command?.title.startsWith('Never decides'));
    expect(lens?.command?.title).toBe(
      `Never decides: show an example (${await decisionOn(argumentOf(lens) ?? {})} decides)`,
    );
    expect(lens?.range.start.line).toBe(rules.split('\n').findIndex(line => line.includes('- id: dead')));
    expect(argumentOf(lens)).toMatchObject({ rule: 2, name: 'Shadowed rule: dead@1' });
  });

  test('becomes a sample that expects the current decision, in a new file if there is none', async () => {
    const actions = await actionsFor(await start({ [ruleFile]: rules }));
    const add = actions.find(({ title }) => title.startsWith('Add an example input as a sample that expects '));
    expect(add?.edit?.documentChanges?.[0]).toMatchObject({ kind: 'create', uri: client.uri(samplesFile) });
    const text = after(add?.edit, samplesFile, '');
    expect(text).toContain('ruleset: ./trial.escalation.yaml\ncases:\n  - name: "Shadowed rule: dead@1"');
    const simulate = () =>
      client.request('handrail/simulate', {
        uri: client.uri(ruleFile),
        input: argumentOf(actions.find(({ title }) => title === 'Simulate an example input'))?.input ?? null,
        at: null,
        thresholds: {},
      });
    // A simulation is notified of changes of its rule set.
    await simulate();
    await client.write(samplesFile, text);
    client.watched(samplesFile, 'created');
    await client.until('the sample is known', () => client.changedRuleSets.includes(client.uri(ruleFile)));
    const seen = await simulate();
    const [sample] = seen.ruleSet?.samples ?? [];
    expect(sample?.expect).toMatchObject({ decide: seen.record?.decision, rule: seen.record?.rule?.id });
  });

  test('becomes a sample under a free name among existing ones, and not twice', async () => {
    const shadowed = await start({ [ruleFile]: rules, [samplesFile]: samples });
    const offered = async () =>
      (await actionsFor(shadowed)).find(({ title }) => title.startsWith('Add an example input as a sample'));
    const text = after((await offered())?.edit, samplesFile, samples);
    expect(text).toContain(samples);
    expect(text).toContain('- name: "Shadowed rule: dead@1 (2)"');
    client.open(samplesFile, text);
    expect(await offered()).toBeUndefined();
  });

  test('is not offered as a new file to an editor that makes none', async () => {
    const actions = await actionsFor(await start({ [ruleFile]: rules }, modern));
    expect(actions.map(({ title }) => title)).toContain('Simulate an example input');
    expect(actions.filter(({ title }) => title.startsWith('Add an example input'))).toEqual([]);
  });
});

test('invariants say of themselves whether they hold, and a broken one leads to the input that breaks it', async () => {
  await start({ [ruleFile]: rules });
  const lenses = await client.ask<CodeLens[]>('textDocument/codeLens', document());
  const above = (id: string) => {
    const line = rules.split('\n').findIndex(each => each.includes(`- id: ${id}`));
    return lenses.filter(({ range }) => range.start.line === line);
  };
  expect(above('unsure-to-people').map(({ command }) => command)).toEqual([
    { title: 'Proved for all inputs', command: '' },
  ]);
  expect(above('of-nothing').map(({ command }) => command?.title)).toEqual(['Proved: no input meets its `when`']);
  const [broken, ...more] = above('nothing-continues');
  expect(more).toEqual([]);
  expect(broken?.command).toMatchObject({ title: 'Broken: show an example', command: 'handrail.openSimulator' });
  expect(await decisionOn(argumentOf(broken) ?? {})).toBe('small');
});

test('lenses of the analysis disappear with their findings', async () => {
  await start({ [ruleFile]: rules });
  client.change(ruleFile, rules.replace('amount <= 50 || confidence < 0.5', 'amount > 100'));
  await client.published(ruleFile, each => each.every(({ code }) => code !== 'shadowed-rule'));
  const lenses = await client.ask<CodeLens[]>('textDocument/codeLens', document());
  expect(lenses.filter(({ command }) => command?.title.startsWith('Never decides'))).toEqual([]);
});

test('a finding that is switched off has no lens, and the client is asked to refresh', async () => {
  await start({ [ruleFile]: rules });
  const titles = async () =>
    (await client.ask<CodeLens[]>('textDocument/codeLens', document())).map(({ command }) => command?.title ?? '');
  const isShadowed = (title: string) => title.startsWith('Never decides');
  expect((await titles()).some(isShadowed)).toBe(true);
  client.settings = { severity: { 'shadowed-rule': 'off' } };
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await client.until('refresh of lenses', () => client.refreshes.lenses > 0);
  expect((await titles()).some(isShadowed)).toBe(false);
});
