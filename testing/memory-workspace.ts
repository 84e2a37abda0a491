import { fileKind } from '../language/source/document/file-kind.ts';
import { canonicalUri } from '../language/uri.ts';
import type { Workspace } from '../language/workspace.ts';

/** A workspace of texts by path: `{ 'rules/a.escalation.yaml': '…' }` has the URI file:///project/rules/a.escalation.yaml. */
export function memoryWorkspace(
  files: Readonly<Record<string, string>>,
): Workspace & { uri: (path: string) => string } {
  const uri = (path: string) =>
    canonicalUri(path.startsWith('../') ? `file:///${path.slice(3)}` : `file:///project/${path}`);
  const texts = new Map(Object.entries(files).map(([path, text]) => [uri(path), text]));
  return {
    uri,
    read: wanted => {
      const text = texts.get(wanted);
      return Promise.resolve(text === undefined ? undefined : { uri: wanted, text });
    },
    list: () => Promise.resolve([...texts.keys()].filter(each => ['rule-set', 'samples'].includes(fileKind(each)))),
  };
}
