import * as vscode from 'vscode';
import { versionScheme, type ReadVersionFileResult } from '../../protocol/server.ts';
import { findGit, textAt } from './git.ts';

/**
 * Files of versions that are not on disk, with their own scheme: `handrail-version://git.COMMIT/path`, `handrail-version://text.N/path`. Each has the
 * path of the file that it replaces, so that imports resolve in the same version. The editor shows them, and the language server asks for them.
 */
export interface VersionDocuments {
  /** A file in a commit, given by its full hash, so that the URI always means the same text. */
  inCommit(file: vscode.Uri, commit: string): vscode.Uri;
  /** A file with another text; its imports are those on disk. */
  withText(file: vscode.Uri, text: string): vscode.Uri;
  read(uri: vscode.Uri): Promise<ReadVersionFileResult>;
}

export function createVersionDocuments(context: vscode.ExtensionContext): VersionDocuments {
  const texts: { file: vscode.Uri; text: string }[] = [];
  const read = async (uri: vscode.Uri): Promise<ReadVersionFileResult> => {
    const file = fileBehind(uri);
    const [, kind, which = ''] = /^(git|text)\.([0-9a-f]+)$/.exec(uri.authority) ?? [];
    if (kind === 'git') return readCommit(file, which);
    const held = kind === 'text' ? texts[Number(which)] : undefined;
    if (held === undefined) return null;
    return held.file.path === uri.path ? { text: held.text } : readDisk(file);
  };
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(versionScheme, {
      provideTextDocumentContent: async uri => {
        const found = await read(uri);
        // A version without the file is empty, so that the diff shows the whole other side as new.
        if (found === null) return '';
        if ('unreadable' in found) throw new Error(found.unreadable);
        return found.text;
      },
    }),
  );
  return {
    inCommit: (file, commit) => versionUri(file, `git.${commit}`),
    withText: (file, text) => versionUri(file, `text.${texts.push({ file, text }) - 1}`),
    read,
  };
}

function versionUri(file: vscode.Uri, authority: string): vscode.Uri {
  return vscode.Uri.from({ scheme: versionScheme, authority, path: file.path });
}

/** The commit that a file is of; null if it is on disk, or has a text of its own. */
export function commitOf(uri: vscode.Uri): string | null {
  return uri.scheme === versionScheme ? (/^git\.([0-9a-f]+)$/.exec(uri.authority)?.[1] ?? null) : null;
}

/** The file on disk that a file of a version replaces; any other file is returned as is. */
export function fileBehind(uri: vscode.Uri): vscode.Uri {
  return uri.scheme === versionScheme ? vscode.Uri.file(uri.path) : uri;
}

async function readCommit(file: vscode.Uri, commit: string): Promise<ReadVersionFileResult> {
  const git = await findGit();
  if (git.kind === 'none') return { unreadable: `${git.why}.` };
  const repository = git.of(file);
  if (repository === null) return { unreadable: `${file.path} is not in an open repository.` };
  const text = await textAt(repository, commit, file);
  return text === null ? null : { text };
}

async function readDisk(file: vscode.Uri): Promise<ReadVersionFileResult> {
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
  if (open !== undefined) return { text: open.getText() };
  try {
    return { text: new TextDecoder().decode(await vscode.workspace.fs.readFile(file)) };
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return null;
    return { unreadable: error instanceof Error ? error.message : String(error) };
  }
}
