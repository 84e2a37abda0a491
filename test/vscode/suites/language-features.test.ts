import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { cleanUp, openNewRuleSet, rangeOf, replace, writeFile } from '../inside/rule-file.ts';
import { eventually } from '../inside/waiting.ts';

/** The position `offset` characters into the first occurrence of a text. */
function inside(document: vscode.TextDocument, text: string, offset: number): vscode.Position {
  return document.positionAt(document.offsetAt(rangeOf(document, text).start) + offset);
}

function textOf(contents: readonly (vscode.MarkdownString | vscode.MarkedString)[]): string {
  return contents.map(content => (typeof content === 'string' ? content : content.value)).join('\n');
}

function targetOf(location: vscode.Location | vscode.LocationLink): vscode.Range {
  return 'targetUri' in location ? (location.targetSelectionRange ?? location.targetRange) : location.range;
}

describe('In a rule file', () => {
  afterEach(cleanUp);

  it('the definition of a signal of a built-in library opens its text', async () => {
    const text = `escalation: 2
name: guard
version: 1.0.0
imports: [handrail:tool-call@1]
rules: [{ id: deep, when: agent.depth > 1, decide: pause, reason: Nested. }]
`;
    const document = await vscode.workspace.openTextDocument(await writeFile('guard.escalation.yaml', text));
    const [definition] = await eventually('the definition is found', async () => {
      const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        inside(document, 'agent.depth', 1),
      );
      return found.length > 0 ? found : null;
    });
    assert.ok(definition);
    const uri = 'targetUri' in definition ? definition.targetUri : definition.uri;
    const library = await vscode.workspace.openTextDocument(uri);
    assert.equal(library.getText(targetOf(definition)), 'agent.depth');
    assert.equal(library.languageId, 'handrail-rules');
  });

  it('a lens on the rule set and on each of its rules opens the simulator', async () => {
    const { document } = await openNewRuleSet('lenses');
    const rules = ['- id: policy-flag', '- id: cancellation', '- id: weak-answer', '- id: sound-answer'];
    const lenses = await eventually('the lenses are there', async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        100,
      );
      const simulate = found.filter(({ command }) => command?.command === 'handrail.openSimulator');
      return simulate.length > rules.length ? simulate : null;
    });
    const lines = new Set(lenses.map(({ range }) => range.start.line));
    for (const rule of rules) assert.ok(lines.has(rangeOf(document, rule).start.line), `a lens at ${rule}`);

    const lens = lenses.find(({ range }) => range.start.line === rangeOf(document, '- id: weak-answer').start.line);
    assert.ok(lens?.command);
    await vscode.commands.executeCommand(lens.command.command, ...((lens.command.arguments ?? []) as unknown[]));
    const tab = await eventually('the simulator is open', () =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label === 'Simulator: lenses'),
    );
    assert.ok(tab.input instanceof vscode.TabInputWebview);
  });

  it('completion offers the signals inside a condition, and only what is declared', async () => {
    const editor = await openNewRuleSet('completed');
    await replace(editor, 'when: intent == "cancellation"', 'when: con');
    const at = inside(editor.document, 'when: con', 'when: con'.length);
    const labels = await eventually('the signal is offered', async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        editor.document.uri,
        at,
      );
      const found = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      return found.includes('confidence') ? found : null;
    });
    assert.ok(!labels.includes('support'), 'a target is no part of a condition');
  });

  it('completion offers the targets after `to`', async () => {
    const editor = await openNewRuleSet('targets');
    await replace(editor, 'to: support', 'to: ');
    const at = inside(editor.document, 'to: \n', 'to: '.length);
    await eventually('the target is offered', async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        editor.document.uri,
        at,
      );
      return list.items.find(({ label }) => (typeof label === 'string' ? label : label.label) === 'support');
    });
  });

  it('the hover on a signal says what it is', async () => {
    const { document } = await openNewRuleSet('hovered');
    const at = inside(document, 'when: confidence <', 'when: conf'.length);
    const text = await eventually('the hover is there', async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        at,
      );
      const found = hovers.map(({ contents }) => textOf(contents)).join('\n');
      return found.includes('Calibrated confidence') ? found : null;
    });
    assert.match(text, /number/);
  });

  it('the definition of a signal, a threshold, a target or a payload is its declaration', async () => {
    const { document } = await openNewRuleSet('defined');
    const names: [use: string, offset: number, declaration: string][] = [
      ['when: confidence <', 8, 'confidence: { type'],
      ['thresholds.min_confidence', 14, 'min_confidence: { value'],
      ['to: support', 6, 'support:\n'],
      ['payload: handoff@1', 12, 'handoff@1:'],
    ];
    for (const [use, offset, declaration] of names) {
      const found = await eventually(`the definition of ${use} is found`, async () => {
        const locations = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
          'vscode.executeDefinitionProvider',
          document.uri,
          inside(document, use, offset),
        );
        return locations[0];
      });
      assert.deepEqual(targetOf(found).start, rangeOf(document, declaration).start, use);
    }
  });

  it('the references of a target are its uses', async () => {
    const { document } = await openNewRuleSet('used');
    const locations = await eventually('the references are found', async () => {
      const found = await vscode.commands.executeCommand<vscode.Location[]>(
        'vscode.executeReferenceProvider',
        document.uri,
        inside(document, 'support:\n', 2),
      );
      return found.length > 0 ? found : null;
    });
    const uses = locations.filter(({ uri }) => uri.toString() === document.uri.toString());
    const expected = [...document.getText().matchAll(/to: (?=support$)/gm)].map(
      match => document.positionAt(match.index + 'to: '.length).line,
    );
    assert.equal(expected.length, 3);
    for (const line of expected)
      assert.ok(
        uses.some(({ range }) => range.start.line === line),
        `line ${line + 1}`,
      );
  });
});
