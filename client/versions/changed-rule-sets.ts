import * as vscode from 'vscode';
import type { ReviewedPair } from '../../panel/review/messages.ts';
import type { RuleServer } from '../language-server/activation.ts';
import { findRuleSets, isRuleSet, shortName } from '../rule-files/rule-files.ts';
import { shortCommit, type Change, type Repository } from './git.ts';
import type { VersionDocuments } from './version-documents.ts';
import { notify } from '../notifications.ts';

/** A range of commits; `after` is null for the working copy. */
export interface CommitRange {
  title: string;
  before: { commit: string; label: string };
  after: { commit: string; label: string } | null;
}

/** Every rule set that a range of commits changes, itself or through a file that it is made from. */
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
  const changed = new Set(changes.flatMap(pathsOf));
  const earlierPath = new Map(
    changes.flatMap(({ originalUri, renameUri }) => (renameUri === undefined ? [] : [[renameUri.path, originalUri]])),
  );
  const root = `${repository.rootUri.path}/`;
  const known = (await findRuleSets(token)).filter(({ path }) => path.startsWith(root));
  const touched = changes
    .map(({ uri, renameUri }) => renameUri ?? uri)
    .filter(uri => isRuleSet(uri) && !isRelease(uri));
  const candidates = new Map([...known, ...touched].map(uri => [uri.path, uri]));
  const pairs: ReviewedPair[] = [];
  for (const file of [...candidates.values()].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (token.isCancellationRequested) return [];
    const later = after === null ? file : documents.inCommit(file, after.commit);
    const earlier = documents.inCommit(earlierPath.get(file.path) ?? file, before.commit);
    const now = await server.request('handrail/filesOf', { uri: later.toString() }, token);
    const then = await server.request('handrail/filesOf', { uri: earlier.toString() }, token);
    // A library decides nothing by itself: who imports it is compared.
    if (now.kind !== 'rule-set' && then.kind !== 'rule-set') continue;
    const files = [...now.files, ...then.files].map(uri => vscode.Uri.parse(uri).path);
    if (!files.some(path => changed.has(path))) continue;
    pairs.push({
      name: shortName(file),
      path: vscode.workspace.asRelativePath(file),
      before: { uri: earlier.toString(), label: before.label },
      after: { uri: later.toString(), label: after?.label ?? 'working copy' },
    });
  }
  return pairs;
}

function pathsOf({ uri, originalUri, renameUri }: Change): string[] {
  return [uri, originalUri, renameUri].flatMap(each => (each === undefined ? [] : [each.path]));
}

function isRelease({ path }: vscode.Uri): boolean {
  return /\/releases\/[^/]+\/[^/]+$/.test(path);
}

/** Asks which changes to review. Null where the person backed out, or there is nothing to choose from and they have been told. */
export async function chooseRange(repository: Repository): Promise<CommitRange | null> {
  const { HEAD } = repository.state;
  const head = HEAD?.commit;
  if (head === undefined) {
    void notify.information('There is no commit yet that changes could be compared with.');
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
      description: 'all that came after it, with the working copy',
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
    prompt: 'Two revisions as git names them: main..HEAD, v1.2...feature (since their common commit), HEAD~3',
    value: 'HEAD~1..HEAD',
    validateInput: value => (value.trim() === '' ? 'A revision, or two with .. between them' : undefined),
  });
  if (text === undefined) return null;
  try {
    return await rangeOf(repository, text.trim());
  } catch {
    void notify.error(`Git knows no revisions "${text}" in ${repository.rootUri.fsPath}.`);
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
