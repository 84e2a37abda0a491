import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { cleanUp, openNewRuleSet } from '../inside/rule-file.ts';
import { eventually } from '../inside/waiting.ts';

function simulators(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('handrail.simulator'));
}

function opened(label: string): Promise<vscode.Tab> {
  return eventually(`${label} is open`, () => simulators().find(tab => tab.label === label));
}

describe('The simulator', () => {
  afterEach(cleanUp);

  it('opens beside the rule file of the active editor', async () => {
    await openNewRuleSet('beside');
    await vscode.commands.executeCommand('handrail.openSimulator');
    const tab = await opened('Simulator: beside');
    assert.equal(tab.group.viewColumn, vscode.ViewColumn.Two);
    assert.equal(vscode.window.visibleTextEditors[0]?.viewColumn, vscode.ViewColumn.One);
  });

  it('is one a rule file: asked for again, it comes to the front', async () => {
    await openNewRuleSet('once');
    const { document: other } = await openNewRuleSet('another');
    await vscode.commands.executeCommand('handrail.openSimulator', other.uri);
    await opened('Simulator: another');
    const once = other.uri.with({ path: other.uri.path.replace('another', 'once') });
    await vscode.commands.executeCommand('handrail.openSimulator', { uri: once.toString() });
    await opened('Simulator: once');
    await vscode.commands.executeCommand('handrail.openSimulator', { uri: other.uri.toString(), rule: 2 });
    await eventually('the first one is in front', () =>
      simulators().find(tab => tab.label === 'Simulator: another' && tab.isActive),
    );
    assert.equal(simulators().length, 2);
  });

  it('opens from a sample file with the rule set that the samples are of', async () => {
    const { document } = await openNewRuleSet('sampled');
    const samples = document.uri.with({ path: document.uri.path.replace('.escalation.', '.samples.') });
    await vscode.window.showTextDocument(samples);
    await vscode.commands.executeCommand('handrail.openSimulator');
    await opened('Simulator: sampled');
  });

  it('goes with its file to another name', async () => {
    const { document } = await openNewRuleSet('before');
    await vscode.commands.executeCommand('handrail.openSimulator');
    await opened('Simulator: before');
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(document.uri, document.uri.with({ path: document.uri.path.replace('before', 'after') }));
    assert.ok(await vscode.workspace.applyEdit(edit));
    await opened('Simulator: after');
    assert.equal(simulators().length, 1);
  });
});

describe('The language reference', () => {
  afterEach(cleanUp);

  it('opens as a page', async () => {
    await vscode.commands.executeCommand('handrail.showReference');
    await eventually('the page is shown', () => {
      const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
      return tab?.input instanceof vscode.TabInputWebview && tab.label.includes('language.md') ? tab : null;
    });
  });
});
