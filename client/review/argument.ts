import * as vscode from 'vscode';
import { findRuleSets, isRuleSet, languageId } from '../rule-files/rule-files.ts';
import { notify } from '../notifications.ts';

/** The argument of "Compare With…", from whichever menu. */
export type CompareArgument =
  | {
      kind: 'file';
      /** Null for that of the active editor, or one to choose. */
      file: vscode.Uri | null;
      /** Index of a rule in the rule set. */
      rule: number | null;
      /** True if the rule at the cursor is meant. */
      atCursor: boolean;
      /** The commit to compare with; null if the person chooses. */
      commit: string | null;
    }
  | { kind: 'two-files'; files: readonly [vscode.Uri, vscode.Uri] };

/**
 * Reads the arguments of the command. The explorer passes a file and all selected files, editors a file, a lens `{ uri, rule }`, source control a
 * resource state, the timeline an item of git and the file; the palette passes nothing.
 */
export function readArgument([first, second]: readonly unknown[]): CompareArgument {
  const file = uriIn(first) ?? uriIn(second);
  const selected = Array.isArray(second) ? second.filter(each => each instanceof vscode.Uri) : [];
  const [one, two, ...more] = selected;
  if (one !== undefined && two !== undefined && more.length === 0 && isRuleSet(one) && isRuleSet(two)) {
    return { kind: 'two-files', files: [one, two] };
  }
  const rule = fieldOf(first, 'rule');
  const commit = fieldOf(first, 'ref');
  return {
    kind: 'file',
    file,
    rule: typeof rule === 'number' ? rule : null,
    atCursor: first === undefined || first instanceof vscode.Uri,
    commit: typeof commit === 'string' && /^[0-9a-f]{40,64}$/.test(commit) ? commit : null,
  };
}

function uriIn(value: unknown): vscode.Uri | null {
  if (value instanceof vscode.Uri) return value;
  const resource = fieldOf(value, 'resourceUri');
  if (resource instanceof vscode.Uri) return resource;
  const uri = fieldOf(value, 'uri');
  if (uri instanceof vscode.Uri) return uri;
  return typeof uri === 'string' && uri !== '' ? vscode.Uri.parse(uri) : null;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** The rule file: the one given, that of the active editor, or one picked. Null if the person cancels or there is none. */
export async function chosenFile(
  given: vscode.Uri | null,
  placeHolder = 'The rule set to compare',
): Promise<vscode.Uri | null> {
  if (given !== null) return given;
  const document = vscode.window.activeTextEditor?.document;
  if (
    document !== undefined &&
    (isRuleSet(document.uri) || (document.isUntitled && document.languageId === languageId))
  ) {
    return document.uri;
  }
  const files = await findRuleSets();
  if (files.length === 0) {
    void notify.information('There is no rule set (*.escalation.yaml) in this workspace.');
    return null;
  }
  const items = files.map(uri => ({
    label: uri.path.slice(uri.path.lastIndexOf('/') + 1),
    description: vscode.workspace.asRelativePath(vscode.Uri.joinPath(uri, '..')),
    uri,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.uri ?? null;
}
