import * as vscode from 'vscode';
import type {
  HostToReview,
  ReviewedPair,
  ReviewPageRequests,
  ReviewSubject,
  ReviewToHost,
} from '../../protocol/review.ts';
import type { RuleServer } from '../language-server/activation.ts';
import type { OpenReference } from '../reference/activation.ts';
import type { Simulators } from '../simulator/activation.ts';
import { writeSamples } from '../simulator/save-sample.ts';
import { answer, isMessage, type Answers } from '../web-page/bridge.ts';
import { loadPage } from '../web-page/page.ts';
import { columnBeside, revealLocation } from '../web-page/reveal.ts';
import { approvingAnswers, onApprovalsChanged, type ApprovingNeeds } from './approving.ts';
import { editAuthors } from './authors.ts';
import { exportReview } from './export-review.ts';
import type { ReviewMarks } from './marks.ts';
import { showTexts } from './show-texts.ts';

export const reviewViewType = 'handrail.review';

export interface ReviewNeeds extends ApprovingNeeds {
  extensionUri: vscode.Uri;
  server: RuleServer;
  marks: ReviewMarks;
  simulators: Simulators;
  openReference: OpenReference;
  log: vscode.LogOutputChannel;
}

/** The number of comparisons so far, of which each has a name. */
let comparisons = 0;

export interface ReviewPanel {
  subject: ReviewSubject;
  show: (rule: string | null) => void;
}

/** Brings a webview panel to life: loads the review's page and answers it until the panel is closed. */
export function runReview(
  panel: vscode.WebviewPanel,
  subject: ReviewSubject,
  firstRule: string | null,
  needs: ReviewNeeds,
): ReviewPanel {
  const { extensionUri, server, marks, simulators, openReference, log } = needs;
  let rule = firstRule;
  let listening = false;
  let closed = false;
  const pending = new vscode.CancellationTokenSource();
  /** The comparisons that go on, by name, each with the index of its pair. */
  const going = new Map<string, number>();
  const post = (message: HostToReview) => {
    if (!closed) void panel.webview.postMessage(message);
  };
  const open = () => {
    post({ type: 'open', subject, rule });
    rule = null;
  };
  const pairAt = (index: number): ReviewedPair => {
    const pair = subject.pairs[index];
    if (pair === undefined) throw new Error('The review has no such rule set.');
    return pair;
  };
  const urisOf = (index: number) => {
    const { before, after } = pairAt(index);
    return { before: before.uri, after: after.uri };
  };
  const answers: Answers<ReviewPageRequests> = {
    compare: async ({ pair, log: chosen }) => {
      const progress = `review ${++comparisons}`;
      going.set(progress, pair);
      try {
        const params = { ...urisOf(pair), log: chosen?.uri ?? null, progress };
        return await server.request('handrail/compare', params, pending.token);
      } finally {
        going.delete(progress);
      }
    },
    decideBoth: ({ pair, ...rest }) =>
      server.request('handrail/decideBoth', { ...urisOf(pair), ...rest }, pending.token),
    decisionMap: ({ pair, ...rest }) =>
      server.request('handrail/decisionMap', { ...urisOf(pair), ...rest }, pending.token),
    showTexts: async ({ pair, before, after }) => {
      await showTexts(pairAt(pair), { before, after }, columnBeside(panel.viewColumn));
      return null;
    },
    revealLocation: async ({ location }) => {
      await revealLocation(location, panel.viewColumn);
      return null;
    },
    tryInput: ({ pair, side, grants, ...given }) => {
      const { before, after } = pairAt(pair);
      const granted = grants === undefined ? {} : { grants: [...grants] };
      const focus = { given: { ...given, ...granted }, versions: [before, after], version: urisOf(pair)[side] };
      simulators.tryInput(vscode.Uri.parse(after.uri), focus, columnBeside(panel.viewColumn));
      return Promise.resolve(null);
    },
    showSample: async ({ pair, sample }) => {
      const uri = pairAt(pair).after.uri;
      const location = await server.request('handrail/locate', { uri, sample }, pending.token);
      if (location !== null) await revealLocation(location, panel.viewColumn);
      return null;
    },
    addSamples: async ({ pair, samples }) => {
      const uri = pairAt(pair).after.uri;
      const added = await server.request('handrail/addSamples', { uri, samples }, pending.token);
      const file = await writeSamples(added);
      const [start] = added.edits.map(({ range }) => range.start);
      const place = start ?? { line: 0, character: 0 };
      await revealLocation({ uri: file.toString(), range: { start: place, end: place } }, panel.viewColumn);
      return null;
    },
    editAuthors: ({ pair }) => editAuthors(pairAt(pair), needs.commandLine),
    marks: ({ pair, digest }) => Promise.resolve(marks.of(pairAt(pair).path, digest)),
    setMark: async ({ pair, digest, region, mark }) => {
      await marks.set(pairAt(pair).path, digest, region, mark);
      return null;
    },
    chooseLog: async () => {
      const [uri] =
        (await vscode.window.showOpenDialog({
          title: 'Log of inputs, one JSON value per line',
          openLabel: 'Measure',
          filters: { 'JSON Lines': ['jsonl', 'ndjson', 'json', 'log', 'txt'] },
        })) ?? [];
      return uri === undefined ? null : { uri: uri.toString(), name: vscode.workspace.asRelativePath(uri) };
    },
    exportReview: ({ reviews }) => exportReview(reviews),
    ...approvingAnswers(pairAt, needs),
    openReference: async ({ page }) => {
      await openReference(page);
      return null;
    },
  };

  panel.title = titleOf(subject);
  panel.iconPath = {
    light: vscode.Uri.joinPath(extensionUri, 'media', 'review-light.svg'),
    dark: vscode.Uri.joinPath(extensionUri, 'media', 'review-dark.svg'),
  };
  const subscriptions = [
    pending,
    panel.webview.onDidReceiveMessage(async (message: unknown) => {
      if (!isMessage<ReviewToHost>(message, ['ready'])) {
        return log.warn(`The review sent an unknown message: ${JSON.stringify(message)}`);
      }
      if (message.type === 'ready') {
        listening = true;
        open();
        return;
      }
      const answered = await answer(message, answers);
      if (answered.type === 'error') log.warn(`Review, ${message.method}: ${answered.message}`);
      post(answered);
    }),
    panel.onDidChangeViewState(() => {
      if (!panel.visible) listening = false;
    }),
    server.onComparing(({ progress, ...soFar }) => {
      const pair = going.get(progress);
      if (pair !== undefined) post({ type: 'comparing', pair, soFar });
    }),
    server.onRuleSetChanged(changed => {
      const uri = changed.toString();
      const pairs = subject.pairs.flatMap(({ before, after }, index) =>
        [before, after].some(each => vscode.Uri.parse(each.uri).toString() === uri) ? [index] : [],
      );
      if (pairs.length > 0) post({ type: 'changed', pairs });
    }),
    onApprovalsChanged(() => post({ type: 'approvalsChanged' })),
    server.onRunning(running => {
      if (running) post({ type: 'changed', pairs: [...subject.pairs.keys()] });
    }),
  ];
  panel.onDidDispose(() => {
    closed = true;
    pending.cancel();
    for (const subscription of subscriptions) subscription.dispose();
  });
  loadPage(panel.webview, extensionUri, 'review');
  return {
    subject,
    show: wanted => {
      rule = wanted;
      panel.reveal();
      if (listening) open();
    },
  };
}

export function titleOf({ title, pairs }: ReviewSubject): string {
  const [only, ...others] = pairs;
  return only !== undefined && others.length === 0 ? `Review: ${only.name}` : title;
}
