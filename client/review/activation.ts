import * as vscode from 'vscode';
import type { NamedVersion, ReviewedPair, ReviewSubject } from '../../protocol/review.ts';
import { createCommandLine } from '../history/command-line.ts';
import type { RuleServer } from '../language-server/activation.ts';
import type { OpenReference } from '../reference/activation.ts';
import { isRuleSet, shortName } from '../rule-files/rule-files.ts';
import type { Simulators } from '../simulator/activation.ts';
import { changedRuleSets, chooseRange } from '../versions/changed-rule-sets.ts';
import { chooseVersion, ofCommit } from '../versions/choose-version.ts';
import { findGit, type Repository } from '../versions/git.ts';
import type { VersionDocuments } from '../versions/version-documents.ts';
import { chosenFile, readArgument, type CompareArgument } from './argument.ts';
import { createMarks } from './marks.ts';
import { reviewViewType, runReview, type ReviewPanel } from './panel.ts';
import { notify } from '../notifications.ts';

export interface ReviewActivation {
  server: RuleServer;
  documents: VersionDocuments;
  simulators: Simulators;
  openReference: OpenReference;
  log: vscode.LogOutputChannel;
}

/** Opens a review of two versions of a rule set. */
export type OpenReview = (subject: ReviewSubject, rule?: string | null) => void;

export function activateReview(context: vscode.ExtensionContext, needs: ReviewActivation): OpenReview {
  const { server, documents } = needs;
  const marks = createMarks(context.workspaceState);
  const commandLine = createCommandLine(context);
  const opened = new Set<ReviewPanel>();
  const add = (panel: vscode.WebviewPanel, subject: ReviewSubject, rule: string | null) => {
    const review = runReview(panel, subject, rule, {
      ...needs,
      marks,
      commandLine,
      openPair: pair => open({ title: `Review: ${pair.name}`, pairs: [pair] }),
      extensionUri: context.extensionUri,
    });
    opened.add(review);
    panel.onDidDispose(() => opened.delete(review));
  };
  const open: OpenReview = (subject, rule = null) => {
    const present = [...opened].find(each => JSON.stringify(each.subject) === JSON.stringify(subject));
    if (present !== undefined) return present.show(rule);
    const column = vscode.window.activeTextEditor === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
    add(vscode.window.createWebviewPanel(reviewViewType, 'Review', column), subject, rule);
  };
  // Menus that cannot test a file's name are shown only in workspaces with rule sets.
  void vscode.commands.executeCommand('setContext', 'handrail.active', true);
  context.subscriptions.push(
    vscode.commands.registerCommand('handrail.compareWith', (...given: unknown[]) =>
      compareWith(readArgument(given), needs, open),
    ),
    vscode.commands.registerCommand('handrail.reviewChanges', () => reviewChanges({ server, documents }, open)),
    vscode.window.registerWebviewPanelSerializer(reviewViewType, {
      deserializeWebviewPanel: (panel, state: unknown) => {
        const subject = subjectIn(state);
        if (subject === null) panel.dispose();
        else add(panel, subject, null);
        return Promise.resolve();
      },
    }),
  );
  return open;
}

async function compareWith(
  argument: CompareArgument,
  { server, documents }: ReviewActivation,
  open: OpenReview,
): Promise<void> {
  if (argument.kind === 'two-files') {
    const [before, after] = argument.files;
    return open(subjectOf(after, named(before), named(after)));
  }
  const file = await chosenFile(argument.file);
  if (file === null) return;
  if (!isRuleSet(file) && !file.scheme.startsWith('untitled')) {
    void notify.information(
      `${vscode.workspace.asRelativePath(file)} is not a rule set. "Handrail: Review Changes…" shows every rule set that its changes affect.`,
    );
    return;
  }
  const known = await server.request('handrail/simulate', {
    uri: file.toString(),
    input: {},
    at: null,
    thresholds: {},
  });
  const before =
    argument.commit === null
      ? await chooseVersion(file, known.ruleSet?.name ?? shortName(file), documents)
      : ofCommit(file, argument.commit, null, documents);
  if (before === null) return;
  const rules = known.ruleSet?.rules ?? [];
  const index = argument.rule ?? (argument.atCursor ? await ruleAtCursor(file, server) : null);
  const rule = index === null ? null : (rules[index]?.id ?? null);
  open(subjectOf(file, before, { uri: file.toString(), label: 'working copy' }), rule);
}

/** The index of the rule at the cursor of the file's editor; null if there is none. */
async function ruleAtCursor(file: vscode.Uri, server: RuleServer): Promise<number | null> {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.uri.toString() !== file.toString()) return null;
  const { line, character } = editor.selection.active;
  return server.request('handrail/ruleAt', { uri: file.toString(), position: { line, character } });
}

async function reviewChanges(
  needs: { server: RuleServer; documents: VersionDocuments },
  open: OpenReview,
): Promise<void> {
  const git = await findGit();
  if (git.kind === 'none') {
    void notify.information(
      `Reviewing changes requires git, but ${git.why}. Use "Handrail: Compare With…" to compare with releases, files and the clipboard.`,
    );
    return;
  }
  const repository = await chooseRepository(git.repositories);
  if (repository === null) return;
  const range = await chooseRange(repository);
  if (range === null) return;
  const pairs = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'Looking for changed rule sets', cancellable: true },
    (_, token) => changedRuleSets(repository, range, needs, token),
  );
  if (pairs.length > 0) return open({ title: range.title, pairs });
  void notify.information(`${range.title}: no rule set changed.`);
}

async function chooseRepository(repositories: readonly Repository[]): Promise<Repository | null> {
  const [only, ...others] = repositories;
  if (only === undefined) {
    void notify.information('Reviewing changes requires git, but no folder of this workspace is in a repository.');
    return null;
  }
  if (others.length === 0) return only;
  const items = repositories.map(repository => ({
    label: vscode.workspace.asRelativePath(repository.rootUri),
    repository,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder: 'The repository' }))?.repository ?? null;
}

export function subjectOf(file: vscode.Uri, before: NamedVersion, after: NamedVersion): ReviewSubject {
  const pair: ReviewedPair = { name: shortName(file), path: vscode.workspace.asRelativePath(file), before, after };
  return { title: `Review: ${pair.name}`, pairs: [pair] };
}

function named(file: vscode.Uri): NamedVersion {
  return { uri: file.toString(), label: vscode.workspace.asRelativePath(file) };
}

function subjectIn(state: unknown): ReviewSubject | null {
  if (typeof state !== 'object' || state === null || !('subject' in state)) return null;
  const { subject } = state;
  if (typeof subject !== 'object' || subject === null || !('pairs' in subject) || !Array.isArray(subject.pairs))
    return null;
  return subject as ReviewSubject;
}
