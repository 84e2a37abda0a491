import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { cleanUp, codeOf, findings, rangeOf, replace, workspaceFolder } from '../inside/rule-file.ts';

describe('The customer support example', () => {
  afterEach(cleanUp);

  it('shows a mistake as it is made, on the clause, and is clean again when it is undone', async () => {
    const uri = vscode.Uri.joinPath(workspaceFolder(), 'customer-support', 'customer-support.escalation.yaml');
    const editor = await vscode.window.showTextDocument(uri);
    const before = editor.document.getText();
    await replace(
      editor,
      'agent.confidence < thresholds.min_confidence',
      'agent.confidence < threshold.min_confidence',
    );
    const isTheMistake = ({ code }: vscode.Diagnostic) => codeOf(code).startsWith('undefined-');
    const found = await findings(uri, 'the mistake is found', all => all.some(isTheMistake));
    const finding = found.find(isTheMistake);
    assert.ok(finding);
    assert.ok(
      typeof finding.code === 'object' && finding.code.target.scheme === 'command',
      'the code leads to its page',
    );
    const clause = rangeOf(editor.document, 'agent.confidence < threshold.min_confidence');
    assert.ok(clause.contains(finding.range) && !finding.range.isEqual(clause), 'the range is within the clause');
    assert.match(editor.document.getText(finding.range), /^threshold/);

    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), before);
    await findings(uri, 'nothing is left to find', left => left.length === 0);
  });
});
