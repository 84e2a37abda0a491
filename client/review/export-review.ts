import * as vscode from 'vscode';
import type { FinishedReview } from '../../protocol/review.ts';
import { reviewAsJson, reviewAsMarkdown } from './report.ts';

/** Asks where to export a review, and exports it. False if the person cancels. */
export async function exportReview(reviews: readonly FinishedReview[]): Promise<boolean> {
  const items = [
    { label: '$(clippy) Copy as Markdown', description: 'for a comment on a pull request', write: copyMarkdown },
    { label: '$(markdown) Open as Markdown', write: () => openText('markdown', reviewAsMarkdown(reviews)) },
    {
      label: '$(json) Open as JSON',
      description: 'for programs',
      write: () => openText('json', reviewAsJson(reviews)),
    },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: 'Export the review' });
  if (picked === undefined) return false;
  await picked.write();
  return true;

  async function copyMarkdown(): Promise<void> {
    await vscode.env.clipboard.writeText(reviewAsMarkdown(reviews));
    vscode.window.setStatusBarMessage('$(check) Review copied to the clipboard.', 4000);
  }
}

async function openText(language: string, content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language, content });
  await vscode.window.showTextDocument(document);
}
