import * as vscode from 'vscode';
import type { RuleServer } from '../language-server/activation.ts';
import { findRuleFiles } from '../rule-files/rule-files.ts';
import { resultInWords } from './result.ts';

/** "Check Workspace": looks at every rule file and sample file, open or not, and shows the findings in the Problems view. */
export function activateCheckWorkspace(context: vscode.ExtensionContext, server: RuleServer): void {
  context.subscriptions.push(
    vscode.commands.registerCommand('handrail.checkWorkspace', () =>
      vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title: 'Checking rule files' },
        async (progress, token) => {
          const files = await findRuleFiles(token);
          let findings = 0;
          let affected = 0;
          for (const [index, file] of files.entries()) {
            if (token.isCancellationRequested) return;
            progress.report({ message: `${index + 1} of ${files.length}` });
            const count = await server.countFindings(file, token);
            findings += count;
            if (count > 0) affected++;
          }
          if (findings > 0) await vscode.commands.executeCommand('workbench.actions.view.problems');
          void vscode.window.showInformationMessage(resultInWords(files.length, findings, affected));
        },
      ),
    ),
  );
}
