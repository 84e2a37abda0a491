import path from 'node:path';
import * as vscode from 'vscode';
import type { EditAuthor, ReviewedPair } from '../../protocol/review.ts';
import type { CommandLine } from '../history/command-line.ts';
import { findGit } from '../versions/git.ts';
import { commitOf, fileBehind } from '../versions/version-documents.ts';

/** Who made each edit of a pair, by its id; empty if git does not say it, as for a version that is no commit. */
export async function editAuthors(
  { before, after }: ReviewedPair,
  commandLine: CommandLine,
): Promise<Record<string, EditAuthor>> {
  const versions = await Promise.all([nameInGit(before.uri), nameInGit(after.uri)]);
  const [from, to] = versions;
  if (from === null || to === null || commitOf(vscode.Uri.parse(before.uri)) === null) return {};
  const folder = vscode.Uri.joinPath(fileBehind(vscode.Uri.parse(after.uri)), '..');
  const { edits } = await commandLine.diff(folder, from, to);
  return Object.fromEntries(
    edits.flatMap(({ id, by }) => (by === null ? [] : [[id, { ...by, time: Date.parse(by.at) }] as const])),
  );
}

/** A version as the command line names it: `COMMIT:path`, or a file on disk without unsaved edits. Null for any other. */
async function nameInGit(uri: string): Promise<string | null> {
  const version = vscode.Uri.parse(uri);
  const file = fileBehind(version);
  const commit = commitOf(version);
  if (commit !== null) {
    const git = await findGit();
    const root = git.kind === 'none' ? undefined : git.of(file)?.rootUri.fsPath;
    return root === undefined ? null : `${commit}:${path.relative(root, file.fsPath).replaceAll('\\', '/')}`;
  }
  const isDirty = vscode.workspace.textDocuments.some(each => each.isDirty && each.uri.toString() === file.toString());
  return version.scheme !== 'file' || isDirty ? null : file.fsPath;
}
