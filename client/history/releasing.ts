import * as vscode from 'vscode';
import type { RuleSetHistory } from '../../server/messages.ts';
import type { CommandLine, ReleaseReport } from './command-line.ts';
import type { HistoryNode } from './tree.ts';
import { reportInWords, rowDescription } from './words.ts';
import { notify } from '../notifications.ts';

/** The commands that write to a log. Each is given a line of the history view, a file, or nothing. */
export interface Releasing {
  release(given: unknown): Promise<void>;
  give(opinion: 'approve' | 'reject', given: unknown): Promise<void>;
  rollBack(given: unknown): Promise<void>;
}

export function createReleasing(
  commandLine: CommandLine,
  histories: () => Promise<RuleSetHistory[]>,
  written: (history: RuleSetHistory) => void,
): Releasing {
  /** Runs a command, and tells what became of it. Null where it was refused, which people have been told. */
  const run = async (
    history: RuleSetHistory,
    command: string,
    args: readonly string[],
  ): Promise<ReleaseReport | null> => {
    try {
      const report = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title: `handrail ${command}` },
        () => commandLine.run(vscode.Uri.parse(history.uri), command, args),
      );
      if (report.refused === null) return report;
      const details = report.findings.map(({ message }) => message).join(' ');
      void notify.error([report.refused, details].filter(part => part !== '').join(' '));
      return null;
    } catch (error) {
      void notify.error(error instanceof Error ? error.message : String(error));
      return null;
    } finally {
      written(history);
    }
  };
  const chosen = async (given: unknown, title: string): Promise<RuleSetHistory | null> => {
    const history = await chooseHistory(given, histories, title);
    return history !== null && (await saved(history)) ? history : null;
  };
  return {
    release: async given => {
      const history = await chosen(given, 'Release');
      if (history === null) return;
      const planned = await run(history, 'release', ['--tick', 'auto', '--dry-run']);
      if (planned === null) return;
      const what = `Release ${planned.ruleset ?? history.name} ${planned.version ?? ''}`;
      const why = await askWhy(what, `${reportInWords(planned)} What for? The log keeps it.`, false);
      if (why === undefined) return;
      const report = await run(history, 'release', ['--tick', 'auto', ...(why === '' ? [] : ['--why', why])]);
      if (report !== null) tell(`Released ${report.ruleset ?? history.name} ${report.version ?? ''}.`, report);
    },
    give: async (opinion, given) => {
      const title = opinion === 'approve' ? 'Approve' : 'Reject';
      const history = await chosen(given, title);
      if (history === null) return;
      const prompt =
        opinion === 'approve'
          ? 'What makes it right? It counts for exactly what the rule file says now.'
          : 'What is wrong with it? Nothing is released against a rejection.';
      const why = await askWhy(`${title} ${history.name} ${history.version}`, prompt, true);
      if (why === undefined) return;
      const report = await run(history, opinion, ['--why', why]);
      if (report !== null)
        tell(`${opinion === 'approve' ? 'Approved' : 'Rejected'} ${history.name} ${history.version}.`, report);
    },
    rollBack: async given => {
      const history = await chosen(given, 'Roll back');
      if (history === null) return;
      const to = versionIn(given) ?? (await chooseVersion(history));
      if (to === null) return;
      const planned = await run(history, 'rollback', [to, '--why', 'to see what it would undo', '--dry-run']);
      if (planned === null) return;
      const prompt = `${reportInWords(planned)} What is wrong with the version now? The log keeps it.`;
      const why = await askWhy(`Roll ${history.name} back to ${to}, as ${planned.version ?? ''}`, prompt, true);
      if (why === undefined) return;
      const report = await run(history, 'rollback', [to, '--why', why]);
      if (report !== null)
        tell(`${history.name} is ${to} again, as ${report.version ?? ''}. It is not released yet.`, report);
    },
  };
}

function tell(done: string, { notes }: ReleaseReport): void {
  void notify.information([done, ...notes].join(' '));
}

/** The reason for an entry; undefined where the person backed out. */
async function askWhy(title: string, prompt: string, needed: boolean): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    prompt,
    ignoreFocusOut: true,
    validateInput: value => (needed && value.trim() === '' ? 'The log keeps the reason.' : undefined),
  });
  return text?.trim();
}

/** What is written is what is on disk. False where the person keeps edits to themselves. */
async function saved({ uri }: RuleSetHistory): Promise<boolean> {
  const file = vscode.Uri.parse(uri).toString();
  const dirty = vscode.workspace.textDocuments.filter(document => document.isDirty && document.uri.toString() === file);
  for (const document of dirty) if (!(await document.save())) return false;
  return true;
}

function versionIn(given: unknown): string | null {
  const node = given as Partial<HistoryNode> | null | undefined;
  return node?.kind === 'row' && 'row' in node ? (node.row?.version ?? null) : null;
}

async function chooseVersion({ rows, name }: RuleSetHistory): Promise<string | null> {
  const items = rows
    .filter(({ snapshot }) => snapshot !== null)
    .map(row => ({ label: row.version, description: rowDescription(row) }));
  if (items.length === 0) {
    void notify.information(`Nothing was released of ${name} yet.`);
    return null;
  }
  return (await vscode.window.showQuickPick(items, { title: `Roll ${name} back to` }))?.label ?? null;
}

async function chooseHistory(
  given: unknown,
  histories: () => Promise<RuleSetHistory[]>,
  title: string,
): Promise<RuleSetHistory | null> {
  if (typeof given === 'object' && given !== null && 'history' in given) return given.history as RuleSetHistory;
  const all = await histories();
  const uri = (given instanceof vscode.Uri ? given : vscode.window.activeTextEditor?.document.uri)?.toString();
  // Of a single one there is nothing to choose; the next question names it.
  const own = all.length === 1 ? all[0] : all.find(history => vscode.Uri.parse(history.uri).toString() === uri);
  if (own !== undefined) return own;
  if (all.length === 0) {
    void notify.information('There is no rule set in this workspace.');
    return null;
  }
  const items = all.map(history => ({
    label: history.name,
    description: vscode.workspace.asRelativePath(vscode.Uri.parse(history.uri)),
    history,
  }));
  return (await vscode.window.showQuickPick(items, { title, placeHolder: 'The rule set' }))?.history ?? null;
}
