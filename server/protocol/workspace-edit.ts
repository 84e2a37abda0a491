import { CreateFile, type TextEdit, type WorkspaceEdit } from 'vscode-languageserver';
import type { Range } from '../../language/location.ts';
import type { Session } from '../session.ts';

/** Edits for the current versions of open documents. `created`: a file to create first, if the client can create files. */
export function toWorkspaceEdit(
  { client, open }: Session,
  edits: readonly { uri: string; range: Range; newText: string }[],
  created: string | null = null,
): WorkspaceEdit {
  const byUri = new Map<string, TextEdit[]>();
  for (const { uri, range, newText } of edits) byUri.set(uri, [...(byUri.get(uri) ?? []), { range, newText }]);
  if (!client.documentChanges) {
    return { changes: Object.fromEntries([...byUri].map(([uri, each]) => [open.forClient(uri), each])) };
  }
  return {
    documentChanges: [
      ...(created === null ? [] : [CreateFile.create(open.forClient(created), { ignoreIfExists: true })]),
      ...[...byUri].map(([uri, each]) => ({
        textDocument: { uri: open.forClient(uri), version: open.get(uri)?.version ?? null },
        edits: each,
      })),
    ],
  };
}
