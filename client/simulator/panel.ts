import * as vscode from 'vscode';
import type { HostToPanel, PanelRequests, PanelToHost, Place } from '../../protocol/simulator.ts';
import type { RuleServer } from '../language-server/activation.ts';
import type { OpenReference } from '../reference/activation.ts';
import { shortName } from '../rule-files/rule-files.ts';
import { answer, isMessage, type Answers } from '../web-page/bridge.ts';
import { loadPage } from '../web-page/page.ts';
import { revealLocation } from '../web-page/reveal.ts';
import { followCursor } from './cursor.ts';
import { noFocus, type Focus } from './focus.ts';
import { createHighlight } from './highlight.ts';

import { saveSample } from './save-sample.ts';

export const simulatorViewType = 'handrail.simulator';

export interface SimulatorPanel {
  uri: vscode.Uri;
  show: (focus: Focus) => void;
  /** The rule file was renamed. */
  moveTo: (uri: vscode.Uri) => void;
}

export interface SimulatorNeeds {
  extensionUri: vscode.Uri;
  server: RuleServer;
  openReference: OpenReference;
  log: vscode.LogOutputChannel;
}

/**
 * Runs a webview panel: loads the page and answers it until the panel is closed. The editor discards the page while the
 * panel is hidden, but keeps its state; the page says `ready` again when it is back.
 */
export function runSimulator(
  panel: vscode.WebviewPanel,
  ruleFile: vscode.Uri,
  first: Focus,
  { extensionUri, server, openReference, log }: SimulatorNeeds,
): SimulatorPanel {
  let uri = ruleFile;
  let focus = first;
  /** The URI of the version that decides; null if it is the rule file itself. */
  let version = first.version;
  let { versions } = first;
  let listening = false;
  let closed = false;
  const pending = new vscode.CancellationTokenSource();

  const post = (message: HostToPanel) => {
    // The panel may have been closed during the request.
    if (!closed) void panel.webview.postMessage(message);
  };
  const open = () => {
    post({ type: 'open', uri: uri.toString(), fileName: fileNameOf(uri), ...focus, versions, version });
    // A page that was hidden has its own state, which is newer.
    focus = noFocus;
  };
  const here = () => ({ uri: version ?? uri.toString() });
  const locate = (place: Place) => server.request('handrail/locate', { ...place, ...here() }, pending.token);
  const highlight = createHighlight(locate);
  const cursor = followCursor({
    uri: () => vscode.Uri.parse(here().uri),
    ruleAt: position => server.request('handrail/ruleAt', { ...here(), position }, pending.token),
    onRule: rule => post({ type: 'cursor', rule }),
    failed: error => log.warn(`Cannot find the rule at the cursor: ${String(error)}`),
  });

  const answers: Answers<PanelRequests> = {
    simulate: params => server.request('handrail/simulate', { ...params, ...here() }, pending.token),
    reveal: async place => {
      const location = await locate(place);
      if (location === null) throw new Error('That place is no longer in the file.');
      await revealLocation(location, panel.viewColumn);
      return null;
    },
    revealLocation: async ({ location }) => {
      await revealLocation(location, panel.viewColumn);
      return null;
    },
    saveSample: params => saveSample({ ...params, uri: uri.toString() }, server, panel.viewColumn, pending.token),
    openReference: async ({ page }) => {
      await openReference(page);
      return null;
    },
  };

  panel.title = titleOf(uri);
  panel.iconPath = {
    light: vscode.Uri.joinPath(extensionUri, 'media', 'simulator-light.svg'),
    dark: vscode.Uri.joinPath(extensionUri, 'media', 'simulator-dark.svg'),
  };
  const subscriptions = [
    pending,
    highlight,
    cursor,
    panel.webview.onDidReceiveMessage(async (message: unknown) => {
      if (!isMessage<PanelToHost>(message, ['ready', 'highlight', 'chooseVersion']))
        return log.warn(`The simulator sent an unknown message: ${JSON.stringify(message)}`);
      switch (message.type) {
        case 'ready':
          listening = true;
          open();
          cursor.update();
          return;
        case 'highlight':
          return highlight.mark(message.place);
        case 'chooseVersion':
          version = message.uri;
          return cursor.update();
        case 'request': {
          const answered = await answer(message, answers);
          if (answered.type === 'error') log.warn(`Simulator, ${message.method}: ${answered.message}`);
          post(answered);
          return;
        }
      }
    }),
    panel.onDidChangeViewState(() => {
      if (panel.visible) return;
      listening = false;
      highlight.mark(null);
    }),
    server.onRuleSetChanged(changed => {
      if (changed.toString() !== vscode.Uri.parse(here().uri).toString()) return;
      post({ type: 'changed' });
      cursor.update();
    }),
    // Requests that failed while the server was not running are repeated.
    server.onRunning(running => {
      if (running) post({ type: 'changed' });
    }),
  ];
  panel.onDidDispose(() => {
    closed = true;
    pending.cancel();
    for (const subscription of subscriptions) subscription.dispose();
  });
  loadPage(panel.webview, extensionUri, 'simulator');

  return {
    get uri() {
      return uri;
    },
    show: wanted => {
      focus = wanted;
      ({ versions, version } = wanted);
      panel.reveal();
      if (listening) open();
    },
    moveTo: moved => {
      uri = moved;
      panel.title = titleOf(uri);
      if (listening) open();
    },
  };
}

export function titleOf(uri: vscode.Uri): string {
  return `Simulator: ${shortName(uri)}`;
}

function fileNameOf({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
