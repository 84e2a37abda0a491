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
  warning: <T extends string>(message: string, ...actions: T[]) =>
    vscode.window.showWarningMessage(withoutLinks(message), ...actions),
  /** A question that has to be answered first. */
  ask: <T extends string>(question: string, detail: string, ...actions: T[]) =>
    vscode.window.showWarningMessage(withoutLinks(question), { modal: true, detail: withoutLinks(detail) }, ...actions),
  error: <T extends string>(message: string, ...actions: T[]) =>
    vscode.window.showErrorMessage(withoutLinks(message), ...actions),
};
