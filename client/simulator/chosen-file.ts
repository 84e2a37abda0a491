import * as vscode from 'vscode';
import { findRuleSets, isRuleSet, isSampleFile } from '../rule-files/rule-files.ts';

/** Called with the URI of a sample file; its rule set, or null where it names none. */
export type RuleSetOfSamples = (samples: vscode.Uri) => Promise<vscode.Uri | null>;

/**
 * The rule file to simulate: the one given (by a lens, a menu, another extension), else that of the active editor, else
 * one picked from the workspace. Null where the person backed out, or there is none and they have been told.
 */
export async function chooseRuleFile(
  given: vscode.Uri | null,
  ruleSetOf: RuleSetOfSamples,
): Promise<vscode.Uri | null> {
  const candidate = given ?? activeFile();
  if (candidate !== null && isSampleFile(candidate)) {
    const ruleSet = await ruleSetOf(candidate);
    if (ruleSet === null) {
      void vscode.window.showErrorMessage(
        'This sample file names no rule set that exists. Write its path, relative to this file, as `ruleset`.',
      );
    }
    return ruleSet;
  }
  // Given by name, or known by its language: a rule set that has not been saved has no file name yet.
  if (candidate !== null && (given !== null || isRuleSet(candidate) || candidate.scheme === 'untitled'))
    return candidate;
  return pick();
}

/** Of a tab, not of an editor: with the focus on a simulator there is no active editor. */
function activeFile(): vscode.Uri | null {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (!(input instanceof vscode.TabInputText)) return null;
  const document = vscode.window.activeTextEditor?.document;
  const unsaved = document?.isUntitled === true && document.languageId === 'handrail-rules';
  return isRuleSet(input.uri) || isSampleFile(input.uri) || unsaved ? input.uri : null;
}

async function pick(): Promise<vscode.Uri | null> {
  const files = await findRuleSets();
  if (files.length === 0) {
    const create = 'New Rule Set';
    const chosen = await vscode.window.showInformationMessage(
      'There is no rule set (*.escalation.yaml) in this workspace.',
      create,
    );
    if (chosen === create) await vscode.commands.executeCommand('handrail.newRuleSet');
    return null;
  }
  const items = files.map(uri => ({
    label: uri.path.slice(uri.path.lastIndexOf('/') + 1),
    description: vscode.workspace.asRelativePath(vscode.Uri.joinPath(uri, '..')),
    uri,
  }));
  const picked = await vscode.window.showQuickPick(items, { placeHolder: 'The rule set to simulate' });
  return picked?.uri ?? null;
}
