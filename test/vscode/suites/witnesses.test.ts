import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { cleanUp, codeOf, findings, replace, rangeOf, writeFile } from '../inside/rule-file.ts';
import { shadowedRuleSet } from '../inside/shadowed-rule.ts';
import { eventually } from '../inside/waiting.ts';

async function open(): Promise<vscode.TextEditor> {
  const uri = await writeFile('shadowed.escalation.yaml', shadowedRuleSet);
  const editor = await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.One });
  // The editor may still have the text of the test before, and may have missed that the file was written.
  await vscode.commands.executeCommand('workbench.action.files.revert');
  await eventually('the editor shows the file', () => editor.document.getText() === shadowedRuleSet);
  return editor;
}

function shadowed(uri: vscode.Uri): Promise<vscode.Diagnostic> {
  const isShadowed = ({ code }: vscode.Diagnostic) => codeOf(code) === 'shadowed-rule';
  return findings(uri, 'the shadowed rule is found', found => found.some(isShadowed)).then(found => {
    const finding = found.find(isShadowed);
    assert.ok(finding);
    return finding;
  });
}

async function lensTitles(uri: vscode.Uri): Promise<string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
  return lenses.flatMap(({ command }) => (command === undefined ? [] : [command.title]));
}

describe('A rule that two others shadow together', () => {
  afterEach(cleanUp);

  it('is faded, and its related places lead to both', async () => {
    const { document } = await open();
    const finding = await shadowed(document.uri);
    assert.ok(finding.tags?.includes(vscode.DiagnosticTag.Unnecessary), 'it is faded');
    assert.ok(finding.range.contains(rangeOf(document, 'amount <= 50 || confidence < 0.5')), 'all of it');
    const names = (finding.relatedInformation ?? []).map(({ location }) => {
      assert.equal(location.uri.toString(), document.uri.toString());
      return document.getText(location.range);
    });
    assert.deepEqual(names.sort(), ['small', 'unsure']);
  });

  it('is reachable again as soon as its condition is', async () => {
    const editor = await open();
    await shadowed(editor.document.uri);
    await replace(editor, 'amount <= 50 || confidence < 0.5', 'amount > 500');
    await findings(editor.document.uri, 'the finding is gone', found =>
      found.every(({ code }) => codeOf(code) !== 'shadowed-rule'),
    );
    await eventually('its lens is gone', async () =>
      (await lensTitles(editor.document.uri)).every(title => !title.startsWith('Shadowed')),
    );
  });

  it('can be simulated, and its witness kept as a sample', async () => {
    const { document } = await open();
    const finding = await shadowed(document.uri);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      finding.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const simulate = actions.find(({ title }) => title === 'Simulate an example input')?.command;
    assert.ok(simulate);
    await vscode.commands.executeCommand(simulate.command, ...((simulate.arguments ?? []) as unknown[]));
    await eventually('the simulator is open', () =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).some(({ label }) => label === 'Simulator: shadowed'),
    );
    const add = actions.find(({ title }) => title.startsWith('Add an example input as a sample'));
    assert.ok(add?.edit);
    assert.equal(await vscode.workspace.applyEdit(add.edit), true);
    const samples = document.uri.with({ path: document.uri.path.replace('.escalation.', '.samples.') });
    const text = (await vscode.workspace.openTextDocument(samples)).getText();
    assert.match(text, /name: "?Shadowed rule: cheap@1"?\n/);
    assert.match(text, /expect: \{ decide: (escalate, to: desk|continue), rule: (unsure|small) \}/);
  });

  it('appears among invariants that show whether they hold', async () => {
    const { document } = await open();
    await eventually('the lenses are there', async () => {
      const titles = await lensTitles(document.uri);
      return ['Proved for all inputs', 'Broken: show an example'].every(title => titles.includes(title));
    });
  });
});
