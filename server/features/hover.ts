import { HoverRequest, MarkupKind, type Hover, type HoverParams } from 'vscode-languageserver';
import { withoutMarkdown } from '../../language/features/describe/markdown.ts';
import { hoverAt } from '../../language/features/hover/hover.ts';
import { documentOf, positionOf } from '../protocol/requests.ts';
import type { Session } from '../session.ts';

export function answerHover(session: Session): void {
  session.requests.onRequest<HoverParams, Hover | null>(HoverRequest.method, null, async params => {
    const uri = session.open.canonical(documentOf(params));
    const hover = await hoverAt(session.queries, uri, positionOf(params));
    if (hover === null) return null;
    const contents = session.client.markdownHover
      ? { kind: MarkupKind.Markdown, value: hover.contents }
      : { kind: MarkupKind.PlainText, value: withoutMarkdown(hover.contents) };
    return { contents, range: hover.range };
  });
}
