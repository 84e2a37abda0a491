import * as vscode from 'vscode';
import type { OpinionKind } from '../../protocol/review.ts';
import type { RuleSetHistory } from '../../protocol/server.ts';
import type { CommandLine, ReleaseReport } from './command-line.ts';
import type { HistoryNode } from './tree.ts';
import { showChecks } from './release-checks.ts';
import { notify } from '../notifications.ts';
import {
  asWhom,
  effectInWords,
  givenInWords,
  reportInWords,
  rowDescription,
  sentences,
  versionsBefore,
  versionInWords,
} from './words.ts';

/** The commands that write to a log. `given` is a line of the history view, a file, or nothing. */
export interface Releasing {
  release(given: unknown): Promise<void>;
  give(opinion: OpinionKind, given: unknown): Promise<void>;
  rollBack(given: unknown): Promise<void>;
}

export function createReleasing(
  commandLine: CommandLine,
  histories: () => Promise<RuleSetHistory[]>,
  written: (history: RuleSetHistory) => void,
): Releasing {
  /** Runs a command; null if it could not run, after showing why. */
  const report = async (
    history: RuleSetHistory,
    command: string,
    args: readonly string[],
  ): Promise<ReleaseReport | null> => {
    try {
      return await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title: `handrail ${command}` },
        () => commandLine.run(vscode.Uri.parse(history.uri), command, args),
      );
    } catch (error) {
      void notify.error(error instanceof Error ? error.message : String(error));
      return null;
    } finally {
      written(history);
    }
  };
  /** Runs a command; null if it could not run or was refused, after showing why. */
  const run = async (history: RuleSetHistory, command: string, args: readonly string[]) => {
    const found = await report(history, command, args);
    if (found === null || found.refused === null) return found;
    const details = found.findings.map(({ message }) => message);
    void notify.error([found.refused, ...details].join(' '));
    return null;
  };
  const chosen = async (given: unknown, title: string): Promise<RuleSetHistory | null> => {
    const history = await chooseHistory(given, histories, title);
    return history !== null && (await saved(history)) ? history : null;
  };
  /** @param outside files outside the repository that may be copied */
  const release = async (history: RuleSetHistory, outside: readonly string[] = []): Promise<void> => {
    const asked = ['--tick', 'auto', ...outside.flatMap(each => ['--outside', each])];
    const planned = await report(history, 'release', [...asked, '--dry-run']);
    if (planned === null) return;
    const what = `Release ${planned.ruleset ?? history.name} ${planned.version ?? ''}`.trimEnd() + asWhom(planned);
    if (planned.refused !== null && planned.checks.length > 0) {
      const action = await showChecks(what, planned, history.version);
      if (action?.kind === 'allow-outside') {
        if (await mayCopy(action.files)) await release(history, [...outside, ...action.files]);
      } else if (action?.kind === 'approve') await give('approve', history);
      else if (action?.kind === 'set-version') await setVersion(history, action.version);
      else if (action?.kind === 'show') await showFile(history, action.file);
      return;
    }
    if (planned.refused !== null) return void showBroken(history, planned);
    const prompt = sentences(
      versionInWords(planned, history.version),
      reportInWords(planned),
      ...planned.notes,
      'Why do you release it? (kept in the log)',
    );
    const why = await askWhy(what, prompt, false);
    if (why === undefined) return;
    const done = await run(history, 'release', [...asked, ...(why === '' ? [] : [`--why=${why}`])]);
    if (done !== null) showDone(`Released ${done.ruleset ?? history.name} ${done.version ?? ''}${asWhom(done)}.`, done);
  };
  const give = async (opinion: OpinionKind, history: RuleSetHistory): Promise<void> => {
    const planned = await run(history, opinion, ['--dry-run']);
    if (planned === null) return;
    const title = `${opinion === 'approve' ? 'Approve' : 'Reject'} ${history.name} ${history.version}${asWhom(planned)}`;
    const question = `Why do you ${opinion === 'approve' ? 'approve' : 'reject it'}? (kept in the log)`;
    const why = await askWhy(title, sentences(effectInWords(opinion, planned), ...planned.notes, question), true);
    if (why === undefined) return;
    const done = await run(history, opinion, [`--why=${why}`]);
    if (done === null) return;
    const given = givenInWords(opinion, done);
    if (done.counts?.counts === false) void notify.warning(given);
    else showDone(given, done);
  };
  return {
    release: async given => {
      const history = await chosen(given, 'Release');
      if (history !== null) await release(history);
    },
    give: async (opinion, given) => {
      const history = await chosen(given, opinion === 'approve' ? 'Approve' : 'Reject');
      if (history !== null) await give(opinion, history);
    },
    rollBack: async given => {
      const history = await chosen(given, 'Roll back');
      if (history === null) return;
      const to = versionIn(given) ?? (await chooseVersion(history));
      if (to === null) return;
      const asked = ['--why', 'to see what it would undo', '--dry-run'];
      const first = await report(history, 'rollback', [to, ...asked]);
      if (first === null) return;
      const discard = first.needs === 'discard' ? ['--discard'] : [];
      if (discard.length > 0 && !(await mayDiscard(history))) return;
      const planned = await run(history, 'rollback', [to, ...asked, ...discard]);
      if (planned === null) return;
      const prompt = sentences(reportInWords(planned), ...planned.notes, 'Why do you roll back? (kept in the log)');
      const title = `Roll ${history.name} back to ${to}, as version ${planned.version ?? ''}${asWhom(planned)}`;
      const why = await askWhy(title, prompt, true);
      if (why === undefined) return;
      const done = await run(history, 'rollback', [to, `--why=${why}`, ...discard]);
      if (done !== null)
        showDone(
          `Rolled ${history.name} back to ${to}, as version ${done.version ?? ''}${asWhom(done)}. It is not released yet.`,
          done,
        );
    },
  };
}

/** Shows why a rule file cannot be released, and offers its problems. */
async function showBroken(history: RuleSetHistory, { refused, findings }: ReleaseReport): Promise<void> {
  const message = [refused, ...findings.slice(0, 1).map(each => each.message)].join(' ');
  const show = 'Show Problems';
  if ((await notify.error(message, show)) !== show) return;
  await vscode.window.showTextDocument(vscode.Uri.parse(history.uri));
  await vscode.commands.executeCommand('workbench.actions.view.problems');
}

async function mayCopy(files: readonly string[]): Promise<boolean> {
  const allow = 'Copy Into the Release';
  const detail = `${files.join('\n')}\n\nEverybody who can read the repository will be able to read their content in the release.`;
  const question = 'Copy files from outside the repository?';
  return (await notify.ask(question, detail, allow)) === allow;
}

async function mayDiscard({ uri }: RuleSetHistory): Promise<boolean> {
  const name = vscode.workspace.asRelativePath(vscode.Uri.parse(uri));
  const discard = 'Discard Edits';
  const detail = 'They are neither released nor committed. To keep them, commit the file first.';
  const question = `Rolling back loses the edits in ${name}.`;
  return (await notify.ask(question, detail, discard)) === discard;
}

/** Writes a version into the rule file, as an edit that can be undone. */
async function setVersion({ uri }: RuleSetHistory, version: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const found = /^((?:version|\s*"version")\s*:\s*["']?)([^"'\s,#]+)/m.exec(document.getText());
  const [, before = '', old = ''] = found ?? [];
  if (found === null) return;
  const start = document.positionAt(found.index + before.length);
  const range = new vscode.Range(start, document.positionAt(found.index + before.length + old.length));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, version);
  await vscode.workspace.applyEdit(edit);
  await document.save();
  await vscode.window.showTextDocument(document, { selection: range });
}

async function showFile({ uri }: RuleSetHistory, file: string): Promise<void> {
  const target = /^(?:\/|[A-Za-z]:)/.test(file)
    ? vscode.Uri.file(file)
    : vscode.Uri.joinPath(vscode.Uri.parse(uri), '..', file);
  await vscode.window.showTextDocument(target);
  await vscode.commands.executeCommand('workbench.actions.view.problems');
}

function showDone(done: string, { notes }: ReleaseReport): void {
  void notify.information([done, ...notes].join(' '));
}

/** Asks for the reason of an entry; undefined if the person cancels. */
async function askWhy(title: string, prompt: string, needed: boolean): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    prompt,
    ignoreFocusOut: true,
    validateInput: value =>
      needed && value.trim() === '' ? 'A reason is required. It is kept in the log.' : undefined,
  });
  return text?.trim();
}

/** Saves the rule file, because the command line reads it from disk. False if it could not be saved. */
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

async function chooseVersion(history: RuleSetHistory): Promise<string | null> {
  const { rows, name } = history;
  const items = versionsBefore(history).map(row => ({ label: row.version, description: rowDescription(row) }));
  if (items.length === 0) {
    const only = rows.find(({ snapshot }) => snapshot !== null);
    void notify.information(
      only === undefined
        ? `${name} has no releases yet.`
        : `${name} ${only.version} is the only release: there is nothing to roll back to.`,
    );
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
  // A single rule set needs no choice; the next question names it.
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
