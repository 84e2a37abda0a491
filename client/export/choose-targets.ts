import * as vscode from 'vscode';
import type { ExportTargets } from '../history/command-line.ts';

/** The ids of the formats to export to; null if the person cancels. Those that the rule set lists are ticked. */
export async function chooseTargets({ ruleset, targets }: ExportTargets): Promise<string[] | null> {
  const item = ({ to, title, declared }: ExportTargets['targets'][number]) => ({
    label: title,
    description: declared ? `${to} · listed under exports` : to,
    picked: declared,
    to,
  });
  const heading = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator, to: null });
  const picked = await vscode.window.showQuickPick(
    [
      heading('the host enforces it'),
      ...targets.filter(({ enforces }) => enforces).map(item),
      heading('agents read it'),
      ...targets.filter(({ enforces }) => !enforces).map(item),
    ],
    {
      title: `Export ${ruleset}`,
      placeHolder: 'Where should these rules apply? Nothing is written before you have seen it.',
      canPickMany: true,
      ignoreFocusOut: true,
      matchOnDescription: true,
    },
  );
  const ids = (picked ?? []).flatMap(({ to }) => to ?? []);
  return ids.length === 0 ? null : ids;
}
