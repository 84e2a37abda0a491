import * as vscode from 'vscode';
import type { ReviewedPair } from '../../protocol/review.ts';
import type { RuleServer } from '../language-server/activation.ts';
import { findRuleSets, shortName } from '../rule-files/rule-files.ts';
import { shortCommit, type Repository } from './git.ts';
import { fileBehind, type VersionDocuments } from './version-documents.ts';
import { notify } from '../notifications.ts';

/** A range of commits; `after` is null for the working copy. */
export interface CommitRange {
  title: string;
  before: { commit: string; label: string };
  after: { commit: string; label: string } | null;
}

/** Every rule set that a range of commits changes, directly or through a file that it uses. */
export async function changedRuleSets(
  repository: Repository,
  { before, after }: CommitRange,
  { server, documents }: { server: RuleServer; documents: VersionDocuments },
  token: vscode.CancellationToken,
): Promise<ReviewedPair[]> {
  const changes =
    after === null
      ? [
          ...(await repository.diffWith(before.commit)),
          ...repository.state.workingTreeChanges,
          ...(repository.state.untrackedChanges ?? []),
        ]
      : await repository.diffBetween(before.commit, after.commit);
  const inBefore = (file: vscode.Uri) => documents.inCommit(file, before.commit).toString();
  const inAfter = (file: vscode.Uri) => (after === null ? file : documents.inCommit(file, after.commit)).toString();
  // A file may have changes both in the index and in the working tree.
  const files = new Map(
    changes.map(({ uri, originalUri, renameUri }) => {
      const fileAfter = renameUri ?? uri;
      return [fileAfter.path, { fileAfter, fileBefore: renameUri === undefined ? fileAfter : originalUri }];
    }),
  );
  const root = `${repository.rootUri.path}/`;
  const known = (await findRuleSets(token)).filter(({ path }) => path.startsWith(root) && !files.has(path));
  const found = await server.request(
    'handrail/changedRuleSets',
    {
      changes: [...files.values()].map(({ fileBefore, fileAfter }) => ({
        before: inBefore(fileBefore),
        after: inAfter(fileAfter),
      })),
      unchanged: known.map(file => ({ before: inBefore(file), after: inAfter(file) })),
    },
    token,
  );
  if (token.isCancellationRequested) return [];
  return found
    .map(pair => {
      // The review shows it if one of the two does not exist.
      const file = fileBehind(vscode.Uri.parse(pair.after ?? pair.before ?? ''));
      return {
        name: shortName(file),
        path: vscode.workspace.asRelativePath(file),
        before: { uri: pair.before ?? inBefore(file), label: before.label },
        after: { uri: pair.after ?? inAfter(file), label: after?.label ?? 'working copy' },
      };
    })
    .sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
}

/** Asks which changes to review. Null if the person cancels, or if there is no commit, after saying so. */
export async function chooseRange(repository: Repository): Promise<CommitRange | null> {
  const { HEAD } = repository.state;
  const head = HEAD?.commit;
  if (head === undefined) {
    void notify.information('There is no commit to compare with yet.');
    return null;
  }
  const branches = await branchesOf(repository, HEAD?.name);
  const [, parent] = await repository.log({ maxEntries: 2 });
  const items: (vscode.QuickPickItem & { take?: () => Promise<CommitRange | null> })[] = [
    {
      label: '$(edit) Uncommitted changes',
      description: `HEAD ${shortCommit(head)} to the working copy`,
      take: () => Promise.resolve(sinceHead(head)),
    },
    ...(parent === undefined
      ? []
      : [
          {
            label: '$(git-commit) Last commit',
            description: `${shortCommit(parent.hash)} to ${shortCommit(head)}`,
            take: () =>
              Promise.resolve({
                title: 'Changes of the last commit',
                before: { commit: parent.hash, label: shortCommit(parent.hash) },
                after: { commit: head, label: `HEAD ${shortCommit(head)}` },
              }),
          },
        ]),
    { label: 'since a branch', kind: vscode.QuickPickItemKind.Separator },
    ...branches.map(name => ({
      label: `$(git-branch) ${name}`,
      description: 'everything since then, with the working copy',
      take: () => sinceBranch(repository, name),
    })),
    { label: 'others', kind: vscode.QuickPickItemKind.Separator },
    { label: '$(git-compare) Another range…', alwaysShow: true, take: () => askRange(repository) },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: 'Review changes', placeHolder: 'Which changes?' });
  return picked?.take === undefined ? null : picked.take();
}

function sinceHead(head: string): CommitRange {
  return {
    title: 'Uncommitted changes',
    before: { commit: head, label: `HEAD ${shortCommit(head)}` },
    after: null,
  };
}

async function branchesOf(repository: Repository, current: string | undefined): Promise<string[]> {
  const found = [
    ...(await repository.getBranches({ remote: false })),
    ...(await repository.getBranches({ remote: true })),
  ];
  return found.flatMap(({ name }) => (name === undefined || name === current || name.endsWith('/HEAD') ? [] : [name]));
}

async function sinceBranch(repository: Repository, name: string): Promise<CommitRange> {
  const base = (await repository.getMergeBase(name, 'HEAD')) ?? (await repository.getCommit(name)).hash;
  return {
    title: `Changes since ${name}`,
    before: { commit: base, label: `${name} ${shortCommit(base)}` },
    after: null,
  };
}

async function askRange(repository: Repository): Promise<CommitRange | null> {
  const text = await vscode.window.showInputBox({
    title: 'Review changes',
    prompt: 'One or two git revisions: HEAD~3, main..HEAD, v1.2...feature (since their merge base)',
    value: 'HEAD~1..HEAD',
    validateInput: value => (value.trim() === '' ? 'Enter a revision, or two with .. or ... between them.' : undefined),
  });
  if (text === undefined) return null;
  try {
    return await rangeOf(repository, text.trim());
  } catch {
    void notify.error(`Git does not know the revisions "${text}" in ${repository.rootUri.fsPath}.`);
    return null;
  }
}

async function rangeOf(repository: Repository, text: string): Promise<CommitRange> {
  const [, from = '', dots, to = ''] = /^(.*?)(?:(\.{2,3})(.*))?$/.exec(text) ?? [];
  const first = await repository.getCommit(from === '' ? 'HEAD' : from);
  const named = (commit: string, name: string) => ({ commit, label: `${name} ${shortCommit(commit)}` });
  if (dots === undefined) return { title: `Changes since ${text}`, before: named(first.hash, from), after: null };
  const last = await repository.getCommit(to === '' ? 'HEAD' : to);
  const base = dots === '...' ? ((await repository.getMergeBase(first.hash, last.hash)) ?? first.hash) : first.hash;
  return { title: `Changes ${text}`, before: named(base, from), after: named(last.hash, to === '' ? 'HEAD' : to) };
}
