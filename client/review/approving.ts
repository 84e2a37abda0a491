import * as vscode from 'vscode';
import type { ReviewedPair, ReviewPageRequests } from '../../protocol/review.ts';
import type { CommandLine } from '../history/command-line.ts';
import { isRuleSet } from '../rule-files/rule-files.ts';
import { findReleases } from '../versions/releases.ts';
import type { Answers } from '../web-page/bridge.ts';
import { giveOpinion, planOpinion, unsavedEdits, type RunOpinion } from './opinions.ts';

export interface ApprovingNeeds {
  commandLine: CommandLine;
  /** Opens a review of a pair of versions. */
  openPair: (pair: ReviewedPair) => void;
}

type ApprovingRequests = Pick<ReviewPageRequests, 'planOpinion' | 'giveOpinion' | 'compareWithRelease'>;

/** The answers to the page's requests about approvals and rejections. */
export function approvingAnswers(
  pairAt: (index: number) => ReviewedPair,
  { commandLine, openPair }: ApprovingNeeds,
): Answers<ApprovingRequests> {
  const runOn =
    (file: vscode.Uri): RunOpinion =>
    (opinion, args, input) =>
      commandLine.run(file, opinion, args, input);
  return {
    planOpinion: async ({ pair, opinion, digest }) => {
      const { after } = pairAt(pair);
      const file = vscode.Uri.parse(after.uri);
      if (!isWorkingCopy(file)) {
        const why = `${after.label} is not the working copy, which alone can be approved or rejected. Check it out, and review the working copy.`;
        return { kind: 'not-offered', why };
      }
      const unsaved = vscode.workspace.textDocuments.filter(document => document.isDirty && !document.isUntitled);
      // While somebody types, the command line need not run.
      if (unsaved.some(document => document.uri.toString() === file.toString()))
        return { kind: 'not-offered', why: unsavedEdits };
      return planOpinion({ opinion, digest, unsaved: unsaved.length > 0 }, runOn(file));
    },
    giveOpinion: async ({ pair, ...opinion }) => {
      const file = vscode.Uri.parse(pairAt(pair).after.uri);
      try {
        return await giveOpinion(opinion, runOn(file));
      } finally {
        void vscode.commands.executeCommand('handrail.refreshHistory', file);
      }
    },
    compareWithRelease: async ({ pair, ruleSet, version }) => {
      const reviewed = pairAt(pair);
      const releases = await findReleases(vscode.Uri.parse(reviewed.after.uri), ruleSet);
      const release = releases.find(each => each.version === version);
      if (release === undefined) throw new Error(`The workspace has no snapshot of ${ruleSet} ${version}.`);
      openPair({ ...reviewed, before: { uri: release.uri.toString(), label: `release ${version}` } });
      return null;
    },
  };
}

/** True for a rule file that can be edited, and so approved; false for files of a commit and for snapshots of releases. */
function isWorkingCopy(file: vscode.Uri): boolean {
  return file.scheme === 'file' && isRuleSet(file) && !/\/releases\/[^/]+\/[^/]+$/.test(file.path);
}

/** Calls the listener if approvals, or who may give one, may have changed: in a log, on disk, or in git while the window was left. */
export function onApprovalsChanged(listener: () => void): vscode.Disposable {
  const logs = vscode.workspace.createFileSystemWatcher('**/releases/*/log.jsonl');
  return vscode.Disposable.from(
    logs,
    logs.onDidChange(listener),
    logs.onDidCreate(listener),
    logs.onDidDelete(listener),
    vscode.workspace.onDidSaveTextDocument(listener),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) listener();
    }),
  );
}
