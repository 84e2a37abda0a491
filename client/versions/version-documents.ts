import * as vscode from 'vscode';
import { versionScheme, type ReadVersionFileResult } from '../../protocol/server.ts';
import { findGit, textAt } from './git.ts';

/**
 * Files of versions that are on no disk, under a scheme of their own: `handrail-version://git.COMMIT/path`, `handrail-version://text.N/path`. Their
 * paths are those of the files they stand for, so that imports resolve in the same version. The editor shows them, and the language server asks for
 * them.
 */
export interface VersionDocuments {
  /** A file as a commit has it; the full hash, so that it never is another text. */
  inCommit(file: vscode.Uri, commit: string): vscode.Uri;
  /** A file as it would be with another text; what it imports is as on disk. */
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
        // A version without the file: nothing stands there, and the other side is all new.
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

/** The file on disk that a file of a version stands for; itself where it is no such file. */
export function fileBehind(uri: vscode.Uri): vscode.Uri {
  return uri.scheme === versionScheme ? vscode.Uri.file(uri.path) : uri;
}

async function readCommit(file: vscode.Uri, commit: string): Promise<ReadVersionFileResult> {
  const git = await findGit();
  if (git.kind === 'none') return { unreadable: `${git.why}.` };
  const repository = git.of(file);
  if (repository === null) return { unreadable: `${file.path} is in no repository that is open.` };
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
