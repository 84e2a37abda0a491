import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { compile } from '../../engine/decide/compile.ts';
import { decide } from '../../engine/decide/decide.ts';
import type { RuleSet } from '../../engine/model/rule-set.ts';
import type { HostToPanel, PanelRequest, PanelToHost } from '../../panel/messages.ts';
import { pageDocument } from '../../panel/parts/page-document.ts';
import { browser as findBrowser, browserArguments } from '../../scripts/host/chromium.ts';
import type { GivenInput, SampleView, SimulateResult } from '../../server/messages.ts';
import { ruleSetView } from '../../server/simulator/rule-set-view.ts';
import { withThresholds } from '../../server/simulator/threshold-values.ts';
import { colors, fonts, type ThemeKind } from './themes.ts';

const built = path.join(import.meta.dirname, '..', '..', 'dist', 'panel');
export const ruleFile = 'file:///rules/refunds.escalation.yaml';

/** What the host behind the page does; a test changes it as the editor would. */
export interface FakeHost {
  /** Null where there never was a version without errors. */
  ruleSet: RuleSet | null;
  samples: SampleView[];
  broken: SimulateResult['broken'];
  /** Instead of an answer to `simulate`. */
  failure: string | null;
  /** Answers to `simulate` wait for `release`. */
  held: boolean;
  release: () => void;
  /** Everything that the page sent. */
  received: PanelToHost[];
  send: (message: HostToPanel) => Promise<void>;
}

export interface SimulatorPage {
  page: Page;
  host: FakeHost;
  /** What must not happen on any page: errors, and anything that its content security policy stopped. */
  problems: string[];
}

export interface PageOptions {
  ruleSet: RuleSet | null;
  samples?: SampleView[];
  broken?: SimulateResult['broken'];
  theme?: ThemeKind;
  width?: number;
  height?: number;
  sample?: string | null;
  rule?: number | null;
  given?: GivenInput | null;
  reducedMotion?: boolean;
}

export interface Simulators {
  open(options: PageOptions): Promise<SimulatorPage>;
  close(): Promise<void>;
}

/** Serves the built page and opens it in a browser as the editor would: same markup and policy, answers by the real engine. */
export async function startSimulators(): Promise<Simulators> {
  const server = createServer((request, response) => {
    const name = path.basename(new URL(request.url ?? '/', 'http://host').pathname);
    if (name === 'page') {
      const origin = `http://${request.headers.host ?? ''}`;
      const parts = {
        title: 'Simulator',
        scriptUri: '/simulator.js',
        styleUri: '/simulator.css',
        cspSource: origin,
        nonce: 'n',
        language: 'en',
      };
      response.setHeader('content-type', 'text/html').end(pageDocument(parts));
      return;
    }
    const types: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };
    readFile(path.join(built, name)).then(
      body => response.setHeader('content-type', types[path.extname(name)] ?? 'text/plain').end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const executablePath = await findBrowser(line => console.log(line));
  if (executablePath === null) throw new Error('No Chromium: put one on the PATH, or name one in CHROMIUM.');
  const browser = await chromium.launch({ executablePath, args: browserArguments });
  return {
    open: options => openPage(browser, `http://127.0.0.1:${port}/page`, options),
    close: async () => {
      await browser.close();
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

async function openPage(browser: Browser, url: string, options: PageOptions): Promise<SimulatorPage> {
  const { theme = 'vscode-dark', width = 1100, height = 800, reducedMotion = true } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', error => problems.push(error.message));
  page.on('console', message => {
    if (message.type() === 'error' && !message.text().includes('favicon')) problems.push(message.text());
  });
  const host = createHost(page, options);
  await page.exposeFunction('toHost', (message: PanelToHost) => answer(host, message, options));
  await page.addInitScript(
    `(${editorScript})(${JSON.stringify({ theme, variables: { ...fonts, ...colors[theme] } })})`,
  );
  await page.goto(url);
  await page.waitForSelector('.decision, .unreadable, .message-bar');
  return { page, host, problems };
}

/** What VS Code sets up around a page: its API with a state that outlives a reload, the theme's variables and the body's class. */
const editorScript = `({ theme, variables }) => {
  window.acquireVsCodeApi = () => ({
    postMessage: message => void window.toHost(message),
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: state => sessionStorage.setItem('state', JSON.stringify(state)),
  });
  addEventListener('DOMContentLoaded', () => {
    document.body.className = theme;
    for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
  });
}`;

function createHost(page: Page, { ruleSet, samples = [], broken = null }: PageOptions): FakeHost {
  const waiting: (() => void)[] = [];
  return {
    ruleSet,
    samples,
    broken,
    failure: null,
    held: false,
    release() {
      this.held = false;
      for (const resume of waiting.splice(0)) resume();
    },
    received: [],
    async send(message) {
      if (this.held && message.type === 'response') await new Promise<void>(resume => waiting.push(resume));
      await page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`);
    },
  };
}

async function answer(
  host: FakeHost,
  message: PanelToHost,
  { sample = null, rule = null, given = null }: PageOptions,
): Promise<void> {
  host.received.push(message);
  switch (message.type) {
    case 'ready':
      return host.send({ type: 'open', uri: ruleFile, fileName: 'refunds.escalation.yaml', sample, rule, given });
    case 'highlight':
      return;
    case 'request': {
      const { id, method } = message;
      if (method === 'simulate') {
        if (host.failure !== null) return host.send({ type: 'error', id, message: host.failure });
        return host.send({ type: 'response', id, result: simulate(host, message.params) });
      }
      if (method === 'saveSample') save(host, message.params);
      return host.send({ type: 'response', id, result: method === 'saveSample' ? true : null });
    }
  }
}

type Params<M extends PanelRequest['method']> = Extract<PanelRequest, { method: M }>['params'];

function simulate(
  { ruleSet, samples, broken }: FakeHost,
  { input, at, thresholds }: Params<'simulate'>,
): SimulateResult {
  if (ruleSet === null) return { ruleSet: null, broken, record: null };
  const view = ruleSetView(ruleFile, compile(ruleSet), samples);
  const time = at === null ? Date.now() : Date.parse(at);
  return {
    ruleSet: view,
    broken,
    record: decide(compile(withThresholds(ruleSet, thresholds)), input, { at: time, trace: true }),
  };
}

function save(host: FakeHost, { name, input, at, expect }: Params<'saveSample'>): void {
  const position = { line: 0, character: 0 };
  const location = { uri: 'file:///rules/refunds.samples.yaml', range: { start: position, end: position } };
  host.samples = [...host.samples, { name, description: null, at, input, expect, location }];
  void host.send({ type: 'changed' });
}
