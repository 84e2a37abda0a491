import * as vscode from 'vscode';
import { withoutIcons } from '../notification-text.ts';
import { nameOf, sentences, withoutCommands } from './words.ts';
import type { ReleaseCheck, ReleaseReport } from './command-line.ts';

/** What can be done about a check that is not passed. */
export type CheckAction =
  | { kind: 'allow-outside'; files: string[] }
  | { kind: 'show'; file: string }
  | { kind: 'set-version'; version: string }
  | { kind: 'approve' };

interface CheckItem extends vscode.QuickPickItem {
  action: CheckAction | null;
  check: ReleaseCheck | null;
}

const titles: Record<ReleaseCheck['kind'], string> = {
  version: 'Version',
  findings: 'Errors',
  outside: 'Files Outside the Repository',
  samples: 'Samples',
  approvals: 'Approvals',
};

/**
 * Shows the checks of a release, and what is missing, with a button for each thing that can be done about it.
 * @param written the version in the rule file
 * @returns null if the person cancels
 */
export function showChecks(title: string, report: ReleaseReport, written: string): Promise<CheckAction | null> {
  const open = report.checks.filter(({ met }) => !met).length;
  const pick = vscode.window.createQuickPick<CheckItem>();
  pick.title = title;
  pick.placeholder = `Not ready: ${open} of ${report.checks.length} checks not passed. Choose one to resolve it.`;
  pick.ignoreFocusOut = true;
  pick.items = report.checks.flatMap(check => [checkItem(check, report, written), ...detailItems(check, report)]);
  const first = report.checks.findIndex(({ met }) => !met);
  pick.activeItems = pick.items.filter(({ check }) => check === report.checks[first]).slice(0, 1);
  return new Promise(resolve => {
    const done = (action: CheckAction | null) => {
      resolve(action);
      pick.dispose();
    };
    pick.onDidAccept(() => {
      const action = pick.selectedItems[0]?.action ?? null;
      if (action !== null) done(action);
    });
    pick.onDidTriggerItemButton(({ item }) => done(item.action));
    pick.onDidHide(() => done(null));
    pick.show();
  });
}

function checkItem(check: ReleaseCheck, report: ReleaseReport, written: string): CheckItem {
  const action = actionFor(check, report, written);
  const button =
    action === null ? [] : [{ iconPath: new vscode.ThemeIcon(icons[action.kind]), tooltip: words(action) }];
  return {
    label: `$(${check.met ? 'pass-filled' : 'error'}) ${titles[check.kind]}`,
    detail: sentences(effectOf(check, action), withoutIcons(withoutCommands(check.message))),
    buttons: button,
    alwaysShow: true,
    action,
    check,
  };
}

/** What choosing a check does, if its message does not say so. An approval is for one version, so the version is written first. */
function effectOf({ kind }: ReleaseCheck, action: CheckAction | null): string {
  return kind === 'approvals' && action?.kind === 'set-version' ? `Writes ${action.version} into the file first.` : '';
}

const icons: Record<CheckAction['kind'], string> = {
  'allow-outside': 'check',
  show: 'go-to-file',
  'set-version': 'edit',
  approve: 'thumbsup',
};

function words(action: CheckAction): string {
  switch (action.kind) {
    case 'allow-outside':
      return 'Release With a Copy…';
    case 'show':
      return `Open ${action.file}`;
    case 'set-version':
      return `Set Version ${action.version} in the File`;
    case 'approve':
      return 'Approve…';
  }
}

function actionFor(check: ReleaseCheck, { version, checks }: ReleaseReport, written: string): CheckAction | null {
  if (check.kind === 'version' && version !== null && version !== written) return { kind: 'set-version', version };
  if (check.met) return null;
  if (check.outside !== undefined) return { kind: 'allow-outside', files: check.outside };
  // An approval is for one version, so the version comes first.
  const ticked = version !== null && version !== written && checks.some(({ kind, met }) => kind === 'version' && met);
  if (check.kind === 'approvals') return ticked ? { kind: 'set-version', version } : { kind: 'approve' };
  return check.file === null ? null : { kind: 'show', file: check.file };
}

/** Approvals that do not count, and why. */
function detailItems({ kind, met }: ReleaseCheck, { approvals }: ReleaseReport): CheckItem[] {
  if (kind !== 'approvals' || met || approvals === null) return [];
  return approvals.disregarded.map(({ kind, who, message }) => ({
    label: `$(circle-slash) ${kind === 'approve' ? 'Approval' : 'Rejection'} of ${withoutIcons(nameOf(who))} does not count`,
    detail: withoutIcons(withoutCommands(message).replace(who, () => nameOf(who))),
    alwaysShow: true,
    action: null,
    check: null,
  }));
}
