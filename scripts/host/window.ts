import path from 'node:path';
import { chromium, _electron, type Browser, type Frame, type Locator, type Page } from 'playwright-core';
import { addressOf } from './address.ts';
import { chooseHost, type Host } from './choose.ts';
import { browserArguments } from './chromium.ts';
import { installOnDesktop, desktopArguments } from './desktop-profile.ts';
import { temporaryFolder } from './folders.ts';
import { quietSettings, themes, type Settings, type Theme } from './profile.ts';
import { installExtension, startServer } from './server.ts';
import { linkToSource, subjectFromEnvironment, type Subject } from './subject.ts';

export interface WindowOptions {
  /** Absolute path of the workspace. Tests pass a copy, since it is edited in place. */
  folder: string;
  theme?: Theme;
  /** Added to `quietSettings`. */
  settings?: Settings;
  /** Environment variables for the extension host. */
  env?: Record<string, string>;
  /** In pixels. */
  size?: { width: number; height: number };
  /** Default: the package that `HANDRAIL_VSIX` names, or else the source tree. */
  subject?: Subject;
  host?: Host;
}

/** A real VS Code window, operated as by a person: with keys and clicks, and by what is on the screen. */
export interface EditorWindow {
  page: Page;
  /** Runs a command by the title that the command palette shows, `Handrail: Open Simulator`. */
  command: (title: string) => Promise<void>;
  /** Opens a file by its path relative to the workspace, and waits until it can be edited. @param line one-based */
  open: (file: string, line?: number) => Promise<void>;
  /** Waits for a webview with an element that matches the selector, and returns its document. */
  webview: (selector: string) => Promise<Frame>;
  /** The editor of a file, by the name of the file. */
  editor: (fileName: string) => Locator;
  /** Reloads the page, as the reload button of a browser does. */
  reload: () => Promise<void>;
  /** The console output of the window, for the message of a failing test. */
  log: () => string;
  /** Closes the window, and ends VS Code and all its processes. */
  close: () => Promise<void>;
}

/** Milliseconds that anything may take to appear on the screen; generous, since the machine may be busy. */
const limit = 60_000;

/**
 * Starts a VS Code with an empty profile, and opens a window.
 * @throws Failure if there is no VS Code on this machine
 */
export async function openWindow(options: WindowOptions): Promise<EditorWindow> {
  const host = options.host ?? (await chooseHost(() => {}));
  const opened = host.kind === 'server' ? await openInBrowser(host, options) : await openOnDesktop(host, options);
  const { page } = opened;
  const theme = options.theme ?? 'dark';
  const lines: string[] = [];
  page.on('console', message => lines.push(`${message.type()}: ${message.text()}`));
  page.setDefaultTimeout(limit);
  try {
    await opened.load();
    await ready(page, theme);
  } catch (error) {
    await opened.close();
    throw error;
  }
  return {
    page,
    command: title => runCommand(page, title),
    open: (file, line) => openFile(page, file, line),
    webview: selector => webviewWith(page, selector),
    editor: fileName => page.locator(`.editor-instance[aria-label*="${fileName}"]`),
    reload: async () => {
      await page.reload();
      await ready(page, theme);
    },
    log: () => lines.join('\n'),
    close: opened.close,
  };
}

interface Opened {
  page: Page;
  load: () => Promise<void>;
  close: () => Promise<void>;
}

async function openInBrowser(host: Host & { kind: 'server' }, options: WindowOptions): Promise<Opened> {
  const subject = options.subject ?? subjectFromEnvironment();
  const data = await temporaryFolder('window');
  const cleanUp: (() => Promise<unknown>)[] = [data.remove];
  const close = async () => {
    for (const step of cleanUp.splice(0).reverse()) await step();
  };
  try {
    const extensionsFolder =
      subject.kind === 'package'
        ? (process.env['HANDRAIL_EXTENSIONS'] ?? (await installExtension(host.program, data.path, subject.vsix)))
        : undefined;
    const server = await startServer(host.program, {
      dataFolder: data.path,
      ...(extensionsFolder === undefined ? {} : { extensionsFolder }),
      settings: { ...quietSettings(options.theme ?? 'dark'), ...options.settings },
      env: options.env ?? {},
      automation: true,
    });
    cleanUp.push(server.stop);
    const endpoint = process.env['HANDRAIL_BROWSER'];
    const browser: Browser =
      endpoint === undefined
        ? await chromium.launch({ executablePath: host.chromium, args: browserArguments })
        : await chromium.connect(endpoint);
    cleanUp.push(() => browser.close());
    const page = await browser.newPage({
      viewport: options.size ?? { width: 1400, height: 900 },
      colorScheme: themes[options.theme ?? 'dark'].scheme,
    });
    const extension = subject.kind === 'source' ? await linkToSource(data.path) : undefined;
    const address = addressOf({
      authority: server.authority,
      folder: options.folder,
      ...(extension === undefined ? {} : { extension }),
    });
    return { page, load: async () => void (await page.goto(address)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openOnDesktop(host: Host & { kind: 'desktop' }, options: WindowOptions): Promise<Opened> {
  const subject = options.subject ?? subjectFromEnvironment();
  const data = await temporaryFolder('window');
  const settings = { ...quietSettings(options.theme ?? 'dark'), ...options.settings };
  if (subject.kind === 'package') await installOnDesktop(host.executable, data.path, subject.vsix);
  const extension = subject.kind === 'source' ? await linkToSource(data.path) : undefined;
  const application = await _electron.launch({
    executablePath: host.executable,
    args: [...(await desktopArguments(data.path, settings, extension)), options.folder],
    env: { ...definedEnvironment(), ...options.env },
  });
  const page = await application.firstWindow();
  await page.setViewportSize(options.size ?? { width: 1400, height: 900 });
  const close = async () => {
    await application.close();
    await data.remove();
  };
  return { page, load: () => Promise.resolve(), close };
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Waits until the window is drawn: its theme, which is applied late, its status bar, and the files of the folder. */
async function ready(page: Page, theme: Theme): Promise<void> {
  await page.locator(`.monaco-workbench${themes[theme].mark}`).waitFor();
  await page.locator('.monaco-workbench .part.statusbar .statusbar-item').first().waitFor();
  await page.locator('.monaco-workbench .explorer-folders-view .monaco-list-row').first().waitFor();
}

/** Runs a command. Retries, since the box lists the commands at the time when it opens, and an extension may add its own later. */
async function runCommand(page: Page, title: string): Promise<void> {
  // By the whole title: the first match may be a longer title with the same beginning.
  const entry = page.locator(`.quick-input-list .monaco-list-row[aria-label^=${JSON.stringify(title)}]`);
  await repeatedly(async wait => {
    const input = await quickInput(page, 'F1');
    await input.fill(`>${title}`, { timeout: wait });
    await entry.first().click({ timeout: wait });
  });
  // The box itself may stay open, if the command asks a question.
  await entry.first().waitFor({ state: 'hidden' });
}

async function openFile(page: Page, file: string, line?: number): Promise<void> {
  const name = path.posix.basename(file);
  await repeatedly(async wait => {
    const input = await quickInput(page, 'ControlOrMeta+p');
    // The box may close while it is filled; then the attempt is repeated.
    await input.fill(line === undefined ? file : `${file}:${line}`, { timeout: wait });
    // The list is updated with a delay, and Enter takes the entry in focus at that moment.
    await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: name }).waitFor({ timeout: wait });
    await input.press('Enter');
    await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor({ timeout: wait });
  });
  await page.locator(`.editor-instance .monaco-editor[data-uri$="${name}"] .view-line`).first().waitFor();
}

/** Presses a key until the quick input box opens: keys are lost before the workbench listens. */
async function quickInput(page: Page, key: string): Promise<Locator> {
  const input = page.locator('.quick-input-widget:not([style*="display: none"]) .quick-input-box input');
  await repeatedly(async wait => {
    await page.keyboard.press(key);
    await input.waitFor({ timeout: wait });
  });
  return input;
}

/** Repeats an attempt of a few seconds until it succeeds or the limit is reached. */
async function repeatedly(attempt: (wait: number) => Promise<void>): Promise<void> {
  const deadline = Date.now() + limit;
  for (;;) {
    try {
      return await attempt(5_000);
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

/** Searches all frames until one has the element: the document of a webview is two frames deep, and comes and goes with its tab. */
async function webviewWith(page: Page, selector: string): Promise<Frame> {
  const deadline = Date.now() + limit;
  for (;;) {
    for (const frame of page.frames()) {
      if (frame === page.mainFrame()) continue;
      const found = await frame
        .locator(selector)
        .count()
        .catch(() => 0); // the frame was removed meanwhile
      if (found > 0) return frame;
    }
    if (Date.now() > deadline) throw new Error(`No webview shows "${selector}" within ${limit / 1000} s.`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
