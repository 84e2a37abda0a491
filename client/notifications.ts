import * as vscode from 'vscode';
import { withoutLinks } from './notification-text.ts';

/**
 * The editor's notifications. It makes links of `[text](command:…)` in them, which run whatever command they name; names
 * of files, reasons and messages of git come from others, so links are taken out here. Nothing else calls the editor's
 * own functions (oxlint.config.mjs).
 */
export const notify = {
  information: <T extends string>(message: string, ...actions: T[]) =>
    vscode.window.showInformationMessage(withoutLinks(message), ...actions),
  error: <T extends string>(message: string, ...actions: T[]) =>
    vscode.window.showErrorMessage(withoutLinks(message), ...actions),
};
