import * as vscode from 'vscode';
import type { RuleSetHistory } from '../../protocol/server.ts';
import type { RuleServer } from '../language-server/activation.ts';
import { subjectOf, type OpenReview } from '../review/activation.ts';
import { createCommandLine } from './command-line.ts';
import { createReleasing } from './releasing.ts';
import { childrenOf, itemOf, type HistoryNode } from './tree.ts';

const viewId = 'handrail.history';
/** Milliseconds without a change before the histories are read again: releasing changes several files. */
const debounce = 250;

/** The history of releases, as a view of the explorer, with the commands that write it. */
export function activateHistory(
  context: vscode.ExtensionContext,
  { server, openReview }: { server: RuleServer; openReview: OpenReview },
): void {
  const changed = new vscode.EventEmitter<undefined>();
  let timer: NodeJS.Timeout | undefined;
  const refresh = () => {
    clearTimeout(timer);
    timer = setTimeout(() => changed.fire(undefined), debounce);
  };
  /** Reads files again on request and when they are likely to have changed, because a watcher can miss changes in a new folder. */
  const readAgain = (uris: readonly string[]) => {
    server.filesChanged(uris.map(uri => vscode.Uri.parse(uri)));
    refresh();
  };
  let known: RuleSetHistory[] = [];
  const filesOf = ({ uri, place, rows }: RuleSetHistory): string[] =>
    [uri, place, ...rows.map(({ snapshot }) => snapshot)].filter(each => each !== null);
  const readAllAgain = () => readAgain(known.flatMap(filesOf));
  const histories = async (): Promise<RuleSetHistory[]> => {
    try {
      known = await server.request('handrail/histories', {});
      return known;
    } catch {
      return []; // The server does not run, which the language status shows.
    }
  };
  /** @param file the rule file whose history was written; otherwise all are read again */
  const refreshNow = async (file: unknown) => {
    if (!(file instanceof vscode.Uri)) return readAllAgain();
    const own = (await histories()).filter(({ uri }) => vscode.Uri.parse(uri).toString() === file.toString());
    readAgain(own.flatMap(filesOf));
  };
  const view = vscode.window.createTreeView<HistoryNode>(viewId, {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getTreeItem: itemOf,
      getChildren: async node =>
        node !== undefined
          ? childrenOf(node)
          : (await histories()).map((history): HistoryNode => ({ kind: 'rule-set', history })),
    },
  });
  const logs = vscode.workspace.createFileSystemWatcher('**/releases/*/*');
  const releasing = createReleasing(createCommandLine(context), histories, history => readAgain(filesOf(history)));
  context.subscriptions.push(
    changed,
    view,
    logs,
    logs.onDidChange(refresh),
    logs.onDidCreate(refresh),
    logs.onDidDelete(refresh),
    { dispose: () => clearTimeout(timer) },
    server.onRuleSetChanged(refresh),
    server.onRunning(refresh),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused && view.visible) readAllAgain();
    }),
    vscode.commands.registerCommand('handrail.refreshHistory', refreshNow),
    vscode.commands.registerCommand('handrail.release', (node?: unknown) => releasing.release(node)),
    vscode.commands.registerCommand('handrail.approve', (node?: unknown) => releasing.give('approve', node)),
    vscode.commands.registerCommand('handrail.reject', (node?: unknown) => releasing.give('reject', node)),
    vscode.commands.registerCommand('handrail.rollBack', (node?: unknown) => releasing.rollBack(node)),
    vscode.commands.registerCommand('handrail.compareWithRelease', (node?: unknown) => {
      const { history, row } = (node ?? {}) as Partial<Extract<HistoryNode, { kind: 'row' }>>;
      if (history === undefined || row?.snapshot === null || row?.snapshot === undefined) return;
      const file = vscode.Uri.parse(history.uri);
      openReview(
        subjectOf(
          file,
          { uri: row.snapshot, label: `release ${row.version}` },
          { uri: history.uri, label: 'working copy' },
        ),
      );
    }),
  );
}
