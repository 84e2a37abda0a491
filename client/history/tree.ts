import * as vscode from 'vscode';
import { visibleText } from '../../engine/model/visible-text.ts';
import type { HistoryRow, LogFault, Opinion, ReviewComment, RuleSetHistory } from '../../protocol/server.ts';
import { commentedChange, readingWords } from '../../report/review-words.ts';
import { dateOf, historyDescription, nameOf, rowDescription, versionsBefore } from './words.ts';

/** A line of the history view. A command from its menu gets the node that the menu was opened on. */
export type HistoryNode =
  | { kind: 'rule-set'; history: RuleSetHistory }
  | {
      kind: 'row';
      history: RuleSetHistory;
      row: RuleSetHistory['rows'][number];
    }
  | { kind: 'opinion'; history: RuleSetHistory; row: HistoryRow; opinion: Opinion }
  | { kind: 'comment'; comment: ReviewComment }
  | { kind: 'fault'; history: RuleSetHistory; fault: LogFault };

export function childrenOf(node: HistoryNode): HistoryNode[] {
  switch (node.kind) {
    case 'rule-set': {
      const { history } = node;
      return [
        ...history.faults.map(fault => ({
          kind: 'fault' as const,
          history,
          fault,
        })),
        ...history.rows.map(row => ({ kind: 'row' as const, history, row })),
      ];
    }
    case 'row':
      return node.row.approvals.map(opinion => ({
        kind: 'opinion',
        history: node.history,
        row: node.row,
        opinion,
      }));
    case 'opinion':
      return (node.opinion.review?.comments ?? []).map(comment => ({ kind: 'comment', comment }));
    case 'comment':
    case 'fault':
      return [];
  }
}

export function itemOf(node: HistoryNode): vscode.TreeItem {
  switch (node.kind) {
    case 'rule-set':
      return ruleSetItem(node.history);
    case 'row':
      return rowItem(node.row, versionsBefore(node.history).includes(node.row));
    case 'opinion':
      return opinionItem(node.opinion, node.row);
    case 'comment':
      return commentItem(node.comment);
    case 'fault':
      return faultItem(node.history, node.fault);
  }
}

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

function ruleSetItem(history: RuleSetHistory): vscode.TreeItem {
  const item = new vscode.TreeItem(history.name, history.log === null ? None : Expanded);
  // The first release changes the id, so that the editor expands the item by itself.
  item.id = `${history.uri} ${history.log === null ? 'unreleased' : 'released'}`;
  const sound = history.faults.length === 0;
  item.description = historyDescription(history);
  item.contextValue = history.log === null ? 'unreleased' : 'released';
  item.iconPath =
    history.log === null
      ? new vscode.ThemeIcon('shield')
      : sound && !history.readable
        ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'))
        : sound
          ? new vscode.ThemeIcon('verified', new vscode.ThemeColor('charts.green'))
          : new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  item.tooltip = markdown(
    history.readable
      ? [{ strong: history.name }, ` ${history.version} in the working copy`]
      : [
          { strong: history.name },
          ': the rule file has errors and cannot be read. Correct them, or roll back to a release.',
        ],
    history.digest === null ? null : ['digest ', { code: history.digest }],
    history.head === null ? null : ['head of the log ', { code: history.head }],
  );
  item.command = {
    command: 'vscode.open',
    title: 'Open',
    arguments: [vscode.Uri.parse(history.uri)],
  };
  return item;
}

const icons: Record<HistoryRow['kind'], string> = {
  release: 'tag',
  rollback: 'discard',
  open: 'git-pull-request',
};

/** @param isWayBack true if a rollback to it is possible */
function rowItem(row: RuleSetHistory['rows'][number], isWayBack: boolean): vscode.TreeItem {
  const label = row.kind === 'rollback' && row.to !== null ? `${row.version}, back to ${row.to}` : row.version;
  const item = new vscode.TreeItem(label, row.approvals.length === 0 ? None : Collapsed);
  item.description = rowDescription(row);
  item.iconPath = new vscode.ThemeIcon(icons[row.kind]);
  item.contextValue = row.snapshot === null ? row.kind : isWayBack ? 'snapshot' : 'latest-snapshot';
  item.tooltip = markdown(
    [{ strong: row.version }, ` ${rowDescription(row)}`],
    row.why === null ? null : [row.why],
    row.needed === null
      ? null
      : [`${row.approvals.filter(({ counts }) => counts === true).length} of ${row.needed} approvals`],
    ['digest ', { code: row.digest }],
    row.hash === null ? null : [`entry ${row.sequence}, hash `, { code: row.hash }],
  );
  if (row.snapshot !== null) {
    item.command = {
      command: 'vscode.open',
      title: 'Open',
      arguments: [vscode.Uri.parse(row.snapshot)],
    };
  }
  return item;
}

const opinionIcons = { approve: 'thumbsup', reject: 'thumbsdown' } as const;

function opinionItem(opinion: Opinion, { base }: Pick<HistoryRow, 'base'>): vscode.TreeItem {
  const { kind, who, role, why, time, counts, because, signature, review } = opinion;
  const commented = review !== null && review.comments.length > 0;
  const item = new vscode.TreeItem(nameOf(who), commented ? Collapsed : None);
  const words = [
    kind === 'approve' ? 'approved' : 'rejected',
    role === null ? null : `as ${role}`,
    counts === true ? null : counts === null ? 'may not count' : 'does not count',
    signature === 'none' ? null : 'signed, not checked',
    review === null ? null : readingWords(review, base),
    dateOf(time),
  ];
  item.description = words.filter(word => word !== null).join(' · ');
  item.iconPath = new vscode.ThemeIcon(
    counts === true ? opinionIcons[kind] : counts === null ? 'circle-outline' : 'circle-slash',
  );
  item.tooltip = markdown(
    [{ strong: who }, ` ${item.description}`],
    why === null ? null : [why],
    because === '' ? null : [because],
  );
  return item;
}

/** A comment of a reviewer, with the change that it is about. */
function commentItem(comment: ReviewComment): vscode.TreeItem {
  const item = new vscode.TreeItem(visibleText(comment.comment.replace(/\s*\n\s*/g, ' ')), None);
  item.description = `on ${commentedChange(comment)}`;
  item.iconPath = new vscode.ThemeIcon('comment');
  item.tooltip = markdown([comment.comment], [`on ${commentedChange(comment)}`]);
  return item;
}

function faultItem({ log }: RuleSetHistory, { line, message, kind }: LogFault): vscode.TreeItem {
  const item = new vscode.TreeItem(message, None);
  item.description = `line ${line}`;
  item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
  item.tooltip = `${kind}: ${message}`;
  if (log !== null) {
    const at = new vscode.Position(Math.max(0, line - 1), 0);
    item.command = {
      command: 'vscode.open',
      title: 'Open',
      arguments: [
        vscode.Uri.parse(log),
        {
          selection: new vscode.Range(at, at),
        } satisfies vscode.TextDocumentShowOptions,
      ],
    };
  }
  return item;
}

type Part = string | { strong: string } | { code: string };

/** Paragraphs as Markdown. Text that people wrote is escaped, so that nothing in it becomes a link or a picture. */
function markdown(...paragraphs: (readonly Part[] | null)[]): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  for (const parts of paragraphs) {
    if (parts === null) continue;
    if (text.value !== '') text.appendMarkdown('\n\n');
    for (const part of parts) {
      if (typeof part === 'string') text.appendText(part);
      else if ('code' in part) text.appendMarkdown('`').appendText(part.code).appendMarkdown('`');
      else text.appendMarkdown('**').appendText(part.strong).appendMarkdown('**');
    }
  }
  return text;
}
