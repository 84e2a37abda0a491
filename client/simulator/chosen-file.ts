import * as vscode from 'vscode';
import type { RuleServer } from '../language-server/activation.ts';
import { findRuleSets, isRuleSet, isSampleFile, languageId } from '../rule-files/rule-files.ts';
import { notify } from '../notifications.ts';

/**
 * The rule file to simulate: the one given (by a lens, a menu, another extension), else that of the active editor, else
 * one picked from the workspace. Null if the person cancels, or if there is none, after saying so.
 */
export async function chooseRuleFile(given: vscode.Uri | null, server: RuleServer): Promise<vscode.Uri | null> {
  const candidate = given ?? activeFile();
  if (candidate !== null && isSampleFile(candidate)) {
    const ruleSet = (await server.filesNamedIn(candidate)).find(isRuleSet) ?? null;
    if (ruleSet === null) {
      void notify.error(
        'The rule set of this sample file does not exist. Set `ruleset` to its path, relative to this file.',
      );
    }
    return ruleSet;
  }
  return candidate ?? pick();
}

/** The rule file or sample file of the active editor. An unsaved rule set has no file name yet, and is recognised by its language. */
function activeFile(): vscode.Uri | null {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) return null;
  const { uri, isUntitled, languageId: language } = document;
  return isRuleSet(uri) || isSampleFile(uri) || (isUntitled && language === languageId) ? uri : null;
}

async function pick(): Promise<vscode.Uri | null> {
  const files = await findRuleSets();
  if (files.length === 0) {
    const create = 'New Rule Set';
    const chosen = await notify.information('There is no rule set (*.escalation.yaml) in this workspace.', create);
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
