import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { browserArguments } from '../../../scripts/host/chromium.ts';
import { chooseHost } from '../../../scripts/host/choose.ts';
import { root, temporaryFolder } from '../../../scripts/host/folders.ts';
import { familyOf, processes } from '../../../scripts/host/process-table.ts';
import { start, type Started } from '../../../scripts/host/processes.ts';
import { subjectFromEnvironment } from '../../../scripts/host/subject.ts';
import { ruleFile } from '../../../scripts/start/rule-file.ts';

// Skipped with an installed package, since `npm start` always runs the source tree, and on Windows, which has no signals.
const test = it.skipIf(subjectFromEnvironment().kind === 'package' || process.platform === 'win32');

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

/** Runs `npm start` as in a terminal until it prints a certain line. */
async function npmStart(
  args: string[],
  env: Record<string, string>,
  until: RegExp,
): Promise<{ started: Started; line: string }> {
  let found: (line: string) => void = () => {};
  const line = new Promise<string>(resolve => (found = resolve));
  const started = await start(process.execPath, ['scripts/start.mjs', '--no-open', ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    onLine: text => {
      const match = until.exec(text)?.[0];
      if (match !== undefined) found(match);
    },
  });
  cleanUp.push(started.stop);
  return { started, line: await Promise.race([line, started.ended.then(() => started.output())]) };
}

/** Sends Ctrl-C to all processes of the terminal's group. @returns the processes that are left after the command has ended */
async function ctrlC({ started }: { started: Started }): Promise<{ code: number | null; left: number[] }> {
  const pid = started.child.pid ?? 0;
  const family = (await familyOf(pid)).map(member => member.pid);
  process.kill(-pid, 'SIGINT');
  const code = await started.ended;
  return { code, left: (await processes()).filter(one => one.alive && family.includes(one.pid)).map(one => one.pid) };
}

test('opens the rule file with the simulator beside it, and Ctrl-C ends all of it', async context => {
  const host = await chooseHost(() => {});
  if (host.kind !== 'server') return context.skip();
  const { started, line } = await npmStart(['--server'], {}, /http:\/\/127\.0\.0\.1:\d+\//);
  const browser = await chromium.launch({ executablePath: host.chromium, args: browserArguments });
  cleanUp.push(() => browser.close());
  const page = await browser.newPage();
  await page.goto(line);
  const name = path.posix.basename((await ruleFile(null)).file);
  const tab = (label: RegExp) => page.locator('.tab').filter({ hasText: label }).first();
  await tab(new RegExp(name.replaceAll('.', '\\.'))).waitFor({ timeout: 60_000 });
  await tab(/simulator/i).waitFor({ timeout: 60_000 });
  expect(await page.locator('.editor-group-container').count()).toBe(2);

  expect(await ctrlC({ started })).toEqual({ code: 0, left: [] });
  await expect(fetch(line)).rejects.toThrow();
});

test('opens the VS Code on the PATH with the extension and the file, and Ctrl-C ends it', async () => {
  const folder = await temporaryFolder('desktop');
  cleanUp.push(folder.remove);
  const bin = path.join(folder.path, 'bin');
  await mkdir(bin);
  // Like the real command, starts the application in a new session and, with `--wait`, waits for it.
  const script = `#!/usr/bin/env node
const { spawn } = require('node:child_process');
const { writeFileSync } = require('node:fs');
writeFileSync(${JSON.stringify(path.join(folder.path, 'call.json'))}, JSON.stringify({ args: process.argv.slice(2), open: process.env.HANDRAIL_OPEN }));
spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' }).once('spawn', () => console.log('window is open'));
`;
  await writeFile(path.join(bin, 'code'), script);
  await chmod(path.join(bin, 'code'), 0o755);
  const env = { PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}`, VSCODE_IPC_HOOK_CLI: '' };
  const { started, line } = await npmStart([], env, /window is open/);
  expect(line).toBe('window is open');

  const { folder: workspace, file } = await ruleFile(null);
  const call: unknown = JSON.parse(await readFile(path.join(folder.path, 'call.json'), 'utf8'));
  expect(call).toEqual({
    args: [`--extensionDevelopmentPath=${root}`, '--new-window', '--wait', workspace, path.join(workspace, file)],
    open: file,
  });
  expect(await ctrlC({ started })).toEqual({ code: 0, left: [] });
});
