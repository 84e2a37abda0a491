import * as vscode from 'vscode';
import { withoutLinks } from './notification-text.ts';

/**
 * The editor's notifications. The editor turns `[text](command:…)` in them into links that run any command. File names,
 * reasons and messages of git come from others, so links are removed here. Nothing else may call the editor's own
 * functions (oxlint.config.mjs).
 */
export const notify = {
  information: <T extends string>(message: string, ...actions: T[]) =>
    vscode.window.showInformationMessage(withoutLinks(message), ...actions),
  warning: <T extends string>(message: string, ...actions: T[]) =>
    vscode.window.showWarningMessage(withoutLinks(message), ...actions),
  /** A modal question. */
  ask: <T extends string>(question: string, detail: string, ...actions: T[]) =>
    vscode.window.showWarningMessage(withoutLinks(question), { modal: true, detail: withoutLinks(detail) }, ...actions),
  error: <T extends string>(message: string, ...actions: T[]) =>
    vscode.window.showErrorMessage(withoutLinks(message), ...actions),
};
