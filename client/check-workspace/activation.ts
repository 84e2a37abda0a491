import * as vscode from 'vscode';
import type { RuleServer } from '../language-server/activation.ts';
import { findRuleFiles } from '../rule-files/rule-files.ts';
import { resultInWords, type Checked } from './result.ts';
import { notify } from '../notifications.ts';

/** "Check Workspace": checks every rule file and sample file, open or not, and shows the findings in the Problems view. */
export function activateCheckWorkspace(context: vscode.ExtensionContext, server: RuleServer): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('handrail.checkWorkspace', () =>
      vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title: 'Checking rule files' },
        async (progress, token) => {
          const files = await findRuleFiles(token);
          const checked: Checked = { files: files.length, findings: 0, affected: 0 };
          for (const [index, file] of files.entries()) {
            progress.report({ message: `${index + 1} of ${files.length}` });
            const count = await server.countFindings(file, token);
            checked.findings += count;
            if (count > 0) checked.affected++;
          }
          if (checked.findings > 0) await vscode.commands.executeCommand('workbench.actions.view.problems');
          void notify.information(resultInWords(checked));
          return checked;
        },
      ),
    ),
  );
}
