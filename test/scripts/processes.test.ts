import { afterEach, expect, it } from 'vitest';
import { run, start, type Started } from '../../scripts/host/processes.ts';
import { familyOf, processes } from '../../scripts/host/process-table.ts';

const running: Started[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

/** Starts a script that starts further processes, and waits until all of them run. @returns the process, and the ids of all of them */
async function family(script: string): Promise<{ started: Started; pids: number[] }> {
  let there: () => void = () => {};
  const all = new Promise<void>(resolve => (there = resolve));
  const started = await start(process.execPath, ['-e', script], { onLine: line => line === 'all there' && there() });
  running.push(started);
  await all;
  const pids = (await familyOf(started.child.pid ?? 0)).map(({ pid }) => pid);
  return { started, pids };
}

const alive = async (pids: number[]) => (await processes()).filter(one => one.alive && pids.includes(one.pid)).length;

const withChildren = (own: string) => `
  const { spawn } = require('node:child_process');
  const child = (script, detached) => spawn(process.execPath, ['-e', script], { detached, stdio: ['ignore', 'pipe', 'ignore'] });
  ${own}
  child('setInterval(() => {}, 1000)', false);
  child('require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]); console.log("up"); setInterval(() => {}, 1000)', true)
    .stdout.once('data', () => console.log('all there'));
`;

it('ends a process with all that it started, those in other groups included', async () => {
  const { started, pids } = await family(withChildren(''));
  expect(pids).toHaveLength(4);
  await started.stop();
  expect(await alive(pids)).toBe(0);
});

it('ends what does not want to end', async () => {
  const { started, pids } = await family(withChildren("process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);"));
  await started.stop();
  await started.ended;
  expect(await alive(pids)).toBe(0);
});

it('says which signal ended a command', async () => {
  const done = await run(process.execPath, ['-e', "console.log('half'); process.kill(process.pid, 'SIGKILL')"]);
  expect(done).toMatchObject({ code: null, cutShort: 'Ended by SIGKILL.' });
});

it('reports that there is no such command', async () => {
  await expect(start('no-such-command-anywhere', [])).rejects.toThrow(/ENOENT/);
});
