import * as vscode from 'vscode';
import type { NamedVersion } from '../../protocol/review.ts';
import { withoutIcons } from '../notification-text.ts';
import { isRuleSet } from '../rule-files/rule-files.ts';
import { findGit, shortCommit, type Commit } from './git.ts';
import { findReleases } from './releases.ts';
import type { VersionDocuments } from './version-documents.ts';
import { notify } from '../notifications.ts';

/** How many commits of a file are offered. */
const maxCommits = 50;

interface Choice extends vscode.QuickPickItem {
  /** Undefined for headings and messages. */
  take?: () => Promise<NamedVersion | null>;
}

/** Asks for the version to compare a rule file with. Null if the person cancels. */
export async function chooseVersion(
  file: vscode.Uri,
  ruleSetName: string,
  documents: VersionDocuments,
): Promise<NamedVersion | null> {
  const picker = vscode.window.createQuickPick<Choice>();
  picker.title = `Compare ${vscode.workspace.asRelativePath(file)} with…`;
  picker.placeholder = 'The version before';
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  const others = otherChoices(file, documents);
  picker.items = others;
  picker.busy = true;
  const chosen = new Promise<Choice | null>(resolve => {
    picker.onDidAccept(() => {
      const [item] = picker.selectedItems;
      if (item?.take === undefined) return;
      resolve(item);
      picker.hide();
    });
    picker.onDidHide(() => resolve(null));
  });
  picker.show();
  void Promise.all([releaseChoices(file, ruleSetName), commitChoices(file, documents)]).then(
    ([releases, commits]) => {
      picker.items = [...commits, ...releases, ...others];
      picker.busy = false;
    },
    (error: unknown) => {
      picker.items = [
        { label: `$(error) ${withoutIcons(error instanceof Error ? error.message : String(error))}` },
        ...others,
      ];
      picker.busy = false;
    },
  );
  const choice = await chosen;
  picker.dispose();
  return choice?.take === undefined ? null : choice.take();
}

const heading = (label: string): Choice => ({ label, kind: vscode.QuickPickItemKind.Separator });

async function commitChoices(file: vscode.Uri, documents: VersionDocuments): Promise<Choice[]> {
  if (file.scheme !== 'file') return [];
  const git = await findGit();
  const nothing = (why: string): Choice[] => [
    heading('git'),
    { label: `$(info) No git revisions: ${why}`, alwaysShow: true },
  ];
  if (git.kind === 'none') return nothing(git.why);
  const repository = git.of(file);
  if (repository === null) return nothing('the file is not in a repository');
  const commits = await repository.log({ maxEntries: maxCommits, path: file.fsPath });
  const head = repository.state.HEAD?.commit;
  if (head === undefined || commits.length === 0) return nothing('the file is not committed yet');
  const latest: Choice = {
    label: '$(git-commit) HEAD',
    description: shortCommit(head),
    detail: 'The last commit: shows uncommitted changes',
    take: () => Promise.resolve(ofCommit(file, head, 'HEAD', documents)),
  };
  return [
    heading('git'),
    latest,
    ...commits.map((commit): Choice => ({
      label: `$(git-commit) ${withoutIcons(firstLine(commit.message))}`,
      description: withoutIcons(describeCommit(commit)),
      take: () => Promise.resolve(ofCommit(file, commit.hash, null, documents)),
    })),
  ];
}

/** A file in a commit, labelled with the ref, if there is one, and the short commit. */
export function ofCommit(
  file: vscode.Uri,
  commit: string,
  ref: string | null,
  documents: VersionDocuments,
): NamedVersion {
  const label = ref === null ? shortCommit(commit) : `${ref} ${shortCommit(commit)}`;
  return { uri: documents.inCommit(file, commit).toString(), label };
}

function describeCommit({ hash, authorName, authorDate }: Commit): string {
  const date = authorDate?.toLocaleDateString(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
  return [shortCommit(hash), authorName, date].filter(part => part !== undefined).join(' · ');
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}

async function releaseChoices(file: vscode.Uri, ruleSetName: string): Promise<Choice[]> {
  const releases = await findReleases(file, ruleSetName);
  if (releases.length === 0) return [];
  return [
    heading('releases'),
    ...releases.map(({ uri, version }): Choice => ({
      label: `$(tag) ${version}`,
      description: vscode.workspace.asRelativePath(uri),
      take: () => Promise.resolve({ uri: uri.toString(), label: `release ${version}` }),
    })),
  ];
}

function otherChoices(file: vscode.Uri, documents: VersionDocuments): Choice[] {
  return [
    heading('others'),
    { label: '$(file) Another file…', alwaysShow: true, take: () => chooseFile(file) },
    {
      label: '$(clippy) Clipboard',
      description: 'the text in it, instead of this file',
      alwaysShow: true,
      take: () => fromClipboard(file, documents),
    },
  ];
}

async function chooseFile(file: vscode.Uri): Promise<NamedVersion | null> {
  const [picked] =
    (await vscode.window.showOpenDialog({
      title: 'The version before',
      openLabel: 'Compare',
      defaultUri: vscode.Uri.joinPath(file, '..'),
      filters: { 'Rule files': ['yaml', 'yml', 'json'] },
    })) ?? [];
  if (picked === undefined) return null;
  if (isRuleSet(picked)) return { uri: picked.toString(), label: vscode.workspace.asRelativePath(picked) };
  void notify.error('The name of a rule file must end in .escalation.yaml, .escalation.yml or .escalation.json.');
  return null;
}

async function fromClipboard(file: vscode.Uri, documents: VersionDocuments): Promise<NamedVersion | null> {
  const text = await vscode.env.clipboard.readText();
  if (text.trim() === '') {
    void notify.error('The clipboard has no text. Copy the other version of the rule file first.');
    return null;
  }
  return { uri: documents.withText(file, text).toString(), label: 'clipboard' };
}
