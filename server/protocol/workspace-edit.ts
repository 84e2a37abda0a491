import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { Range } from '../../language/location.ts';
import type { Session } from '../session.ts';

/** Edits by file, for the versions of the documents that are open. */
export function toWorkspaceEdit(
  { client, open }: Session,
  edits: readonly { uri: string; range: Range; newText: string }[],
): WorkspaceEdit {
  const byUri = new Map<string, TextEdit[]>();
  for (const { uri, range, newText } of edits) byUri.set(uri, [...(byUri.get(uri) ?? []), { range, newText }]);
  if (!client.documentChanges) {
    return { changes: Object.fromEntries([...byUri].map(([uri, each]) => [open.forClient(uri), each])) };
  }
  return {
    documentChanges: [...byUri].map(([uri, each]) => ({
      textDocument: { uri: open.forClient(uri), version: open.get(uri)?.version ?? null },
      edits: each,
    })),
  };
}
