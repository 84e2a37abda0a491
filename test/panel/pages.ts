import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { pageDocument } from '../../client/web-page/page-document.ts';
import { browser as findBrowser, browserArguments } from '../../scripts/host/chromium.ts';
import { colors, fonts, type ThemeKind } from './themes.ts';

const built = path.join(import.meta.dirname, '..', '..', 'dist', 'panel');

/** The display options of a page. */
export interface Looks {
  theme?: ThemeKind;
  width?: number;
  height?: number;
  reducedMotion?: boolean;
}

export interface OpenOptions extends Looks {
  name: 'simulator' | 'review';
  /** Handles a message of the page. */
  received: (message: unknown, page: Page) => Promise<void>;
}

export interface OpenedPage {
  page: Page;
  /** Errors, and violations of the content security policy, which must not occur on any page. */
  problems: string[];
}

/** Opens the built pages in a browser, with the same markup and policy as in the editor. */
export interface Pages {
  open(options: OpenOptions): Promise<OpenedPage>;
  close(): Promise<void>;
}

export async function startPages(): Promise<Pages> {
  const server = createServer((request, response) => {
    const name = path.basename(new URL(request.url ?? '/', 'http://host').pathname);
    if (!name.includes('.')) {
      const origin = `http://${request.headers.host ?? ''}`;
      const parts = {
        title: name,
        scriptUri: `/${name}.js`,
        styleUri: `/${name}.css`,
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
    open: options => openPage(browser, `http://127.0.0.1:${port}`, options),
    close: async () => {
      await browser.close();
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

async function openPage(browser: Browser, origin: string, options: OpenOptions): Promise<OpenedPage> {
  const { theme = 'vscode-dark', width = 1100, height = 800, reducedMotion = true, name, received } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', error => problems.push(error.message));
  page.on('console', message => {
    if (message.type() === 'error' && !message.text().includes('favicon')) problems.push(message.text());
  });
  await page.exposeFunction('toHost', (message: unknown) => received(message, page));
  await page.addInitScript(
    `(${editorScript})(${JSON.stringify({ theme, variables: { ...fonts, ...colors[theme] } })})`,
  );
  await page.goto(`${origin}/${name}`);
  return { page, problems };
}

/** Posts a message to the page, as its host does. */
export async function post(page: Page, message: unknown): Promise<void> {
  await page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`);
}

/** The environment of a page in VS Code: the API with state that survives a reload, the variables of the theme, and the class of the body. */
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
