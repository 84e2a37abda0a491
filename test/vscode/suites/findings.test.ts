import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { cleanUp, codeOf, findings, openNewRuleSet, rangeOf, replace, writeFile } from '../inside/rule-file.ts';
import { eventually } from '../inside/waiting.ts';

describe('Findings', () => {
  afterEach(cleanUp);

  it('appear at a mistake with a link to their page, and disappear with it', async () => {
    const editor = await openNewRuleSet('misspelt');
    const { document } = editor;
    await findings(document.uri, 'the rule set has no findings', found => found.length === 0);

    await replace(editor, 'when: confidence <', 'when: confidense <');
    const [finding] = await findings(
      document.uri,
      'the misspelt signal is found',
      found => found.length === 1 && codeOf(found[0]?.code) === 'undefined-signal',
    );
    assert.ok(finding);
    assert.equal(document.getText(finding.range), 'confidense');
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(finding.source, 'handrail');
    assert.match(finding.message, /confidence/, 'the nearest name is named');
    assert.equal(document.isDirty, true, 'the file was not saved');

    await vscode.commands.executeCommand('undo');
    await findings(document.uri, 'the finding is gone after undoing', found => found.length === 0);
  });

  it('lead to a page that comes with the extension', async () => {
    const editor = await openNewRuleSet('linked');
    await replace(editor, 'when: confidence <', 'when: confidense <');
    const [finding] = await findings(editor.document.uri, 'the misspelt signal is found', found => found.length > 0);
    const code = finding?.code;
    assert.ok(typeof code === 'object', 'the code has a link');
    const [page] = JSON.parse(code.target.query) as [string];
    assert.equal(page, 'undefined-signal');
    await vscode.commands.executeCommand(code.target.path, page);
    await eventually('the page is shown, as a preview and not as source text', () => {
      const { activeTab } = vscode.window.tabGroups.activeTabGroup;
      return activeTab?.input instanceof vscode.TabInputWebview && activeTab.label.includes('undefined-signal');
    });
  });

  it('are offered their quick fix, which puts the name right', async () => {
    const editor = await openNewRuleSet('fixed');
    const { document } = editor;
    await replace(editor, 'when: confidence <', 'when: confidense <');
    await findings(document.uri, 'the misspelt signal is found', found => found.length === 1);
    const at = rangeOf(document, 'confidense');
    const fix = await eventually('a quick fix is offered', async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        at,
        vscode.CodeActionKind.QuickFix.value,
      );
      return actions.find(({ isPreferred }) => isPreferred);
    });
    assert.ok(fix.edit);
    assert.equal(await vscode.workspace.applyEdit(fix.edit), true);
    assert.equal(document.getText(rangeOf(document, 'when: confidence <')), 'when: confidence <');
    await findings(document.uri, 'nothing is left to find', found => found.length === 0);
  });

  it('follow the setting of their severity, unless a rule set with them cannot decide', async () => {
    const editor = await openNewRuleSet('severe');
    const settings = vscode.workspace.getConfiguration('handrail', editor.document.uri);
    const severitiesAre = (what: string, wanted: Record<string, vscode.DiagnosticSeverity>) =>
      findings(editor.document.uri, what, found =>
        Object.entries(wanted).every(([code, severity]) =>
          found.some(each => codeOf(each.code) === code && each.severity === severity),
        ),
      );
    const { Error, Hint, Information } = vscode.DiagnosticSeverity;
    await replace(editor, '  confidence:', '  spare: { type: boolean }\n  confidence:');
    await severitiesAre('the finding is a hint', { 'unused-signal': Hint });
    try {
      const severity = { 'unused-signal': 'information', 'undefined-signal': 'information' };
      await settings.update('severity', severity, vscode.ConfigurationTarget.Workspace);
      await severitiesAre('the finding is an information', { 'unused-signal': Information });
      await replace(editor, 'when: confidence <', 'when: confidense <');
      await severitiesAre('what cannot decide is an error', { 'undefined-signal': Error });
    } finally {
      await settings.update('severity', undefined, vscode.ConfigurationTarget.Workspace);
    }
    await severitiesAre('the finding is a hint again', { 'unused-signal': Hint });
  });

  it('are there for files that nobody has opened', async () => {
    const uri = await writeFile('closed.escalation.yaml', 'escalation: 1\nname: closed\nversion: one\n');
    await findings(uri, 'the broken version is found', found => found.some(({ code }) => codeOf(code) === 'schema'));
    assert.ok(!vscode.workspace.textDocuments.some(document => document.uri.toString() === uri.toString()));
    await vscode.workspace.fs.delete(uri);
    await findings(uri, 'the findings go with the file', found => found.length === 0);
  });

  it('are shown for rule files in JSON too', async () => {
    const text = '{ "escalation": 1, "name": "plain", "version": 3 }\n';
    const uri = await writeFile('plain.escalation.json', text);
    await vscode.window.showTextDocument(uri);
    await findings(uri, 'the broken version is found', found => found.some(({ code }) => codeOf(code) === 'schema'));
  });

  it('are counted over the whole workspace, and there are none in the examples', async () => {
    type Checked = { files: number; findings: number; affected: number };
    const check = () => vscode.commands.executeCommand<Checked>('handrail.checkWorkspace');
    const clean = await check();
    assert.ok(clean.files >= 8, `${clean.files} example files were checked`);
    assert.equal(clean.findings, 0);
    await writeFile('checked.escalation.yaml', 'escalation: 1\nname: checked\nversion: one\nrules: []\n');
    const broken = await eventually('its finding is counted', async () => {
      const checked = await check();
      return checked.findings > 0 ? checked : null;
    });
    assert.equal(broken.files, clean.files + 1);
    assert.equal(broken.affected, 1);
  });
});
