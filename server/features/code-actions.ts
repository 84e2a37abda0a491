import {
  CodeActionKind,
  CodeActionRequest,
  type CodeAction,
  type CodeActionParams,
  type Diagnostic,
} from 'vscode-languageserver';
import {
  findingsAt,
  fixAll,
  quickFixes,
  suppressions,
  type CodeAction as FindingAction,
} from '../../language/features/code-actions.ts';
import { analysisFixes } from '../../language/fixes/analysis-fixes.ts';
import type { Finding } from '../../language/findings/finding.ts';
import { documentOf, field, positionOf } from '../protocol/requests.ts';
import { toWorkspaceEdit } from '../protocol/workspace-edit.ts';
import type { Session } from '../session.ts';
import { witnessActions } from './witness-actions.ts';

export const fixAllKind = `${CodeActionKind.SourceFixAll}.handrail`;

/** Time limit for computing quick fixes, since the editor shows its light bulb only afterwards. */
const maxWaitedMs = 800;

/** Answers with quick fixes for the findings in a range, actions for their witnesses, and all harmless fixes of a file in one. */
export function answerCodeActions(session: Session): void {
  const { requests, queries, open, environment } = session;
  requests.onRequest<CodeActionParams, CodeAction[]>(CodeActionRequest.method, [], async (params, token) => {
    const uri = open.canonical(documentOf(params));
    const given = field(params, 'range');
    const range = { start: positionOf(given, 'start'), end: positionOf(given, 'end') };
    const context = field(params, 'context');
    const only = field(context, 'only');
    const wants = (kind: string) =>
      !Array.isArray(only) ||
      only.some(each => typeof each === 'string' && (kind === each || kind.startsWith(`${each}.`) || each === ''));
    const checked = await queries.findings(uri);
    const actions: CodeAction[] = [];
    if (wants(CodeActionKind.QuickFix)) {
      const shown = diagnosticsIn(context);
      const codes = shown.length === 0 ? null : new Set(shown.map(({ code }) => String(code)));
      const shownFor = ({ code, range: place }: Finding) =>
        shown.filter(each => each.code === code && sameRange(each.range, place));
      const started = environment.clock();
      const tried = await analysisFixes(queries, checked, findingsAt(checked, range, codes), {
        now: environment.clock(),
        previous: queries.memoryOf(uri),
        goOn: async () => {
          await environment.timers.idle();
          return !token.isCancellationRequested && environment.clock() - started < maxWaitedMs;
        },
      });
      const offer = ({ title, finding, fix }: FindingAction): CodeAction => {
        const answered = shownFor(finding);
        return {
          title,
          kind: CodeActionKind.QuickFix,
          isPreferred: fix.preferred,
          ...(answered.length === 0 ? {} : { diagnostics: answered }),
          edit: toWorkspaceEdit(session, fix.edits),
        };
      };
      actions.push(...quickFixes(checked, range, codes, tried).map(offer));
      actions.push(...(await witnessActions(session, checked, range, codes, shownFor)));
      // Suppression is the last resort.
      actions.push(...suppressions(checked, range, codes).map(offer));
    }
    // Only on explicit request: otherwise every light bulb would show it.
    if (Array.isArray(only) && wants(fixAllKind)) {
      const edits = fixAll(checked);
      if (edits.length > 0) {
        actions.push({
          title: 'Fix all findings whose fix does not change the meaning',
          kind: fixAllKind,
          edit: toWorkspaceEdit(session, edits),
        });
      }
    }
    return actions;
  });
}

function diagnosticsIn(context: unknown): Diagnostic[] {
  const given = field(context, 'diagnostics');
  return (Array.isArray(given) ? (given as unknown[]) : []).filter(
    (each): each is Diagnostic => field(each, 'source') === 'handrail' && typeof field(each, 'code') === 'string',
  );
}

function sameRange(a: unknown, b: Diagnostic['range']): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
